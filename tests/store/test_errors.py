"""Messages of the store: an instruction for the person who sees it."""

from uuid import UUID

import pytest

from screening.errors import ScreeningError
from screening.store import errors

MESSAGES = {
    errors.KeptBack(): "Once that is taken off",
    errors.NoConsent(): "Put a signed one on record",
    errors.NotSaved(): "Keep the tablet",
    errors.AlreadySent(): "amendment",
    errors.NothingSent(): "not sent yet",
    errors.FormKeyReused(): "Open the form again",
    errors.EncounterEnded(): "Start a new visit",
    errors.OutOfTurn(): "look where the patient is",
    errors.Unseen(): "needs a nurse first",
    errors.NotSeen(): "Mark it as seen first",
    errors.NothingToSign(): "nothing to sign",
    errors.StaleVisit(): "It was not signed",
    errors.StaleSettings(2): "changed since this page was shown",
    errors.StaleNote(2, "Sleeps badly"): "changed by somebody else",
    errors.StaleText(2, b"id: cows", UUID(int=7)): "Nothing you typed is lost",
    errors.DraftOpen("cows"): "cows has an open draft already. Go on with that one",
    errors.DraftClosed(): "Begin a new one",
    errors.LastAdministrator(): "Make another one first",
    errors.NotOneself(): "Ask another administrator",
    errors.UnderHold(): "Once the hold is taken off, ask again",
    errors.UnseenHere(): "A clinician has to mark it as seen first",
    errors.SecondPerson(): "Another administrator or a clinician carries it out",
    errors.TooSoon(): "take it yourself ten minutes after",
    errors.OneAndTheSame(): "nothing to merge",
    errors.OtherContent(): "Open the form again",
    errors.NotThere("visit"): "no such visit",
    errors.NameTaken("record number"): "record number is already in use",
    errors.VersionConflict("cows", "1.0.0"): "Give the changed file a new version",
    errors.StaleForm(3, {"pulse": "104"}): "changed elsewhere",
    errors.SealBroken("draft", "document"): "draft.document does not open",
    errors.SiteUnclear(("Hill", "Dale")): "Set SCREENING_SITE_NAME to one of: “Hill”, “Dale”",
    errors.KeyFileError("It is damaged.", "Restore it."): "It is damaged. Restore it.",
    errors.BackupError("It is cut short.", "Take another one."): "cut short. Take another one.",
    errors.DatabaseSettingsError(("a is 1", "b is 2")): "a is 1; b is 2",
}


@pytest.mark.parametrize("error", MESSAGES, ids=lambda error: type(error).__name__)
def test_a_message_says_what_to_do_and_is_one_of_ours(error: ScreeningError) -> None:
    assert MESSAGES[error] in str(error)
    assert isinstance(error, ScreeningError)


def test_every_error_of_the_store_has_its_message_looked_at() -> None:
    ours = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, ScreeningError)
        and kind is not ScreeningError
    }

    assert ours == {type(error) for error in MESSAGES}
