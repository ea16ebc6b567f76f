"""Every error we raise on purpose; the layers add children where a case is theirs alone.

str(error) is fit for the person named in the docstring. It never holds an answer, a name or
a date of birth.
"""

from __future__ import annotations

from collections.abc import Sequence

from screening.quick_dataclass import dataclass


class ScreeningError(Exception):
    """Root of our errors: catch it at the edge, its children inside."""


@dataclass(eq=False)
class SettingsError(ScreeningError):
    """The environment is set wrongly. Seen by the operator at start."""

    faults: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.faults)


@dataclass(eq=False)
class DefinitionError(ScreeningError):
    """One fault of a questionnaire file. Seen by the administrator who edits it."""

    path: str
    line: int  # 1-based
    column: int  # 1-based
    code: str  # stable name of the kind of fault, e.g. "unknown_item"
    problem: str  # what is wrong, quoting the value found
    fix: str  # what to write instead

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.problem} {self.fix}"


class DefinitionErrors(ScreeningError):
    """All faults of one file, sorted by place. Seen by the administrator who edits it."""

    def __init__(self, faults: Sequence[DefinitionError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(eq=False)
class AnswerError(ScreeningError):
    """An answer that cannot be taken. Seen by whoever typed it; names the item, not the value."""

    item_id: str
    message: str  # an instruction, e.g. "Enter a whole number from 20 to 250."

    def __str__(self) -> str:
        return f"{self.item_id}: {self.message}"


class AnswersRefused(ScreeningError):
    """All refused answers of one document. Seen by whoever sent it."""

    def __init__(self, faults: Sequence[AnswerError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class UnknownQuestionnaire(ScreeningError):
    """No questionnaire of that id or version. Seen by whoever asked for it."""
