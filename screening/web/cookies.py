"""The cookies: a sitting's, one for staff, and the device's. None can be taken for another.

All but two hold a random token and nothing else. A token stands for nobody until the store knows
it; those of sitting and staff are there from the first page on, because form tokens are bound to
them. Those that hold a language and a site are gone after some minutes.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g, request

from screening.security.kiosk_tokens import new_token
from screening.settings import LANGUAGES
from screening.store.sittings import IDLE

# "__Host-" makes the browser insist on Secure, on the whole path and on no domain.
KIOSK = "__Host-kiosk"
STAFF = "__Host-staff"
TABLET = "__Host-tablet"  # names the enrolled device; opens nothing by itself
WORKSTATION = "__Host-workstation"  # names the enrolled desk computer; opens nothing either
# Browsers keep nothing longer; the others have none.
LASTS_S = dict.fromkeys((TABLET, WORKSTATION), 400 * 24 * 3600)
LONGEST_TOKEN = 64  # characters; ours have 43

# What somebody picked on a tablet without a sitting. It goes by itself after some minutes: the next
# patient is not met in the language of the one before.
PICKED = "__Host-language"
PICKED_FOR = IDLE
# Where a sitting was that is over, for as long: its last page has the help lines of that site, on a
# device that no site has enrolled too. A site is no secret and says nothing of a patient.
SITE = "__Host-site"
AFTER = ".after"  # carried over from a sitting that is over: the next code does not go by it
_SHUT: dict[str, Any] = {"secure": True, "httponly": True, "samesite": "Strict", "path": "/"}


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


def drop(name: str) -> None:
    """Take the cookie away: without one, nothing is looked up."""
    _pending()[name] = ""


def token_or_new(name: str) -> str:
    """The token that forms of this page are bound to."""
    return _pending().get(name) or token_of(name) or renew(name)


def picked_language(*, after: bool) -> str:
    """The language that was picked on this tablet, or nothing.

    after   whether one that was carried over from a sitting counts as well
    """
    value = request.cookies.get(PICKED, "")
    code = value.removesuffix(AFTER)
    return code if code in LANGUAGES and (after or code == value) else ""


def pick_language(language: str, *, after: bool = False) -> None:
    """Remember a language on this tablet for a short while; an empty one forgets it."""
    g.pending_language = f"{language}{AFTER}" if after and language else language


def site_before() -> UUID | None:
    """The site of the sitting that ended on this device a short while ago."""
    try:
        return UUID(hex=request.cookies.get(SITE, ""))
    except ValueError:
        return None


def remember_site(site_id: UUID) -> None:
    """Keep the site of the sitting that ends, for the pages after it."""
    g.pending_site = site_id.hex


def write_cookies(response: Response) -> Response:
    """Put the pending tokens on the response.

    Those without a lifetime go when the browser ends, which locks the tablet. A browser that is set
    to open its last pages again keeps them too: docs/https.md asks for another setting.
    """
    for name, token in _pending().items():
        if token:
            response.set_cookie(name, token, max_age=LASTS_S.get(name), **_SHUT)
        else:
            response.delete_cookie(name, **_SHUT)
    if ended_at := g.get("pending_site"):
        response.set_cookie(SITE, ended_at, max_age=PICKED_FOR, **_SHUT)
    picked = g.get("pending_language")
    if picked:
        response.set_cookie(PICKED, picked, max_age=PICKED_FOR, **_SHUT)
    elif picked == "" and PICKED in request.cookies:
        response.delete_cookie(PICKED, **_SHUT)
    return response


def _pending() -> dict[str, str]:
    if "pending_cookies" not in g:
        g.pending_cookies = {}
    pending: dict[str, str] = g.pending_cookies
    return pending
