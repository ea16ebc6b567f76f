"""The demo's people: staff with their roles, patients with their identities. All made up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from screening.quick_dataclass import dataclass
from screening.security.kiosk_tokens import ALPHABET
from screening.security.permissions import Role


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff."""

    role: Role
    full_name: str


STAFF: Mapping[str, Member] = {
    "desk": Member(Role.FRONT_DESK, "Dana Whitfield"),
    "doctor": Member(Role.CLINICIAN, "Dr Ada Mensah"),
    "admin": Member(Role.ADMINISTRATOR, "Sam Adeyemi"),
    "auditor": Member(Role.AUDITOR, "Lee Park"),
}


def new_passwords() -> dict[str, str]:
    """One for each account: four groups of five signs, about 99 bits."""
    return {name: _password() for name in STAFF}


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
