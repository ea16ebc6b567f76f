"""What an administrator types of an account: its name, its full name, its role."""

from __future__ import annotations

from screening.security.permissions import Role
from screening.web.one_line import holds_hidden, plain_spaces

NAME_AT_MOST, FULL_NAME_AT_MOST = 64, 80  # characters
ROLES = {
    Role.FRONT_DESK: ("Front desk", "patients, visits, tablets; no answers"),
    Role.CLINICIAN: ("Clinician", "the desk’s work, answers, ratings, summaries, signatures"),
    Role.ADMINISTRATOR: ("Administrator", "questionnaires, accounts, tablets; no answers"),
    Role.AUDITOR: ("Auditor", "the audit trail, nothing else"),
}
WRONG_ROLE = "Choose one of the roles."


def name_problem(typed: str) -> str:
    """What is wrong with a name for signing in; nothing where it will do."""
    if not typed or len(typed) > NAME_AT_MOST or holds_hidden(typed):
        return f"Enter a name for signing in, 1 to {NAME_AT_MOST} characters."
    return ""


def read_full_name(typed: str) -> tuple[str, str]:
    """The full name, and what is wrong with it."""
    name = plain_spaces(typed)
    if not name or len(name) > FULL_NAME_AT_MOST or holds_hidden(name, joiners=True):
        return name, f"Enter the full name, 1 to {FULL_NAME_AT_MOST} characters, as it is printed."
    return name, ""
