"""An OpenID Connect issuer, as a client of it: code flow with PKCE, and what its word is worth.

It says who somebody is by issuer and subject; nothing else of what it tells is read. Calls go to
the issuer's own origin alone, with a time limit and a limit of size, and follow no redirect.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from screening.security.errors import IdentityRefused, IssuerSilent
from screening.security.issuer_flow import Flow, Registration

if TYPE_CHECKING:
    from collections.abc import Iterator

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_S = (3.05, 5)  # to connect, and between two pieces of a reply
REPLY_AT_MOST = 256 * 1024  # bytes
METADATA_FOR_S = 600  # what the issuer says of itself is asked for this seldom
AT_ONCE = 2  # calls of one process: an issuer that hangs must not take the tablets' threads
LEEWAY_S = 60  # between the two clocks
SUBJECT_AT_MOST = 255  # characters, as the standard has it
# A signature under a key that only the issuer has. Without a signature ("none"), or under a secret
# that is shared with us (HS256), it would prove nothing.
SIGNED_BY = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519",
    "EdDSA",
)  # fmt: skip
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Issuer:
    """One issuer. Threads share it."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._known: tuple[float, Mapping[str, Any]] | None = None
        self._lock = Lock()
        self._free = BoundedSemaphore(AT_ONCE)

    def address(self, flow: Flow) -> str:
        """Where a browser is sent to sign in.

        raises   IssuerSilent
        """
        with self._calling() as session:
            metadata = self._metadata(session)
        made, _ = session.create_authorization_url(
            metadata["authorization_endpoint"],
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
            redirect_uri=flow.redirect_uri,
            scope="openid",
        )
        return str(made)

    def subject(self, code: str, flow: Flow, *, now: datetime) -> str:
        """Who came back with the code, in the issuer's own word for them.

        raises   IssuerSilent, IdentityRefused
        """
        with self._calling() as session:
            metadata = self._metadata(session)
            token = _redeem(session, metadata, code, flow)
            keys = _get(session, metadata["jwks_uri"])
        return _checked(token, keys, self.registration, flow, now)

    @contextmanager
    def _calling(self) -> Iterator[OAuth2Session]:
        if not self._free.acquire(blocking=False):
            raise IssuerSilent
        try:
            yield _session(self.registration)
        except (RequestException, HTTPError, ValueError, KeyError, TypeError):
            raise IssuerSilent from None
        except AuthlibBaseError:
            raise IdentityRefused("code") from None
        finally:
            self._free.release()

    def _metadata(self, session: OAuth2Session) -> Mapping[str, Any]:
        """What the issuer says of itself.

        raises   ValueError where it names another issuer or an address at another origin
        """
        with self._lock:
            known = self._known
        if known is not None and time.monotonic() - known[0] < METADATA_FOR_S:
            return known[1]
        issuer = self.registration.issuer
        found = _get(session, issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != issuer:
            raise ValueError("another issuer")
        if any(origin_of(str(found.get(name))) != origin_of(issuer) for name in ENDPOINTS):
            raise ValueError("an address at another origin")
        with self._lock:
            self._known = (time.monotonic(), found)
        return found


def origin_of(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port.

    raises   ValueError for an address that has none
    """
    parts = urlsplit(address)
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise ValueError("no address of a server")
    return parts.scheme, parts.hostname, parts.port


class _OwnOriginOnly(HTTPAdapter):
    """Every call of the client goes through here, whatever it is for."""

    def __init__(self, issuer: str) -> None:
        super().__init__()
        self.origin = origin_of(issuer)

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Refuse another origin; wait and read so much and no more."""
        if origin_of(request.url or "") != self.origin:
            raise ValueError("another origin")
        reply = super().send(request, **(kwargs | {"timeout": TIMEOUT_S, "stream": True}))
        body = reply.raw.read(REPLY_AT_MOST + 1, decode_content=True)
        if len(body) > REPLY_AT_MOST:
            raise ValueError("too long")
        reply._content = body  # the rest of the library finds it read
        return reply


def _session(registration: Registration) -> OAuth2Session:
    session = OAuth2Session(
        registration.client_id, registration.secret, code_challenge_method="S256"
    )
    session.trust_env = False  # no proxy and no password file that nobody meant for this
    session.max_redirects = 0
    if registration.certificates is not None:
        session.verify = str(registration.certificates)
    for scheme in ("https://", "http://"):
        session.mount(scheme, _OwnOriginOnly(registration.issuer))
    return session


def _get(session: OAuth2Session, address: str) -> dict[str, Any]:
    reply = session.get(address, withhold_token=True, allow_redirects=False)
    found = reply.json() if reply.status_code == 200 else None
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _redeem(session: OAuth2Session, metadata: Mapping[str, Any], code: str, flow: Flow) -> str:
    """The ID token for a code. Asked for once: a code counts once."""
    ways = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" not in ways and "client_secret_post" in ways:
        session.token_endpoint_auth_method = "client_secret_post"  # noqa: S105  the name of a way
    token = session.fetch_token(
        metadata["token_endpoint"],
        grant_type="authorization_code",
        code=code,
        code_verifier=flow.verifier,
        redirect_uri=flow.redirect_uri,
        allow_redirects=False,
    )
    found = token.get("id_token")
    if not isinstance(found, str):
        raise IdentityRefused("token")
    return found


def _checked(
    token: str, keys: Mapping[str, Any], registration: Registration, flow: Flow, now: datetime
) -> str:
    """The subject of a token that is signed, meant for us, for this flow, and in force."""
    try:
        claims = jwt.decode(token, _key_set(keys), algorithms=SIGNED_BY).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": registration.issuer},
            aud={"essential": True, "value": registration.client_id},
            nonce={"essential": True, "value": flow.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise IdentityRefused("token") from None
    _check_presenter(claims, registration.client_id)
    subject = claims["sub"]
    if not subject or len(subject) > SUBJECT_AT_MOST or not subject.isprintable():
        raise IdentityRefused("subject")
    return str(subject)


def _check_presenter(claims: Mapping[str, Any], client_id: str) -> None:
    """A token for several, or one that names who may present it, must name us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise IdentityRefused("presenter")


def _key_set(keys: Mapping[str, Any]) -> KeySet:
    """The issuer's keys for signatures; what is not for them, or no key at all, is left out."""
    found = [
        key for key in keys["keys"] if isinstance(key, dict) and key.get("use", "sig") == "sig"
    ]
    return KeySet.import_key_set({"keys": [key for key in found if key.get("kty", "oct") != "oct"]})
