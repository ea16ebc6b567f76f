"""What a password must be, and its Argon2id hash.

source   NIST SP 800-63B-4, passwords: length and a list of common ones, no rules of composition
"""

import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screening.security.errors import PasswordRefused

SHORTEST = 15  # characters, without a second factor
SHORTEST_WITH_FACTOR = 8
LONGEST = 128
SHORTEST_NAME = 4  # shorter names would forbid half the dictionary
COMMON = Path(__file__).with_name("common_passwords.txt")

_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
# Each hash takes 64 MiB: a burst of sign-ins must not take the memory of the tablets' pages.
_AT_ONCE = BoundedSemaphore(4)


def shortest(*, with_factor: bool) -> int:
    """How many characters a new password has at least."""
    return SHORTEST_WITH_FACTOR if with_factor else SHORTEST


def check(
    password: str,
    *,
    account_name: str,
    full_name: str = "",
    site_name: str = "",
    with_factor: bool = False,
) -> None:
    """Take or refuse a new password.

    with_factor  whether a second factor is asked for beside it
    raises       PasswordRefused, with an instruction
    """
    least = shortest(with_factor=with_factor)
    if len(password) < least:
        raise PasswordRefused("It is too short.", f"Use at least {least} characters.")
    if len(password) > LONGEST:
        raise PasswordRefused("It is too long.", f"Use at most {LONGEST} characters.")
    bare = _bare(password)
    if len(set(bare)) < 5 or _is_common(bare):
        raise PasswordRefused(
            "It is easy to guess.", "Use several words that do not belong together."
        )
    for name in (account_name, *full_name.split(), *site_name.split(), site_name):
        if len(_bare(name)) >= SHORTEST_NAME and _bare(name) in bare:
            raise PasswordRefused(
                "It holds your name or the clinic's.",
                "Use words that have nothing to do with them.",
            )


def hash_password(password: str) -> str:
    """Argon2id with a random salt, in its own text form. Takes about a tenth of a second."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one behind the hash. None costs the same and is never right."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _dummy_hash(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _dummy_hash() -> str:
    return _HASHER.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _is_common(bare: str) -> bool:
    """A common password, or nothing but common ones one after the other."""
    reached = {0}
    for start in range(len(bare)):
        if start in reached:
            reached |= {start + len(word) for word in _common() if bare.startswith(word, start)}
    return len(bare) in reached


def _normal(password: str) -> str:
    """The same characters from every keyboard: composed or not, they hash alike."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    """Letters and digits only, without capitals: Pass-word 1 is password1."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
