"""The dossier's worked cases typed into the pages, and their scores read back from what was sent.

A patient's items go through a strange device, one page each, and those of a grid through an
enrolled tablet as well; a clinician's through the rating sheet. Not here: ldq and dast10, whose
items may not be shipped.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from screening.core.result_json import result_json
from screening.core.visit_evaluation import evaluate_visit
from screening.store.encounters import Encounter
from screening.web.visits import load_record
from tests.golden.worked_cases import COUNTS, ROWS, TINY, Row, Target, check, document, loaded
from tests.library_place import LIBRARY
from tests.web.browser import Browser
from tests.web.conftest import Clinic

OUT = "-out"
PULL = Target("hair_exam", "pull_crown")  # where the older rule's two counts are typed in
PACKET = """\
id: one
version: 1.0.0
title: One questionnaire
entries:
  - questionnaire: {name}
"""
SHIPPED = {
    name: [row for row in ROWS if row.instrument == name]
    for name in COUNTS
    if name not in ("ldq", "dast10")
}


def target_of(row: Row) -> Target:
    return PULL if row.target.folder == TINY else row.target


def shelf_for(name: str, folder: Path) -> Path:
    """A folder of definitions with one questionnaire and a packet of it alone."""
    (folder / "packets").mkdir(parents=True)
    for one in (name, "references"):
        (folder / f"{one}.yaml").write_bytes((LIBRARY / f"{one}.yaml").read_bytes())
    (folder / "packets" / "one.yaml").write_text(PACKET.format(name=name), encoding="utf-8")
    return folder


def typed(row: Row) -> dict[str, Any]:
    """What is typed or ticked for each item; the way out for one that is missing."""
    if row.target.folder == TINY:
        return {f"crown_{name}": str(value) for name, value in row.given.items()}
    return {name: OUT if isinstance(raw, dict) else raw for name, raw in document(row).items()}


def on_the_tablet(tablet: Browser, answers: dict[str, str]) -> list[int]:
    """Page by page as the app asks; what the case says nothing of is not answered.

    returns  how many items each page asked
    """
    asked: list[int] = []
    for _ in range(2 * len(answers) + 10):
        refs = tablet.page.value("page-item").split()
        if refs:
            asked.append(len(refs))
            names = [ref.rpartition(".")[2] for ref in refs]
            tablet.press("Next", **{name: answers.get(name, OUT) for name in names})
            assert tablet.status == 200, tablet.page.text
        elif tablet.page.h1 == "Check your answers":
            tablet.press("Send my answers")
            assert tablet.page.h1 == "Thank you. Please hand the tablet back."
            return asked
        else:
            tablet.follow("Go on")
    raise AssertionError(f"never came to the review: {tablet.page.text}")


def on_the_sheet(
    doctor: Browser, visit: Encounter, target: Target, answers: dict[str, str]
) -> None:
    """The clinician's items, the rest marked as not assessed at once."""
    name = loaded(target).name
    doctor.open(f"/clinic/visits/{visit.id}/rating")
    fields = {f"{target.questionnaire}.{item_id}": raw for item_id, raw in answers.items()}
    fields |= {f"{field}.why": "no_time" for field, raw in fields.items() if raw == "-out"}
    words = f"Rest of {name}"
    fields[f"rest-why.{target.questionnaire}"] = "no_time"
    doctor.submit(doctor.page.form(words), fields, words)
    doctor.press("Send the rating")
    assert doctor.path == f"/clinic/visits/{visit.id}", doctor.page.text


def fill_in(clinic: Clinic, doctor: Browser, row: Row) -> Encounter:
    """A visit in which whoever rates an item has typed the case's answer to it."""
    target, answers = target_of(row), typed(row)
    questionnaire = loaded(target)
    raters = {name: questionnaire.rater(questionnaire.item(name)) for name in answers}
    told = {name: raw for name, raw in answers.items() if raters[name] != "clinician"}
    seen = {name: raw for name, raw in answers.items() if raters[name] == "clinician"}
    visit = clinic.start_visit("one")
    if told:
        on_the_tablet(clinic.tablet(visit), told)
    if seen:
        on_the_sheet(doctor, visit, target, seen)
    return visit


def read_back(clinic: Clinic, visit: Encounter, name: str) -> dict[str, Any]:
    """The JSON of what was sent; a draft does not count."""
    with clinic.parts.database.read() as session:
        record = load_record(session, visit, clinic.parts.shelf, site_name="", earlier=False)
    evaluated = evaluate_visit(record).find(name)
    assert evaluated is not None
    return result_json(evaluated.now)


def check_share(row: Row, result: dict[str, Any]) -> None:
    """The older rule: the shipped examination computes the share, and gives it no name."""
    (share,) = (one for one in result["computed"] if one["id"] == "crown_percent")
    assert share["value"] == Decimal(row.total)


def test_every_row_of_a_shipped_questionnaire_is_typed_in():
    assert sum(map(len, SHIPPED.values())) == 159 - 8 - 10


@pytest.mark.parametrize("instrument", SHIPPED)
@pytest.mark.slow
def test_the_cases_of_an_instrument_come_out_of_submitted_forms(
    instrument: str, make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    rows = SHIPPED[instrument]
    name = target_of(rows[0]).questionnaire
    clinic = make_clinic(shelf_for(name, tmp_path / "definitions"))
    doctor = clinic.signed_in(clinic.ada)

    visits = {row: fill_in(clinic, doctor, row) for row in rows}

    for row, visit in visits.items():
        result = read_back(clinic, visit, name)
        (check_share if row.target.folder == TINY else check)(row, result)


@pytest.mark.parametrize("instrument", ["sows16", "sows_gossop"])
@pytest.mark.slow
def test_the_cases_come_out_of_a_grid_on_an_enrolled_tablet(
    instrument: str, make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    rows = SHIPPED[instrument]
    clinic = make_clinic(shelf_for(instrument, tmp_path / "definitions"))
    device = clinic.enrolled()

    visits = {}
    for row in rows:
        visits[row] = clinic.start_visit("one")
        asked = on_the_tablet(clinic.tablet(visits[row], on=device), typed(row))
        assert asked == [len(loaded(row.target).items)]  # all of them on one page

    for row, visit in visits.items():
        check(row, read_back(clinic, visit, instrument))
