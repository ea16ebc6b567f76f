"""What a draft makes different: in sentences, in lines, and counted over what is stored."""

from __future__ import annotations

from screening.store.models import AuditEvent
from tests.web.conftest import Clinic
from tests.web.listing import patient, send
from tests.web.test_publishing import RESCORED, REWORDED, TEXT, begin

CALM = {"gate": "no", "nights": "2", "ache": "1"}
FIVE = {**CALM, "nights": "5"}  # the finding on five nights is raised; with the draft from six on


def test_each_change_is_a_sentence_and_a_line_with_its_mark(clinic: Clinic) -> None:
    draft = begin(clinic)
    moss = clinic.signed_in(clinic.moss)

    moss.open(f"/admin/drafts/{draft.id}/difference")

    text = moss.page.text
    assert "beside check_in 1.0.0" in text
    assert "Item nights: text was “How many bad nights?” and is “How many nights awake?”." in text
    assert "ask for a patch step: version 1.0.1 or higher. Version 1.0.1 is large enough." in text
    rows = [row.text for row in moss.page.root.all("tr")]
    assert any("taken away text: How many bad nights?" in row for row in rows)
    assert any("added text: How many nights awake?" in row for row in rows)


def test_a_step_that_is_too_small_is_said_so(clinic: Clinic) -> None:
    draft = begin(clinic, RESCORED.replace("2.0.0", "1.0.1", 1))
    moss = clinic.signed_in(clinic.moss)

    moss.open(f"/admin/drafts/{draft.id}/difference")

    assert "ask for a major step: version 2.0.0 or higher" in moss.page.text
    assert "Version 1.0.1 is too small a step." in moss.page.text


def test_a_text_of_no_shape_shows_its_lines_alone(clinic: Clinic) -> None:
    draft = begin(clinic, REWORDED.replace("pages:", "pagess:"))
    moss = clinic.signed_in(clinic.moss)

    moss.open(f"/admin/drafts/{draft.id}/difference")
    assert "while the text has faults in its shape" in moss.page.text
    assert "added pagess:" in moss.page.text
    moss.open(f"/admin/drafts/{draft.id}/difference/replay")
    assert "while the text has faults in its shape" in moss.page.text


def test_the_replay_counts_visits_and_names_nobody(clinic: Clinic) -> None:
    for number in range(6):
        visit = clinic.start_visit(of=patient(clinic, number))
        send(clinic, visit, "check_in", FIVE if number < 2 else CALM)
    draft = begin(clinic, RESCORED)
    moss = clinic.signed_in(clinic.moss)

    moss.open(f"/admin/drafts/{draft.id}/difference")
    moss.follow("Count what it would make")

    assert "In 2 of 6 visits something would differ." in moss.page.text
    rows = [row.text for row in moss.page.root.all("tr")]
    assert rows[1:] == ["Five bad nights or more raised, before leaving not raised 2"]
    assert "Family" not in moss.page.html
    with clinic.parts.database.read() as session:
        (event,) = session.query(AuditEvent).filter_by(kind="responses_replayed")
    assert '"visits":6' in event.ids


def test_of_few_visits_no_count_is_shown(clinic: Clinic) -> None:
    send(clinic, clinic.start_visit(), "check_in", FIVE)
    draft = begin(clinic, RESCORED)
    moss = clinic.signed_in(clinic.moss)

    moss.open(f"/admin/drafts/{draft.id}/difference/replay")

    assert "Fewer than 5 visits" in moss.page.text
    assert "raised" not in moss.page.text


def test_a_draft_of_something_new_has_nothing_to_be_held_against(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/drafts/new")
    moss.press("Begin the draft", id="sleep", title="Sleep")
    moss.follow("Difference")

    assert "There is no version of this questionnaire yet" in moss.page.text
    assert TEXT not in moss.page.text
