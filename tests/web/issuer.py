"""A small OpenID Connect issuer on this machine: it signs in whoever `person` is, at once.

It checks what a real one checks (client, address to go back to, PKCE, a code only once), and can be
told to say something wrong, one thing at a time.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.served import Silent

CLIENT, SECRET = "screening", "made-up-secret-of-the-client"
Claims = dict[str, Any]


class TestIssuer:
    """The issuer's state, and what it gets wrong."""

    __test__ = False

    def __init__(self) -> None:
        self.address = ""
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
        self.tell_the_truth()

    def tell_the_truth(self) -> None:
        """Everything as at first; the address and the key stay."""
        self.person = "subject-of-ada"
        self.asks = False  # shows a page with a button first, as for somebody not signed in there
        self.signing_key = self.key  # another one in a test
        self.twist: Callable[[Claims], Claims] = dict
        self.other_keys: list[object] = []  # beside its own
        self.header: dict[str, str] = {"alg": "RS256", "kid": "one"}
        self.metadata: dict[str, Any] = {}  # said in place of the truth
        self.make_token: Callable[[Claims], str] = self._signed
        self.now: Callable[[], float] = time.time
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []  # paths, in order
        self.sent_to_token: list[dict[str, str]] = []

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        reply = {
            "/.well-known/openid-configuration": self._discovery,
            "/authorize": self._authorize,
            "/token": self._token,
            "/keys": self._keys,
        }.get(request.path, lambda request: Response(status=404))(request)
        return reply(environ, start)

    def code_for(self, query: dict[str, str]) -> str:
        """What pressing "sign in" there gives, for a query of /authorize."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return code

    def _discovery(self, request: Request) -> Response:
        truth = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        return _json(truth | self.metadata)

    def _keys(self, request: Request) -> Response:
        return _json({"keys": [*self.other_keys, self.key.as_dict(private=False)]})

    def _authorize(self, request: Request) -> Response:
        query = request.args.to_dict()
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        if self.asks and request.method == "GET":
            page = '<!doctype html><title>Who are you?</title><form method="post"><button>It is I'
            return Response(page, content_type="text/html")
        back = {"code": self.code_for(query), "state": query["state"]}
        return Response(
            status=302, headers={"Location": f"{query['redirect_uri']}?{urlencode(back)}"}
        )

    def _token(self, request: Request) -> Response:
        form = request.form.to_dict()
        self.sent_to_token.append(form)
        query = self.codes.pop(form.get("code", ""), None)  # a code counts once
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        right = (
            query is not None
            and query["code_challenge"] == challenge.decode()
            and form["redirect_uri"] == query["redirect_uri"]
            and request.headers.get("Authorization") == f"Basic {wanted}"
        )
        if not right or query is None:
            return _json({"error": "invalid_grant"}, 400)
        now = int(self.now())
        claims = self.twist(
            {"iss": self.address, "sub": self.person, "aud": CLIENT, "exp": now + 300, "iat": now,
             "nonce": query["nonce"], "email": "ada@clinic.example"}
        )  # fmt: skip
        token = self.make_token(claims)
        return _json({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _signed(self, claims: Claims) -> str:
        return jwt.encode(self.header, claims, self.signing_key)


@contextmanager
def issuing() -> Iterator[TestIssuer]:
    """The issuer, while it is served, at another site than our own pages."""
    made = TestIssuer()
    server = make_server("127.0.0.1", 0, made, threaded=True, request_handler=Silent)
    made.address = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield made
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status=status, content_type="application/json")
