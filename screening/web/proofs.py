"""Comparing what somebody typed with what the store keeps, outside of any transaction."""

from __future__ import annotations

from flask import g, request

from screening.security import passwords
from screening.store import sign_ins
from screening.store.db import commit
from screening.store.sign_ins import Attempt
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
        attempt = sign_ins.look_up(session, name[:LONGEST_NAME], place(), now=g.now)
    typed = password if len(password) <= passwords.LONGEST else ""
    return attempt, not attempt.locked and passwords.matches(attempt.password_hash, typed)


def prove_by_password(typed: str) -> bool:
    """Whether the password is that of who is signed in; tries are counted as at the sign-in."""
    commit(g.session)
    attempt, matched = compare(g.account.name, typed)
    proven = sign_ins.prove(g.session, attempt, matched=matched, now=g.now)
    if proven:
        sign_ins.note_proof(g.session, g.sign_in.id, now=g.now)
    commit(g.session)
    return proven
