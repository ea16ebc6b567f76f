"""The two cookies: one for the tablet, one for staff. Neither can be taken for the other.

Both hold a random token and nothing else. A token stands for nobody until the store knows it; it is
there from the first page on, because form tokens are bound to it.
"""

from __future__ import annotations

from flask import Response, g, request

from screening.security.kiosk_tokens import new_token

# "__Host-" makes the browser insist on Secure, on the whole path and on no domain.
KIOSK = "__Host-kiosk"
STAFF = "__Host-staff"
LONGEST_TOKEN = 64  # characters; ours have 43


def token_of(name: str) -> str:
    """The cookie's token; one that does not look like ours counts as none."""
    token = request.cookies.get(name, "")
    return token if token.isascii() and len(token) <= LONGEST_TOKEN else ""


def set_token(name: str, token: str) -> None:
    """Give the browser this token with the response of this request."""
    _pending()[name] = token


def renew(name: str) -> str:
    """Give the browser a fresh token that stands for nobody yet."""
    token = new_token()
    set_token(name, token)
    return token


def token_or_new(name: str) -> str:
    """The token that forms of this page are bound to."""
    return _pending().get(name) or token_of(name) or renew(name)


def write_cookies(response: Response) -> Response:
    """Put the pending tokens on the response. They end with the browser, like a visit does."""
    for name, token in _pending().items():
        response.set_cookie(name, token, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def _pending() -> dict[str, str]:
    if "pending_cookies" not in g:
        g.pending_cookies = {}
    pending: dict[str, str] = g.pending_cookies
    return pending
