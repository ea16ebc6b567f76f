"""Errors of the store. No message holds an answer, a name, a birth date, a code or a token."""

from collections.abc import Mapping
from dataclasses import field
from uuid import UUID

from screening.core.message import Message
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass


@dataclass(eq=False)
class DatabaseSettingsError(ScreeningError):
    """The database would not keep what it acknowledges. Seen by the operator at start."""

    faults: tuple[str, ...]

    def __str__(self) -> str:
        return "The database is not safe to use: " + "; ".join(self.faults)


@dataclass(eq=False)
class KeyFileError(ScreeningError):
    """The key file is missing, unsafe or not the one of this database. Seen by the operator."""

    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.problem} {self.fix}"


@dataclass(eq=False)
class BackupError(ScreeningError):
    """A backup was not made, or cannot be used. Seen by the operator."""

    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.problem} {self.fix}"


@dataclass(eq=False)
class SiteUnclear(ScreeningError):
    """Several clinics are in the database; the settings name none. Seen by the operator."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        known = ", ".join(f"“{name}”" for name in self.names)
        return f"The database holds several clinics. Set SCREENING_SITE_NAME to one of: {known}."


@dataclass(eq=False)
class SealBroken(ScreeningError):
    """A sealed value does not open where it stands: damaged, moved, or of another key.

    Seen by the operator in the log; the reader of the page gets a neutral fault.
    """

    table: str
    field_name: str

    def __str__(self) -> str:
        return f"A sealed value of {self.table}.{self.field_name} does not open."


class NotSaved(ScreeningError):
    """The commit did not return. Seen by whoever holds the tablet."""

    def __str__(self) -> str:
        return Message("Not saved. Keep the tablet as it is and call the staff.")


@dataclass(eq=False)
class StaleForm(ScreeningError):
    """The form was shown before a newer save. Seen by the person typing, with both texts."""

    save_number: int  # the number that is stored now; revision number for an amendment
    stored: Mapping[str, object] = field(repr=False)  # the answers document that is stored now

    def __str__(self) -> str:
        return Message("These answers were changed elsewhere since this page was shown.")


@dataclass(eq=False)
class StaleSettings(ScreeningError):
    """A site was set anew since the form was shown. Seen by the administrator."""

    version: int  # the number that is stored now

    def __str__(self) -> str:
        return "These settings were changed since this page was shown."


@dataclass(eq=False)
class StaleNote(ScreeningError):
    """The note was written anew since the form was shown. Seen by the writer, with both texts."""

    number: int  # of the version that is stored now; 0: none
    stored: str = field(repr=False)

    def __str__(self) -> str:
        return "The note was changed by somebody else since this page was shown."


class StaleVisit(ScreeningError):
    """The visit is another than the page that was signed. Seen by the clinician, with both."""

    def __str__(self) -> str:
        return "The visit has changed since this page was shown. It was not signed."


class NothingToSign(ScreeningError):
    """A visit in which nothing was sent is not signed. Seen by staff."""

    def __str__(self) -> str:
        return "Nothing was sent in this visit yet, so there is nothing to sign."


class NotSeen(ScreeningError):
    """A visit with an urgent finding that nobody has marked seen is not signed. Seen by staff."""

    def __str__(self) -> str:
        return (
            "A finding of this visit has not been marked as seen by anybody. "
            "Mark it as seen first; then the visit can be signed."
        )


class AlreadySent(ScreeningError):
    """A sent response is amended, never saved over. Seen by the person typing."""

    def __str__(self) -> str:
        return Message(
            "These answers were already sent. A change is made as an amendment, with a reason."
        )


class NothingSent(ScreeningError):
    """An amendment needs a sent response. Seen by the clinician."""

    def __str__(self) -> str:
        return "These answers were not sent yet, so there is nothing to amend."


class OtherContent(ScreeningError):
    """One page came back with something else in it. Becomes StaleForm before anybody sees it."""

    def __str__(self) -> str:
        return "This page was sent before with something else in it. Open the form again."


class FormKeyReused(ScreeningError):
    """One form key came back for another response. Seen by the person typing."""

    def __str__(self) -> str:
        return Message("This page belongs to another form. Open the form again from the visit.")


@dataclass(eq=False)
class VersionConflict(ScreeningError):
    """The same id and version with other bytes. Seen by the administrator."""

    item_id: str  # id of the questionnaire or packet
    version: str

    def __str__(self) -> str:
        return (
            f"{self.item_id} {self.version} is already in use with other content. "
            "Give the changed file a new version."
        )


@dataclass(eq=False)
class NameTaken(ScreeningError):
    """Two accounts, two patients or two sites would share one name or number. Seen by staff."""

    what: str  # e.g. "account name", "record number"; never the value itself

    def __str__(self) -> str:
        return f"This {self.what} is already in use. Choose another, or open the existing one."


@dataclass(eq=False)
class NotThere(ScreeningError):
    """No such row, or not for this person: the two are told in the same words."""

    what: str  # e.g. "encounter"

    def __str__(self) -> str:
        return f"There is no such {self.what}."


class OutOfTurn(ScreeningError):
    """A sitting was asked for what its state does not allow. Seen by whoever asked."""

    def __str__(self) -> str:
        return "This cannot be done at this point. Go back and look where the patient is."


class TooSoon(ScreeningError):
    """Whoever typed a paper form wants to take the second look at once. Seen by that person."""

    def __str__(self) -> str:
        return (
            "The second look is another person’s. Where you are alone, take it yourself ten "
            "minutes after you typed the last page."
        )


class Unseen(ScreeningError):
    """A visit with a finding that nobody has seen may not be made void. Seen by the desk."""

    def __str__(self) -> str:
        return "This visit needs a nurse first. Once that is done, it can be made void."


class KeptBack(ScreeningError):
    """The patient keeps something back, so no copy leaves. Seen by the clinician."""

    def __str__(self) -> str:
        return (
            "The patient asked that something is not passed on. No copy was made. "
            "Once that is taken off the record, ask again."
        )


class NoConsent(ScreeningError):
    """No consent that holds today covers the copy. Seen by the clinician."""

    def __str__(self) -> str:
        return (
            "No consent of this patient holds today for this copy. No copy was made. "
            "Put a signed one on record first."
        )


class UnderHold(ScreeningError):
    """A legal hold stands: nothing of this patient is erased. Seen by staff."""

    def __str__(self) -> str:
        return (
            "A legal hold stands on a patient whose records this names. Nothing was erased. "
            "Once the hold is taken off, ask again."
        )


class UnseenHere(ScreeningError):
    """What nobody has seen is not erased. Seen by staff."""

    def __str__(self) -> str:
        return (
            "A finding of a visit that this names was not seen by anybody yet. Nothing was erased. "
            "A clinician has to mark it as seen first."
        )


class SecondPerson(ScreeningError):
    """Whoever asked for an erasure does not carry it out. Seen by staff."""

    def __str__(self) -> str:
        return "You asked for this yourself. Another administrator or a clinician carries it out."


class OneAndTheSame(ScreeningError):
    """An entry cannot be merged into itself. Seen by the desk."""

    def __str__(self) -> str:
        return "Both are the same entry by now. There is nothing to merge."


class EncounterEnded(ScreeningError):
    """The visit has ended: no sitting and no new response in it. Seen by staff."""

    def __str__(self) -> str:
        return Message("This visit has ended. Start a new visit.")


class LastAdministrator(ScreeningError):
    """Without this account nobody could manage accounts. Seen by the administrator."""

    def __str__(self) -> str:
        return (
            "This is the last administrator who can sign in. Make another one first, "
            "and have them sign in once."
        )


class NotOneself(ScreeningError):
    """Nobody changes their own role, shuts or resets their own account. Seen by staff."""

    def __str__(self) -> str:
        return "This is your own account. Ask another administrator to do this."


@dataclass(eq=False)
class DraftOpen(ScreeningError):
    """A file has one open draft at most. Seen by the administrator."""

    item_id: str

    def __str__(self) -> str:
        return f"{self.item_id} has an open draft already. Go on with that one."


class DraftClosed(ScreeningError):
    """A published or discarded draft is not written to. Seen by the administrator."""

    def __str__(self) -> str:
        return "This draft is closed. Begin a new one from the version in use."


@dataclass(eq=False)
class StaleText(ScreeningError):
    """Somebody saved the draft meanwhile. Seen by the administrator, with both texts."""

    number: int  # of the newest text
    data: bytes = field(repr=False)  # of the newest text
    saved_by: UUID

    def __str__(self) -> str:
        return "Somebody else saved this draft after you opened it. Nothing you typed is lost."
