"""One way to the issuer and back: what it begins with, and who came back by it.

Everything that holds the way together stands in its state and in the cookie, so nothing is kept
meanwhile, only the browser that was sent out can end it, and it ends with the cookie.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.security.errors import IdentityRefused
from screening.security.issuer_flow import Flow
from screening.store.sealing import keyed
from screening.web import cookies
from screening.web.parts import parts

LASTS = timedelta(minutes=10)  # there and back
CODE, STATE, ISS = "code", "state", "iss"  # what the issuer sends back


class Purpose(StrEnum):
    """What somebody is sent to the issuer for."""

    COME_IN = "in"
    LINK = "link"


def go_there(purpose: Purpose) -> ResponseReturnValue:
    """Send the browser to the issuer.

    raises   IssuerSilent
    """
    issuer = parts().issuer
    if issuer is None:
        raise NotFound
    begun = f"{purpose}.{int(g.now.timestamp())}.{secrets.token_urlsafe(16)}"
    flow = _flow(begun, cookies.token_or_new(cookies.STAFF))
    g.session.rollback()  # the issuer may take its time
    return redirect(issuer.address(flow), 303)


def subject_of(purpose: Purpose, sent: dict[str, str]) -> str:
    """Whom the issuer names for a code that came back to the browser it was sent out from.

    raises   IdentityRefused, IssuerSilent
    """
    issuer = parts().issuer
    if issuer is None:
        raise NotFound
    flow = _begun_here(purpose, sent[STATE])
    if sent[ISS] not in ("", issuer.registration.issuer):
        raise IdentityRefused("issuer")
    g.session.rollback()  # the issuer may take its time
    return issuer.subject(sent[CODE], flow, now=g.now)


def _begun_here(purpose: Purpose, state: str) -> Flow:
    """The flow of a state, if it began in this browser, for this purpose, a short while ago.

    raises   IdentityRefused
    """
    begun, _, _ = state.rpartition(".")
    cookie = cookies.token_of(cookies.STAFF)
    flow = _flow(begun, cookie)
    if not cookie or not compare_digest(flow.state.encode(), state.encode()):
        raise IdentityRefused("state")
    named, at, _ = begun.split(".")
    started = datetime.fromtimestamp(int(at), UTC)
    if named != purpose or g.now - started >= LASTS:
        raise IdentityRefused("state")
    return flow


def _flow(begun: str, cookie: str) -> Flow:
    """All of it, out of what stands in the state and the cookie."""
    key = parts().keys.tokens
    return Flow(
        state=f"{begun}.{keyed(key, 'identity state', begun, cookie)}",
        nonce=keyed(key, "identity nonce", begun, cookie),
        verifier=keyed(key, "identity verifier", begun, cookie),
        redirect_uri=url_for("identities.back", _external=True),
    )


def known_issuer() -> str:
    """The issuer, as it writes itself.

    raises   NotFound where the clinic has none
    """
    registration = parts().registration
    if registration is None:
        raise NotFound
    return registration.issuer
