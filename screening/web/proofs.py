"""Comparing what somebody typed with what the store keeps, outside of any transaction."""

from __future__ import annotations

from flask import g, request

from screening.security import passwords
from screening.store import passkeys, sign_ins, signing_in
from screening.store.db import commit
from screening.store.signing_in import Attempt
from screening.web import passkey_forms
from screening.web.parts import parts

LONGEST_NAME = 64  # characters


def place() -> str:
    """Where the request comes from; tries are counted by it."""
    return request.remote_addr or "unknown"


def compare(name: str, password: str) -> tuple[Attempt, bool]:
    """A try to be settled, and whether the password fits. The same cost for every name.

    Comparing takes a tenth of a second, so no transaction may be open meanwhile.
    """
    with parts().database.read() as session:
        # PostgreSQL takes no NUL into a text; no name holds one.
        known_as = name.replace("\0", "")[:LONGEST_NAME]
        attempt = signing_in.look_up(session, known_as, place(), now=g.now)
    typed = password if len(password) <= passwords.LONGEST else ""
    return attempt, not attempt.locked and passwords.matches(attempt.password_hash, typed)


def prove_by_password(typed: str) -> bool:
    """Whether the password is that of who is signed in; tries are counted as at the sign-in."""
    commit(g.session)
    return _settle(*compare(g.account.name, typed))


def prove_by_passkey(purpose: str, reply: str, asked: str) -> bool:
    """Whether a passkey of who is signed in answered what this purpose asked."""
    commit(g.session)
    passkey, count = passkey_forms.used(purpose, reply, asked)
    with parts().database.read() as session:
        attempt = signing_in.look_up(session, g.account.name, place(), now=g.now)
    own = passkey is not None and passkey.account_id == g.account.id
    matched = own and count is not None
    if matched and passkey is not None and count is not None:
        matched = passkeys.note_use(g.session, passkey, count, now=g.now)
    return _settle(attempt, matched)


def _settle(attempt: Attempt, matched: bool) -> bool:
    proven = signing_in.prove(g.session, attempt, matched=matched, now=g.now)
    if proven:
        sign_ins.note_proof(g.session, g.sign_in.id, now=g.now)
    commit(g.session)
    return proven
