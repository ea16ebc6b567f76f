"""Access codes, tokens and form keys: how they are made, and how a typed code is read.

What is random here is kept by the store as keyed hashes only.
"""

import secrets

# 31 signs: no 0 and O, no 1, I and L, because patients copy them from paper or another screen.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
TOKEN_BYTES = 32
FORM_KEY_BYTES = 16

_SEPARATORS = str.maketrans("", "", " -–—.\t\r\n\u00a0")


def new_code() -> str:
    """An access code of 8 signs, about 8.5e11 possible ones."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """The code as it is printed: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """The code that somebody typed; None when it cannot be one. Capitals do not matter."""
    code = typed.translate(_SEPARATORS).upper()
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return None
    return code


def new_token() -> str:
    """256 random bits for a cookie, URL-safe, 43 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_form_key() -> str:
    """128 random bits for one showing of one form page, URL-safe, 22 characters."""
    return secrets.token_urlsafe(FORM_KEY_BYTES)
