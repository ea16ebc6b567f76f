"""A visit keeps the versions with which it began: on the tablet, on the clinician's page, on paper;
the next visit has the new ones, in every process."""

from __future__ import annotations

from screening.report.html import to_html
from screening.report.summary import summarise
from screening.store import in_use, library
from screening.store.encounters import Encounter
from screening.web.shelf import Shelf
from screening.web.visits import load_course, load_record
from tests.web.conftest import SMALL, Clinic
from tests.web.filling import answer_all

OLD = (SMALL / "check_in.yaml").read_text()
CHANGED = {
    "version: 1.0.0": "version: 1.1.0",
    "Did anything change?": "Is anything otherwise?",
    "Pulse taken by staff": "Pulse counted by staff",
    "How many bad nights?": "How many nights were bad?",
}


def publish(clinic: Clinic) -> str:
    """A new version of the first questionnaire, a minute later."""
    text = OLD
    for old, new in CHANGED.items():
        assert old in text
        text = text.replace(old, new)
    clinic.clock.forward(minutes=1)
    with clinic.parts.database.write() as session:
        found = library.import_version(
            session, "check_in", "1.1.0", text.encode(), now=clinic.clock()
        )
    clinic.clock.forward(minutes=1)
    return found.sha256


def course_version(clinic: Clinic, visit: Encounter) -> str:
    with clinic.parts.database.read() as session:
        return load_course(session, visit, clinic.parts.shelf).questionnaires["check_in"].version


def test_a_sitting_that_is_open_keeps_its_questions_to_the_end(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")

    publish(clinic)

    assert tablet.page.h1 == "How many bad nights?"
    tablet.press("Next", nights="3")
    tablet.open("/sitting/2")
    assert tablet.page.h1 == "How many bad nights?"
    assert course_version(clinic, visit) == "1.0.0"


def test_a_visit_that_began_keeps_them_though_nobody_has_begun_to_answer(clinic: Clinic) -> None:
    visit = clinic.start_visit()

    publish(clinic)
    tablet = clinic.tablet(visit)
    sheet = clinic.signed_in(clinic.ada)
    sheet.open(f"/clinic/visits/{visit.id}/rating")

    assert tablet.page.h1 == "Did anything change?"
    assert "Pulse taken by staff" in sheet.page.text


def test_the_next_visit_has_the_new_version(clinic: Clinic) -> None:
    clinic.start_visit()
    publish(clinic)
    visit = clinic.start_visit(of=clinic.add_noah())
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(visit))
    tablet.press("Next", day="30", month="7")
    if tablet.path == "/sitting/welcome":
        tablet.follow("Begin")

    assert tablet.page.h1 == "Is anything otherwise?"
    assert course_version(clinic, visit) == "1.1.0"


def test_a_process_that_has_not_published_it_has_it_at_once(clinic: Clinic) -> None:
    other = Shelf(clinic.parts.shelf.references, ())
    with clinic.parts.database.read() as session:
        before = other.current(session)["check_in"].version
    publish(clinic)
    with clinic.parts.database.read() as session:
        after = other.current(session)["check_in"].version

    assert (before, after) == ("1.0.0", "1.1.0")


def test_old_answers_keep_their_old_questions_on_the_page_and_on_paper(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    tablet.press("Send my answers")
    with clinic.parts.database.read() as session:
        record = load_record(session, visit, clinic.parts.shelf, site_name="")
        before = to_html(summarise(record, {}))

    publish(clinic)
    page = clinic.signed_in(clinic.ada).open(f"/clinic/visits/{visit.id}")

    with clinic.parts.database.read() as session:
        record = load_record(session, visit, clinic.parts.shelf, site_name="")
        after = to_html(summarise(record, {}))
    assert after == before
    assert "Did anything change?" in after
    assert "Made-up check-in 1.0.0" in page.text
    assert "Is anything otherwise?" not in page.html


def test_a_retired_questionnaire_is_in_no_later_visit_and_stays_in_those_before(
    clinic: Clinic,
) -> None:
    before = clinic.start_visit()
    clinic.clock.forward(minutes=1)
    with clinic.parts.database.write() as session:
        sha256 = in_use.timeline(session).current()["second"]
        in_use.retire(session, sha256, by=clinic.moss.id, now=clinic.clock())
    clinic.clock.forward(minutes=1)
    after = clinic.start_visit(of=clinic.add_noah())

    with clinic.parts.database.read() as session:
        shelf = clinic.parts.shelf
        assert "second" in load_course(session, before, shelf).questionnaires
        assert "second" not in load_course(session, after, shelf).questionnaires
        assert "second" not in shelf.current(session)
        assert shelf.questionnaire(session, sha256).id == "second"
