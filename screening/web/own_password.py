"""A new password, chosen by its owner: what it must be, hashed, and kept."""

from __future__ import annotations

from dataclasses import field
from uuid import UUID

from flask import g

from screening.quick_dataclass import dataclass
from screening.security import passwords
from screening.security.errors import PasswordRefused
from screening.store import accounts, factors, signing_in
from screening.store.account_value import Account
from screening.web.parts import parts
from screening.web.proofs import place
from screening.web.site_here import site


@dataclass(frozen=True, slots=True)
class NewPassword:
    """One that may be kept."""

    hashed: str = field(repr=False)
    long: bool  # long enough to do without a second factor


def shortest_for(account: Account) -> int:
    """How many characters this account's next password has at least."""
    return passwords.shortest(with_factor=_has_factor(account))


def read_new(account: Account, typed: str, again: str | None) -> NewPassword:
    """Check and hash a new password. No transaction is open while it is compared and hashed.

    raises   PasswordRefused, with an instruction
    """
    with_factor = _has_factor(account)
    g.session.rollback()
    if typed != again:
        raise PasswordRefused("The two do not match.", "Type the same password twice.")
    passwords.check(
        typed,
        account_name=account.name,
        full_name=account.full_name,
        site_name=site().name,
        with_factor=with_factor,
    )
    with parts().database.read() as session:
        old = signing_in.look_up(session, account.name, place(), now=g.now)
    if old.password_hash and passwords.matches(old.password_hash, typed):
        raise PasswordRefused("It is the one you have now.", "Choose another one.")
    return NewPassword(passwords.hash_password(typed), len(typed) >= passwords.SHORTEST)


def keep_new(account: Account, chosen: NewPassword, *, by: UUID) -> None:
    """Set it; ends every sign-in of the account. The caller commits."""
    accounts.reset_password(
        g.session,
        account.id,
        password_hash=chosen.hashed,
        must_change=False,
        by=by,
        now=g.now,
        long_password=chosen.long,
    )


def _has_factor(account: Account) -> bool:
    """Whether a second factor is asked for beside it, now or before anything else opens."""
    required = parts().settings.second_factor == "required"
    return required or factors.has_any(g.session, account.id)
