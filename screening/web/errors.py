"""Errors of the web layer."""

from __future__ import annotations

from screening.core.message import Message
from screening.errors import ScreeningError


class NotFromHere(ScreeningError):
    """A form that did not come from our own page. Seen by whoever sent it."""

    def __str__(self) -> str:
        return Message("This form did not come from the page it belongs to. Open the page again.")


class SignInNeeded(ScreeningError):
    """Nobody is signed in. Staff are shown the sign-in page."""

    def __str__(self) -> str:
        return "Sign in first."


class NotAllowed(ScreeningError):
    """The role does not cover this. Seen by the member of staff."""

    def __str__(self) -> str:
        return "Your account cannot do this. Ask an administrator if it should."


class NotYours(ScreeningError):
    """A rating that somebody else made. Seen by the clinician who wanted to amend it."""

    def __str__(self) -> str:
        return (
            "Only whoever rated this may amend it, because nobody else saw what was rated. "
            "Write what you saw into the note, or ask them."
        )


class FactorNeeded(ScreeningError):
    """The last second factor stays where the clinic asks for one. Seen by the member of staff."""

    def __str__(self) -> str:
        return (
            "This clinic asks everybody for a second factor, and this is your last one. "
            "Add another one first."
        )


class FaultyText(ScreeningError):
    """A draft's text of which some cannot be read. Seen by the administrator who edits it."""

    def __str__(self) -> str:
        return "The text of the draft has faults that keep parts of it from being read. Mend them."


class SittingOver(ScreeningError):
    """The tablet has no sitting, or no longer. Seen by whoever holds the tablet."""

    def __str__(self) -> str:
        return "This tablet is locked."
