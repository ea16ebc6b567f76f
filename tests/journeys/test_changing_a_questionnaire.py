"""From a draft to a patient's paper, and an edge of a band moved; in Chromium, on a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.authors import Administrator, Approver
from tests.journeys.begun import a_record, a_visit_with_code, born
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import Clinic
from tests.journeys.roles import FrontDesk, Patient
from tests.journeys.workshop import PACKETS, SCALES, let_minutes_pass, store, workshop

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "How often did you lie awake in the past 7 days?"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """One of its own: what is published here must not reach the other stories."""
    with workshop(tmp_path_factory.mktemp("workshop")) as clinic:
        yield clinic


@pytest.fixture
def admin(clinic: Clinic, visitor: Callable[..., Visitor], script: bool) -> Administrator:
    """Signed in, on the page of the questionnaires."""
    admin = Administrator(visitor(1440, 900), script=script)
    admin.sign_in("moss", clinic.passwords["moss"])
    admin.at.follow("Questionnaires")
    return admin


def test_a_new_questionnaire_from_the_starter_to_a_patients_paper(
    clinic: Clinic,
    admin: Administrator,
    visitor: Callable[..., Visitor],
    script: bool,
    tmp_path: Path,
) -> None:
    name, title = ("awake", "Lying awake") if script else ("awake_again", "Lying awake again")
    packet = list(PACKETS.values())[0 if script else 1]

    # Given an administrator with the draft of a new questionnaire
    admin.at.picture("questionnaires")
    admin.at.follow("New questionnaire")
    admin.at.type("Title", title)
    admin.at.type("Id", name)
    admin.at.picture("new-questionnaire")
    admin.at.press("Begin the draft")
    assert admin.at.heading == f"{name} 1.0.0"
    assert "No fault" in admin.at.text

    # When a slip of the pen comes with the new wording
    admin.replace("How often did it trouble you?", QUESTION)
    admin.replace("text: Raised}", "txt: Often awake}")

    # Then it is told beside the text, and on the page of the faults at its line
    assert "1 fault" in admin.at.text
    admin.step("Faults")
    told = admin.at.page.locator(".numbered__wrong")
    assert "txt: Often awake" in told.inner_text()
    assert "txt" in admin.at.page.locator(".numbered__fault").inner_text()

    # And once it is mended every worked case passes
    admin.at.follow("Change the text")
    admin.replace("txt: Often awake}", "text: Often awake}")
    assert "No fault" in admin.at.text
    assert "5 worked cases, all pass" in admin.at.text

    # When it is tried in the preview
    admin.step("Preview")
    for item in ("trouble", "how_often"):
        screen = admin.at.page.frame_locator("#preview-screen")
        screen.locator(f'[id="{item}-often"]').check()
        with admin.at.page.expect_navigation(wait_until="domcontentloaded"):
            screen.get_by_role("button", name="Next", exact=True).last.click()
    admin.at.picture("preview-filled")

    # Then the score, its band and the finding stand beside it
    results = admin.at.page.locator("#preview-results").inner_text()
    assert "Often awake" in results
    assert "Often kept from doing things" in results

    # And the difference says that all of it is new
    admin.step("Difference")
    assert "all of it is new" in admin.at.text

    # When it is handed over, and a clinician stands for it
    admin.step("Approval and publishing")
    admin.at.press("Hand it to the clinicians")
    doctor = Approver(visitor(1440, 900))
    doctor.sign_in("ada", clinic.passwords["ada"])
    let_minutes_pass(clinic, 6)
    doctor.approve(f"{name} 1.0.0")
    doctor.prove(clinic.passwords["ada"])
    assert "It is approved. An administrator can publish it." in doctor.at.text

    # And the administrator publishes it, and puts it into a packet
    admin.step("Approval and publishing")
    admin.at.press(f"Publish {name} 1.0.0")
    admin.prove(clinic.passwords["moss"])
    admin.at.picture("published")
    assert admin.at.heading == f"Versions of {name}"
    assert "No packet brings it" in admin.at.text
    admin.at.follow("Put it into a packet")
    admin.add_to_packet(f"Edit Packet: {packet}", f"{title} ({name}, by the patient)")
    admin.at.picture("packets")

    # And a patient with that packet answers
    desk = FrontDesk(visitor())
    family = "Abara" if script else "Abbott"
    code = a_visit_with_code(
        desk, clinic, a_record(script, "701"), family, born(script, 1986, 3, 12), packet
    )
    patient = Patient(
        visitor(),
        {
            "own_words.own_words": None,
            f"{name}.trouble": "often",
            f"{name}.how_often": "sometimes",
            f"{name}.in_own_words": None,
        },
    )
    patient.enter_code(code)
    patient.confirm_birthday("12", "March")
    patient.begin()
    patient.answer_all()
    assert patient.item_count() == 4
    patient.send()

    # Then the clinician finds the score; a band of the house stands on page 2 alone
    doctor.open_visit(f"{family}, Cleo")
    doctor.at.picture("visit-of-new")
    card = " ".join(doctor.at.page.locator(".cards > *", has_text=title).first.inner_text().split())
    assert "4 / 6 no published bands" in card
    paper = doctor.download("PDF, A4", tmp_path)
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert f"{family.upper()}, Cleo" in words
    assert title in words
    assert "4 / 6" in words
    assert "4–6 Often awake" in words


# Points of the two items -> responses. On the old edge, 3 points, lie 2 + 1 of the twelve.
STORED = {(0, 0): 4, (1, 1): 3, (2, 1): 2, (3, 0): 1, (2, 2): 1, (3, 3): 1}
BANDS = """\
          - {from: 0, id: negative, text: 0 to 2}
          - {from: 3, id: positive, text: 3 or more}
"""
MOVED = """\
          - {from: 0, id: negative, text: 0 to 3}
          - {from: 4, id: positive, text: 4 or more}
"""


def test_an_edge_moved_by_one_is_seen_everywhere_before_it_counts(
    clinic: Clinic, admin: Administrator, visitor: Callable[..., Visitor], script: bool
) -> None:
    scale = SCALES[0 if script else 1]
    on_edge = (
        "most_days, control_worry: some_days}\n    expect: {scores: {%s: {value: 3, band: %s}}}"
    )

    # Given twelve stored responses, three of them with 3 points
    store(clinic, scale, STORED)

    # When the band from 3 on is made to begin at 4
    admin.at.press(f"Edit {scale}")
    assert admin.at.heading == f"{scale} 1.0.1"
    admin.replace(BANDS, MOVED)

    # Then the worked case on the edge fails, and says so
    admin.step("Faults")
    assert "1 fault" in admin.at.text
    assert "7 worked cases, 1 fails" in admin.at.text
    assert "case_a2b fails:" in admin.at.text

    # And the difference names the band that moved, and asks for a major step
    admin.step("Difference")
    assert "band positive: from was “3” and is “4”" in admin.at.text
    assert "version 2.0.0 or higher" in admin.at.text
    assert "Version 1.0.1 is too small a step." in admin.at.text

    # And the replay counts the three
    admin.at.follow("Count what it would make of stored answers")
    admin.at.picture("replay")
    assert "In 3 of 12 visits something would differ." in admin.at.text

    # When case and version are put right
    admin.step("Text")
    admin.replace(on_edge % (scale, "positive"), on_edge % (scale, "negative"))
    assert "1 fault" in admin.at.text
    assert "2.0.0" in admin.at.page.get_by_role("listitem").filter(has_text="version").inner_text()
    admin.replace("version: 1.0.1", "version: 2.0.0")
    assert "No fault" in admin.at.text

    # And it is handed over, approved and published
    admin.step("Approval and publishing")
    assert "Version 2.0.0 is large enough." in admin.at.text
    admin.at.press("Hand it to the clinicians")
    doctor = Approver(visitor(1440, 900))
    doctor.sign_in("ada", clinic.passwords["ada"])
    doctor.approve(f"{scale} 2.0.0")
    admin.step("Approval and publishing")
    admin.at.press(f"Publish {scale} 2.0.0")

    # Then it is in use
    assert admin.at.heading == f"Versions of {scale}"
    first = admin.at.page.locator("tbody tr").first.inner_text()
    assert "2.0.0" in first
    assert "in use" in first
    assert "Dr Ada Mensah" in first
