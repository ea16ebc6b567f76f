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
