"""The account as the other layers see it, and the one spelling of its name."""

import unicodedata
from uuid import UUID

from screening.quick_dataclass import dataclass
from screening.store import models


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff."""

    id: UUID
    site_id: UUID
    name: str  # casefolded; what is typed to sign in
    full_name: str  # as printed beside what the person did
    role: str  # one of screening.security.permissions.Role
    must_change_password: bool
    disabled: bool


def account_value(row: models.Account) -> Account:
    """A row as the value that may leave the store."""
    return Account(
        id=row.id,
        site_id=row.site_id,
        name=row.name,
        full_name=row.full_name,
        role=row.role,
        must_change_password=row.must_change_password,
        disabled=row.disabled_at is not None,
    )


def normal_name(name: str) -> str:
    """One spelling per name, so that ADA and ada are not two people."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
