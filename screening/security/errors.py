"""Errors of the security rules. No message repeats what was typed."""

from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass


@dataclass(eq=False)
class PasswordRefused(ScreeningError):
    """A new password cannot be taken. Seen by whoever chose it."""

    reason: str
    fix: str  # an instruction

    def __str__(self) -> str:
        return f"{self.reason} {self.fix}"


@dataclass(eq=False)
class PinRefused(ScreeningError):
    """A new PIN cannot be taken. Seen by whoever chose it."""

    reason: str  # empty where the instruction says it all
    fix: str  # an instruction

    def __str__(self) -> str:
        return f"{self.reason} {self.fix}".strip()


class IssuerSilent(ScreeningError):
    """The issuer of identities did not answer, or not in a way that can be used. Seen by staff."""

    def __str__(self) -> str:
        return "The other sign-in does not answer at the moment. Use your password, or try later."


@dataclass(eq=False)
class IdentityRefused(ScreeningError):
    """What came back from the issuer proves nothing. Seen by staff, without the cause."""

    cause: str  # one word for a test; never a part of what came

    def __str__(self) -> str:
        return "The other sign-in could not be used. Start again from here."
