"""Forms that a passkey fills in: what the browser is asked, and whether the reply fits.

A challenge is not stored: it is an HMAC over the browser's cookie, the purpose and the second it
was asked in. It dies with the cookie, which changes with every sign-in, and after some minutes.
"""

from __future__ import annotations

import re
from uuid import UUID

from flask import g, request

from screening.quick_dataclass import dataclass
from screening.security import passkeys as rules
from screening.security.passkeys import NewPasskey, Party
from screening.store import factors, passkeys
from screening.store.account_value import Account
from screening.store.factors import Passkey
from screening.store.sealing import keyed
from screening.web import cookies
from screening.web.parts import parts
from screening.web.site_here import site

LASTS_S = 15 * 60
NO_NAME = (
    "Browsers offer passkeys only where this page was opened by a host name over HTTPS, not by an "
    "IP address."
)
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form with a passkey carries."""

    options: str  # JSON for the browser
    at: int  # second since 1970 in which it was asked


def party() -> Party | None:
    """This installation under the name it was asked by; None where browsers offer no passkeys.

    The name is one of the trusted hosts: others get no page at all.
    """
    host = request.host.rpartition(":")[0] if _has_port(request.host) else request.host
    if not rules.can_have_passkeys(host, secure=request.is_secure):
        return None
    return Party(host, request.host_url.rstrip("/"), site().name or "Screening")


def ask_to_make(purpose: str, account: Account) -> Asked | None:
    """For a form that makes a passkey of this account."""
    here = party()
    if here is None:
        return None
    at = int(g.now.timestamp())
    known = [key.credential_id for key in factors.of(g.session, account.id).passkeys]
    options = rules.creation_options(
        here,
        account_id=account.id.bytes,
        name=account.name,
        full_name=account.full_name,
        challenge=_challenge(purpose, at),
        known=known,
    )
    return Asked(options, at)


def ask_to_use(purpose: str, account_id: UUID | None = None) -> Asked | None:
    """For a form that is sent with a passkey: one of this account, or any at all.

    None as well where the account has none that works under this name.
    """
    here = party()
    if here is None:
        return None
    allowed: list[str] = []
    if account_id is not None:
        held = factors.of(g.session, account_id).passkeys
        allowed = [key.credential_id for key in held if key.host == here.host]
        if not allowed:
            return None
    at = int(g.now.timestamp())
    options = rules.request_options(here, challenge=_challenge(purpose, at), allowed=allowed)
    return Asked(options, at)


def made(purpose: str, reply: str, at: str) -> tuple[NewPasskey, str] | None:
    """The passkey that was made for a form of this purpose, and the host it works under."""
    here, seconds = party(), _seconds(at)
    if here is None or seconds is None:
        return None
    found = rules.verify_new(here, reply, challenge=_challenge(purpose, seconds))
    return (found, here.host) if found else None


def used(purpose: str, reply: str, at: str) -> tuple[Passkey | None, int | None]:
    """Whose passkey a reply names, and its new count where it signed what we asked.

    Reading the key and verifying the signature takes milliseconds; nothing is written.
    """
    here, seconds = party(), _seconds(at)
    with parts().database.read() as session:
        passkey = passkeys.find(session, rules.credential_id(reply))
    if here is None or seconds is None or passkey is None:
        return passkey, None
    count = rules.verify_use(
        here,
        reply,
        challenge=_challenge(purpose, seconds),
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
    )
    return passkey, count


def _challenge(purpose: str, at: int) -> bytes:
    cookie = cookies.token_or_new(cookies.STAFF)
    return bytes.fromhex(keyed(parts().keys.tokens, "passkey", purpose, cookie, str(at)))


def _seconds(at: str) -> int | None:
    """When it was asked; None where that is too long ago, or no time at all."""
    if not _SECONDS.fullmatch(at) or not 0 <= g.now.timestamp() - int(at) < LASTS_S:
        return None
    return int(at)


def _has_port(host: str) -> bool:
    return bool(re.search(r":\d+$", host))
