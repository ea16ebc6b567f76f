"""Errors of the security rules. No message repeats what was typed."""

from dataclasses import dataclass

from screening.errors import ScreeningError


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
