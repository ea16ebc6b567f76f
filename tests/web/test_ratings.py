"""The clinician's rating sheet, with the questionnaires that are shipped."""

from __future__ import annotations

import pytest

from screening.store import responses, revisions
from screening.store.encounters import Encounter
from screening.store.models import RaisedFinding
from tests.web.browser import Browser
from tests.web.conftest import Clinic

OUT = "-out"
VITALS = {
    "vitals__pulse": "104",
    "vitals__pulse_medicines": "none",
    "vitals__systolic": "120",
    "vitals__diastolic": "80",
    "vitals__breaths": "14",
    "vitals__spo2": "98",
    "vitals__temperature": "36,8",
    "vitals__alertness": "awake",
    "vitals__blue_lips": "no",
}
SIGNS = {
    "cows__sweating": "damp",  # 2
    "cows__restlessness": "shifting",  # 3
    "cows__pupils": "maybe_large",  # 1
    "cows__aches": "strong",  # 2
    "cows__nose_eyes": "running",  # 2
    "cows__gi": "nausea",  # 2
    "cows__tremor": "felt",  # 1
    "cows__yawning": "once_twice",  # 1
    "cows__anxiety": "told",  # 1
    "cows__gooseflesh": "smooth",  # 0
}

NO_TIME = {"rest-why.vitals": "no_time"}


@pytest.fixture
def visit(shipped_clinic: Clinic) -> Encounter:
    """A visit of Cleo's with the intake packet."""
    return shipped_clinic.start_visit("intake")


def on_sheet(clinic: Clinic, visit: Encounter) -> Browser:
    """Dr Ada's browser on the rating sheet."""
    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}/rating")
    return doctor


def stored(clinic: Clinic, visit: Encounter) -> dict[str, dict[str, object]]:
    """Questionnaire id -> what was sent."""
    with clinic.parts.database.read() as session:
        found = {
            response.questionnaire_id: revisions.latest(session, response.id)
            for response in responses.for_encounter(session, visit.id)
        }
        return {name: dict(sent.document) for name, sent in found.items() if sent}


def test_a_pulse_is_asked_once_and_serves_both(shipped_clinic: Clinic, visit: Encounter) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    assert "Pulse is asked once, under Vitals" in doctor.page.text

    doctor.press("Send the rating", **VITALS, **SIGNS)

    assert doctor.path == f"/clinic/visits/{visit.id}"
    sent = stored(shipped_clinic, visit)
    assert sent["vitals"]["pulse"] == "104"
    assert sent["vitals"]["temperature"] == "36.8"
    assert "pulse" not in sent["cows"]
    assert "COWS: 17 of 48" in doctor.page.text
    assert "Rated by Dr Ada Byron · 11 of 11 answered" in doctor.page.text


def test_a_sign_that_was_not_assessed_leaves_the_total_open(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press(
        "Send the rating",
        **VITALS,
        **{**SIGNS, "cows__pupils": OUT, "cows__pupils__why": "no_time"},
    )

    assert "COWS: not scored; possible 16–21 of 48" in doctor.page.text
    assert stored(shipped_clinic, visit)["cows"]["pupils"] == {
        "missing": "not_assessed", "why": "no_time",
    }  # fmt: skip


def test_a_part_that_was_begun_must_be_whole_and_the_others_may_wait(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Send the rating", vitals__pulse="999", vitals__systolic="120")

    assert doctor.status == 422
    assert "Pulse: Enter a whole number from 20 to 250." in doctor.page.text
    assert "Breaths: Give an answer, or choose “Not assessed”." in doctor.page.text
    assert "Sweating: " not in doctor.page.text
    assert doctor.page.value("vitals.pulse") == "999"
    assert doctor.page.value("vitals.systolic") == "120"
    assert stored(shipped_clinic, visit) == {}


def test_signs_without_vitals_ask_for_the_vitals_they_rest_on(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Send the rating", **SIGNS)

    assert doctor.status == 422
    assert "Pulse: Give an answer, or choose “Not assessed”." in doctor.page.text


def test_the_rest_can_be_marked_not_assessed_at_once(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Rest of Vitals", vitals__pulse="80", **NO_TIME)
    assert doctor.status == 200
    assert doctor.page.value("vitals.pulse") == "80"
    doctor.press("Send the rating")

    vitals = stored(shipped_clinic, visit)["vitals"]
    assert vitals["pulse"] == "80"
    assert vitals["spo2"] == {"missing": "not_assessed", "why": "no_time"}
    assert set(stored(shipped_clinic, visit)) == {"vitals"}


def test_what_was_not_assessed_is_sent_with_a_reason_alone(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    doctor.press("Rest of Vitals", vitals__pulse="80")

    doctor.press("Send the rating")
    assert doctor.status == 422
    assert "Breaths: Choose why it was not assessed, or write it." in doctor.page.text
    assert stored(shipped_clinic, visit) == {}
    doctor.press("Rest of Vitals", **NO_TIME)
    assert doctor.page.value("vitals.breaths.why") == "no_time"
    doctor.press("Send the rating")
    assert stored(shipped_clinic, visit)["vitals"]["breaths"]["why"] == "no_time"


def test_a_reason_in_own_words_stands_in_trace_and_table(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    own = {"cows.pupils": OUT, "cows.pupils.why-words": "  wore dark  lenses <b> "}
    signs = {k: v for k, v in SIGNS.items() if k != "cows__pupils"}

    doctor.press("Send the rating", **VITALS, **signs, **own)

    assert stored(shipped_clinic, visit)["cows"]["pupils"] == {
        "missing": "not_assessed", "why": "other", "words": "wore dark lenses <b>",
    }  # fmt: skip
    text = doctor.page.text
    assert "Still needed: Pupils: not assessed: wore dark lenses <b>" in text
    assert "Missing: Pupils (not assessed: wore dark lenses <b>)" in text
    assert "Pupils not assessed: wore dark lenses <b>" in text  # the table of all items


def test_a_reason_that_is_not_offered_or_too_long_is_refused(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Save for later", cows__pupils=OUT, cows__pupils__why="other")
    assert doctor.status == 422
    doctor.press("Save for later", **{"cows.pupils.why-words": "x" * 121})

    assert doctor.status == 422
    assert "Say the reason in at most 120 characters." in doctor.page.text
    assert stored(shipped_clinic, visit) == {}


def test_nothing_filled_in_cannot_be_sent(shipped_clinic: Clinic, visit: Encounter) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Send the rating")

    assert doctor.status == 422
    assert "Nothing is filled in yet." in doctor.page.text


def test_a_rating_is_kept_for_later_and_sent_by_another(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    doctor.press("Save for later", vitals__pulse="88")
    assert doctor.page.value("vitals.pulse") == "88"
    assert "Saved 18 Nov 2026, 09:30, not sent." in doctor.page.text

    other = on_sheet(shipped_clinic, visit)
    other.press("Rest of Vitals", **NO_TIME)
    other.press("Send the rating")

    assert stored(shipped_clinic, visit)["vitals"]["pulse"] == "88"


def test_sent_twice_it_is_one_revision(shipped_clinic: Clinic, visit: Encounter) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    form = doctor.page.form("Send the rating")
    values = {name.replace("__", "."): value for name, value in VITALS.items()}
    data = form.data(values, "Send the rating")
    action = form.action

    first, second = doctor.post(action, data), doctor.post(action, data)

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    with shipped_clinic.parts.database.read() as session:
        (response,) = responses.for_encounter(session, visit.id)
        assert len(revisions.history(session, response.id)) == 1


def test_an_old_sheet_gets_both_texts_and_loses_nothing(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    one, two = on_sheet(shipped_clinic, visit), on_sheet(shipped_clinic, visit)
    one.press("Save for later", vitals__pulse="88")

    two.press("Save for later", vitals__pulse="92", vitals__systolic="130")

    assert two.status == 409
    clash = next(row.text for row in two.page.root.all("tr") if "Vitals: Pulse" in row.text)
    assert "88 /min" in clash
    assert "92 /min" in clash
    assert two.page.value("vitals.pulse") == "92"
    assert two.page.value("vitals.systolic") == "130"
    two.press("Save for later")
    assert two.status == 200
    assert on_sheet(shipped_clinic, visit).page.value("vitals.pulse") == "92"


def test_a_part_that_somebody_else_sent_is_not_overwritten(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    late = on_sheet(shipped_clinic, visit)
    on_sheet(shipped_clinic, visit).press("Send the rating", **VITALS)

    late.press("Send the rating", **{**VITALS, "vitals__pulse": "60"})

    assert late.status == 409
    assert "Already sent by somebody else: Vitals." in late.page.text
    # The other parts are still there to be rated, and can be sent without the one that is done.
    late.press("Send the rating", **SIGNS)
    assert late.status == 200
    assert "COWS" in late.page.text
    assert stored(shipped_clinic, visit)["vitals"]["pulse"] == "104"


def test_a_finding_of_the_rating_is_recorded_with_the_draft(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)

    doctor.press("Save for later", vitals__breaths="8")

    with shipped_clinic.parts.database.read() as session:
        raised = session.query(RaisedFinding).one()
        assert (raised.finding_id, raised.level) == ("resp_depression", "now")


def test_an_item_of_the_patient_cannot_be_slipped_in(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    form = doctor.page.form("Send the rating")
    data = form.data({"vitals.pulse": "80"}, "Save for later")

    assert doctor.post(form.action, {**data, "sows16.anxious": "0"}).status_code == 400
    assert stored(shipped_clinic, visit) == {}


def test_what_was_sent_is_not_offered_again(shipped_clinic: Clinic, visit: Encounter) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    doctor.press("Send the rating", **VITALS)

    doctor.open(f"/clinic/visits/{visit.id}/rating")

    assert "Vital signs: sent by Dr Ada Byron" in doctor.page.text
    assert doctor.page.value("vitals.pulse") == ""
    assert "Clinical Opiate Withdrawal Scale" in doctor.page.text


def test_a_rating_can_still_be_sent_after_the_desk_has_ended_the_visit(
    shipped_clinic: Clinic, visit: Encounter
) -> None:
    doctor = on_sheet(shipped_clinic, visit)
    form = doctor.page.form("Send the rating")
    data = form.data(
        {name.replace("__", "."): value for name, value in VITALS.items()}, "Send the rating"
    )
    doctor.open(f"/desk/visits/{visit.id}")
    doctor.press("End the visit")

    assert doctor.post(form.action, data).status_code == 303
    assert stored(shipped_clinic, visit)["vitals"]["pulse"] == "104"
