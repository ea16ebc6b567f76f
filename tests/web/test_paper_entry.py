"""Enter from paper: typed by one person, held against the paper by another, then it counts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from screening.store import calls, findings, paper, responses, revisions
from screening.store.encounters import Encounter
from screening.store.models import AuditEvent
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import OUT, stored_answers

DAY = {"language": "en", "day": "17", "month": "11", "year": "2026"}
FIRST = {"gate": "no", "nights": "3"}
REST = {
    "ache": "4", "amount": "2,5", "amount__unit": "spoon", "since__month": "08",
    "since__year": "2026", "last__blank": "yes", "products__blank": "yes", "words__out": OUT,
}  # fmt: skip


@pytest.fixture
def visit(clinic: Clinic) -> Encounter:
    return clinic.start_visit()


def desk_of(clinic: Clinic, visit: Encounter) -> Browser:
    """Fay's browser on the list of sheets, with language and day typed."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.follow("Enter from paper")
    desk.press("Begin", **DAY)
    return desk


def typed(clinic: Clinic, visit: Encounter, **more: str) -> Browser:
    """Fay has typed everything."""
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    press_sheet(desk, **{**FIRST, **more})
    press_sheet(desk, **REST)
    assert desk.page.h1 == "Enter from paper"
    assert "Everything is typed." in desk.page.text
    return desk


def press_sheet(desk: Browser, button: str = "Save this sheet", **fields: str) -> None:
    desk.press(button, **{k: [v] if k in LISTS else v for k, v in fields.items()})


LISTS = {"what"}


def test_all_items_of_a_page_stand_on_one_page_with_their_numbers(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)

    desk.follow("Right now")

    assert desk.page.h1 == "Right now"
    for words in ("Question 1 ", "Question 2 ", "Question 3 ", "Did anything change?"):
        assert words in desk.page.text
    assert "Pulse taken by staff" not in desk.page.text  # the clinician rates it


def test_what_was_typed_is_the_patients_draft_and_counts_only_after_the_second_look(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    with clinic.parts.database.read() as session:
        assert [revisions.latest(session, r.id) for r in of(session, visit)] == [None]
    ada = clinic.signed_in(clinic.ada)
    ada.open("/clinic/")
    assert "On paper, waits for the second look" in ada.page.text
    ada.open(f"/clinic/visits/{visit.id}")
    assert "It waits for the second look and does not count as sent." in ada.page.text

    ada.open(f"/paper-entry/{visit.id}/check")
    assert "left blank on paper" in ada.page.text
    assert "chose not to answer" in ada.page.text
    ada.press("All of it agrees")

    with clinic.parts.database.read() as session:
        (response,) = of(session, visit)
        sent = revisions.latest(session, response.id)
        entry = paper.of_encounter(session, visit.id)
    assert sent is not None
    assert sent.document == {
        "gate": "no", "nights": "3", "ache": "4", "amount": {"value": "2.5", "unit": "spoon"},
        "since": "2026-08", "words": {"missing": "declined"},
    }  # fmt: skip
    assert (sent.language, sent.author_id, response.author_id) == ("en", clinic.ada.id, None)
    assert entry is not None
    assert (entry.typists, entry.checked_by) == ((clinic.fay.id,), clinic.ada.id)


def of(session: object, visit: Encounter) -> list[responses.Response]:
    found = responses.for_encounter(session, visit.id)  # type: ignore[arg-type]
    return [one for one in found if one.role == "patient"]


def test_who_answered_typed_and_checked_stands_on_page_trace_and_paper(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    clinic.clock.forward(minutes=2)
    ada.press("All of it agrees")
    assert "Sent from paper" in ada.page.text
    ada.open("/clinic/")
    assert "Sent from paper" in ada.page.text

    ada.open(f"/clinic/visits/{visit.id}")

    assert "The patient answered on paper, in English, dated 17 November 2026." in ada.page.text
    assert "Typed in by Fay Desk, 18 Nov 2026, 09:30" in ada.page.text
    assert "Held against the paper by Dr Ada Byron, 18 Nov 2026, 09:32" in ada.page.text
    assert "Answered by Patient, on paper" in ada.page.text
    made = (
        "paper of 17 Nov 2026, typed in by Fay Desk, 18 Nov 2026, 09:30, held against the paper"
        " by Dr Ada Byron, 18 Nov 2026, 09:32; left blank on paper: When was the last time?,"
        " What do you take?"
    )
    assert made in ada.page.text


def test_who_typed_may_not_take_the_second_look_at_once(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.follow("Second look")
    assert "The second look is another person’s." in desk.page.text
    assert "All of it agrees" not in desk.page.text

    clinic.clock.forward(minutes=10)
    desk = clinic.signed_in(clinic.fay)  # nobody stays signed in for so long
    desk.open(f"/paper-entry/{visit.id}/check")
    desk.press("All of it agrees")

    assert "Sent from paper" in desk.page.text


def test_a_confirmation_sent_by_hand_is_refused_too_soon(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.open(f"/paper-entry/{visit.id}")
    form = desk.page.form("Save").data({}, "Save")
    sent = {"form-token": form["form-token"], "form-key": "k" * 22, "save-number": "2"}

    response = desk.post(f"/paper-entry/{visit.id}/check", sent)

    assert response.status_code == 409
    assert "another person’s" in response.get_data(as_text=True)
    with clinic.parts.database.read() as session:
        assert [revisions.latest(session, r.id) for r in of(session, visit)] == [None]


def test_level_now_calls_at_the_moment_of_typing(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    press_sheet(desk, **FIRST)

    press_sheet(desk, **{**REST, "ache": "10"})

    with clinic.parts.database.read() as session:
        held = {one.finding_id for one in findings.for_encounter(session, visit.id)}
        waiting = calls.waiting(session, visit.site_id)
    assert "worst_ache" in held
    assert [one.encounter_id for one in waiting] == [visit.id]


def test_a_question_that_is_asked_needs_an_answer_or_the_box(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, gate="yes", nights="99")

    assert desk.status == 422
    assert "Question 2: Type the answer, or tick “Left blank on paper”." in desk.page.text
    assert "Question 3: Enter a whole number from 0 to 7." in desk.page.text
    press_sheet(desk, gate="yes", nights="2", nights__blank="yes", what="sleep")
    assert "Question 3: Type the answer or tick “Left blank on paper”, not both." in desk.page.text
    with clinic.parts.database.read() as session:
        assert of(session, visit) == []


def test_a_question_that_is_not_asked_may_stay_empty(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, gate="no", nights="2")

    assert desk.page.h1 == "A little more"


def test_the_rest_can_be_marked_blank_at_once(clinic: Clinic, visit: Encounter) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("A little more")

    press_sheet(desk, "The rest is blank", ache="4")
    press_sheet(desk)

    assert stored_answers(clinic) == {"ache": "4"}
    with clinic.parts.database.read() as session:
        entry = paper.of_encounter(session, visit.id)
    assert entry is not None
    assert entry.blank_of("check_in") == {"amount", "since", "last", "products", "words"}


def test_what_the_patient_answered_on_a_tablet_is_not_replaced(
    clinic: Clinic, visit: Encounter
) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="yes")
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    assert "Answered on the tablet. Leave it empty here." in desk.page.text
    assert desk.page.value("gate") == ""

    press_sheet(desk, gate="no", nights="2")

    assert desk.status == 409
    assert "There are two texts" in desk.page.text
    assert "1 Did anything change? Yes No" in desk.page.text
    assert desk.page.value("nights") == "2"
    assert stored_answers(clinic) == {"gate": "yes"}


def test_the_tablets_answers_and_the_papers_go_together(clinic: Clinic, visit: Encounter) -> None:
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    desk = desk_of(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, nights="2")
    press_sheet(desk, **REST)

    assert stored_answers(clinic)["gate"] == "no"
    assert stored_answers(clinic)["nights"] == "2"
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    assert "Did anything change?" not in ada.page.text  # it does not stand on the paper
    ada.press("All of it agrees")
    assert ada.status == 409
    assert "The patient still has these questions on a tablet." in ada.page.text


def test_a_draft_that_changed_meanwhile_comes_back_with_both_texts(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    ada = clinic.signed_in(clinic.ada)
    ada.open(desk.path)
    ada.press("Save this sheet", gate="no", nights="1")

    press_sheet(desk, gate="no", nights="2")

    assert desk.status == 409
    assert "3 How many bad nights? 1 2" in desk.page.text
    assert stored_answers(clinic)["nights"] == "1"
    press_sheet(desk)  # looked at the paper again: two it is
    assert stored_answers(clinic)["nights"] == "2"


def test_a_paper_in_another_language_is_typed_in_its_words(told_clinic: Clinic) -> None:
    visit = told_clinic.start_visit()
    desk = told_clinic.signed_in(told_clinic.fay)
    desk.open(f"/paper-entry/{visit.id}")
    desk.press("Begin", **{**DAY, "language": "es"})
    desk.open(f"/paper-entry/{visit.id}/check_in/now")
    told = told_clinic.parts.shelf
    with told_clinic.parts.database.read() as session:
        own = told.current(session)["check_in"]
        words = told.told(session, own.sha256, "es").item("gate").text
    assert words != own.item("gate").text
    assert words in desk.page.text

    press_sheet(desk, **FIRST)
    press_sheet(desk, **REST)
    ada = told_clinic.signed_in(told_clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    with told_clinic.parts.database.read() as session:
        (response,) = of(session, visit)
        sent = revisions.latest(session, response.id)
    assert response.questionnaire_sha256 == own.sha256
    assert sent is not None
    assert sent.language == "es"


def test_a_page_typed_anew_takes_answers_away_again(clinic: Clinic, visit: Encounter) -> None:
    desk = typed(clinic, visit)
    desk.follow("Right now")

    press_sheet(desk, nights="", nights__blank="yes")

    assert "nights" not in stored_answers(clinic)
    assert stored_answers(clinic)["ache"] == "4"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"language": ""}, "Choose the language of the paper."),
        ({"day": "31"}, "Enter a day that this month has."),
        ({"day": "19"}, "Enter a day that is not in the future."),
        ({"year": "2024"}, "Enter a day of the past year."),
        ({"month": ""}, "Enter the day that stands on the paper."),
    ],
)
def test_language_and_day_are_compulsory(
    clinic: Clinic, visit: Encounter, fields: dict[str, str], message: str
) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/paper-entry/{visit.id}")

    desk.press("Begin", **{**DAY, **fields})

    assert desk.status == 422
    assert message in desk.page.text


def test_every_step_is_on_the_audit_trail_with_who_took_it(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    with clinic.parts.database.read() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    steps = [(e.kind, e.account_id) for e in events if e.kind.startswith(("paper_", "response_"))]
    fay, doctor = clinic.fay.id, clinic.ada.id
    assert steps == [
        ("paper_begun", fay), ("response_started", None), ("paper_typed", fay),
        ("paper_typed", fay), ("paper_checked", doctor), ("response_sent", doctor),
    ]  # fmt: skip


def test_after_the_second_look_nothing_is_typed_any_more(clinic: Clinic, visit: Encounter) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    assert ada.client.get(f"/paper-entry/{visit.id}/check_in/now").status_code == 409
    assert "Enter from paper" not in ada.page.text


def test_a_visit_that_was_sent_from_paper_is_over_for_the_desk(
    clinic: Clinic, visit: Encounter
) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/paper-entry/{visit.id}/check")
    ada.press("All of it agrees")

    ada.open(f"/desk/patients/{clinic.cleo.id}")
    ada.press("Small packet")

    assert ada.page.h1 == "Visit 2"


def test_who_looked_at_the_answers_is_on_the_audit_trail(clinic: Clinic, visit: Encounter) -> None:
    typed(clinic, visit)
    ada = clinic.signed_in(clinic.ada)

    ada.open(f"/paper-entry/{visit.id}/check")

    with clinic.parts.database.read() as session:
        looked = select(AuditEvent).where(AuditEvent.kind == "encounter_read")
        assert {one.account_id for one in session.scalars(looked)} == {clinic.fay.id, clinic.ada.id}


def test_another_sites_visit_and_a_strange_sheet_are_not_there(
    clinic: Clinic, visit: Encounter
) -> None:
    desk = desk_of(clinic, visit)

    for path in (f"{visit.id}/check_in/nowhere", f"{clinic.cleo.id}", f"{visit.id}/cows/now"):
        assert desk.client.get(f"/paper-entry/{path}").status_code == 404
