"""How a score is explained on the page of a visit, and what stands there only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.core.documents import parse_json
from screening.library_folder import load_folder
from screening.report.summary import reading_of, summarise
from screening.report.visit_file import read_visit
from screening.web.traces import tell_traces
from tests.library_place import LIBRARY, ROOT
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.listing import send
from tests.web.test_worked_cases_in_forms import shelf_for

SIGNS = {"pulse": "104", "sweating": "damp"}


@pytest.fixture
def cows_clinic(make_clinic: Callable[[Path], Clinic], tmp_path: Path) -> Clinic:
    """A clinic with the withdrawal scale and the checklist of substances."""
    folder = shelf_for("cows", tmp_path / "definitions")
    one = folder / "substance_use.yaml"
    shipped = Path(__file__).resolve().parents[2] / "questionnaires" / "substance_use.yaml"
    one.write_bytes(shipped.read_bytes())
    return make_clinic(folder)


def on_visit(clinic: Clinic, opioids: list[str]) -> Browser:
    """Dr Ada on a visit with an incomplete COWS and these opioids."""
    visit = clinic.start_visit()
    send(clinic, visit, "substance_use", {"street_opioids": opioids})
    send(clinic, visit, "cows", SIGNS, role="clinician")
    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}")
    return doctor


def test_an_incomplete_score_shows_what_is_possible_and_how_it_came_about(
    cows_clinic: Clinic,
) -> None:
    text = on_visit(cows_clinic, ["heroin"]).page.text

    # Pulse 104 is worth 2 points; nine signs are open.
    assert "COWS: not scored; possible" in text
    assert "Rule Sum of 11 items, 0 to 48. While an item is missing there is no total. [S2]" in text
    assert "5–12 Mild" in text
    assert (
        "Used here for opioid withdrawal, kratom withdrawal; tested for opioid withdrawal." in text
    )
    assert "COWS 2.0.0 (adapted wording, so published accuracy does not carry over" in text


def test_scores_are_explained_in_the_order_of_their_cards() -> None:
    library = load_folder(LIBRARY)
    document = parse_json((ROOT / "demo" / "visit.json").read_text(encoding="utf-8"))
    record = read_visit(document, library.questionnaires)

    told = tell_traces(reading_of(record, library.references))

    cards = [card.name for card in summarise(record, library.references).scores]
    assert [trace.name for trace in told if trace.name in cards] == cards == ["COWS", "SOWS-16"]


def test_reference_lines_are_off_until_somebody_asks_and_off_again_after(
    cows_clinic: Clinic,
) -> None:
    doctor = on_visit(cows_clinic, ["fentanyl"])
    here = doctor.path
    assert "Lowest total" not in doctor.page.text

    doctor.follow("A start of buprenorphine is considered")

    assert "Lowest total in an aid for emergency departments" in doctor.page.text
    assert "there is no safe number of hours" in doctor.page.text
    assert "the decision is the prescriber’s" in doctor.page.text
    doctor.open(here)
    assert "Lowest total" not in doctor.page.text


def test_for_kratom_alone_the_page_says_why_there_are_none(cows_clinic: Clinic) -> None:
    doctor = on_visit(cows_clinic, ["none"])

    doctor.follow("A start of buprenorphine is considered")

    assert "None are shown for kratom alone." in doctor.page.text
    assert "Lowest total" not in doctor.page.text
