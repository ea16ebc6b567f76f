"""Codes for staff that work once: invitations, the set-up token, recovery codes. Typed by hand."""

import secrets

from screening.security.kiosk_tokens import ALPHABET

INVITATION_LENGTH = 16  # signs, about 79 bits: not to be guessed within its three days
RECOVERY_LENGTH = 12  # signs, about 59 bits; asked for after the password only
RECOVERY_CODES = 10

_SEPARATORS = str.maketrans("", "", " -–—.\t\r\n\u00a0")


def new_code(length: int) -> str:
    """A code of so many signs without look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown_code(code: str) -> str:
    """The code as it is shown: groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str, length: int) -> str | None:
    """The code that somebody typed; None when it cannot be one. Capitals do not matter."""
    code = typed.translate(_SEPARATORS).upper()
    if len(code) != length or any(sign not in ALPHABET for sign in code):
        return None
    return code
