"""Every worked case of the clinical dossier, with figures from the published sources.

worked_cases.csv is the dossier's file, unchanged. How its short answers are read is stated in the
contract of the command line; what is shipped runs on the shipped file, the rest on definitions of
the same arithmetic under tests/definitions.
"""

from __future__ import annotations

import csv
import functools
import json
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from screening.core.documents import parse_json, read_document
from screening.core.evaluation import Evaluation
from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire
from screening.core.result_json import dump, result_json

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHIPPED, TINY = ROOT / "questionnaires", HERE.parent / "definitions"


@dataclass(frozen=True)
class Target:
    """Where the cases of an instrument run."""

    path: Path
    score: str
    band_set: str = "main"


TARGETS = {
    "cows": Target(SHIPPED / "cows.yaml", "cows"),
    "cows_pulse": Target(SHIPPED / "cows.yaml", "cows"),
    "sows16": Target(SHIPPED / "sows16.yaml", "sows16"),
    "hair_pull_2017": Target(SHIPPED / "hair_exam.yaml", "pull_crown"),
    "ldq": Target(TINY / "ldq.yaml", "ldq"),
    "dast10": Target(TINY / "dast10.yaml", "dast10"),
    "kud_dsm5": Target(TINY / "kud.yaml", "kud"),
    "salt": Target(TINY / "salt.yaml", "salt", "classes"),
    "aa_iga_from_salt": Target(TINY / "salt.yaml", "salt", "severity"),
    "audit_c": Target(TINY / "audit_c.yaml", "audit_c", "cut"),
}
RENAMED = {
    "cows_pulse": {"bpm": "pulse"},
    "hair_pull_2017": {"removed": "crown_removed", "grasped": "crown_grasped"},
}
PULSE_EDGES = {0: "20", 1: "81", 2: "101", 4: "121"}


@dataclass(frozen=True)
class Row:
    """One line of the dossier's file."""

    instrument: str
    case_id: str
    answers: dict[str, Any]
    total: str
    band: str


def rows() -> list[Row]:
    with (HERE / "worked_cases.csv").open(encoding="utf-8", newline="") as file:
        found = [
            Row(r["instrument"], r["case_id"], json.loads(r["answers"], parse_float=str),
                r["expected_total"], r["expected_band"])
            for r in csv.DictReader(file)
        ]  # fmt: skip
    return [row for row in found if row.instrument in TARGETS]


ROWS = rows()


@functools.cache
def loaded(target: Target) -> Questionnaire:
    return load_questionnaire(str(target.path), target.path.read_bytes())


def document(row: Row, questionnaire: Questionnaire) -> dict[str, Any]:
    """The row's short answers as the contract's JSON."""
    names = RENAMED.get(row.instrument, {})
    return {
        names.get(name, name): _answer(row, questionnaire, names.get(name, name), value)
        for name, value in row.answers.items()
    }


def _answer(row: Row, questionnaire: Questionnaire, name: str, value: Any) -> Any:
    item = questionnaire.item(name)
    if value is None:
        rater = questionnaire.rater(item)
        return {"missing": "not_assessed" if rater == "clinician" else "declined"}
    if row.instrument == "cows" and name == "pulse":
        return PULSE_EDGES[value]
    if item.type != "choice" or isinstance(value, str):
        return str(value)
    if row.instrument in ("dast10", "kud_dsm5"):
        return "yes" if value == 1 else "no"
    return next(option.id for option in item.choices if option.points == value)


def check(row: Row, result: dict[str, Any]) -> None:
    """The result's JSON against the row."""
    target = TARGETS[row.instrument]
    score = next(one for one in result["scores"] if one["id"] == target.score)
    band = next((b["id"] for b in score["bands"] if b["set"] == target.band_set), None)
    if row.band.startswith("points_"):
        points = [t["points"] for t in score["trace"] if t["item"] == "pulse"]
        assert points == [int(row.band.removeprefix("points_"))]
    elif row.band == "incomplete":
        assert score["value"] is None
        assert score["bands"] == []
        assert score["missing"]
    else:
        assert Decimal(str(score["value"])) == Decimal(row.total)
        assert band == row.band


def test_the_dossier_has_as_many_rows_as_were_counted_when_it_was_copied():
    counts = {name: sum(row.instrument == name for row in ROWS) for name in TARGETS}

    assert counts == {
        "cows": 13, "cows_pulse": 6, "sows16": 8, "hair_pull_2017": 3, "ldq": 8, "dast10": 10,
        "kud_dsm5": 11, "salt": 13, "aa_iga_from_salt": 9, "audit_c": 6,
    }  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.instrument}-{row.case_id}")
def test_a_worked_case_comes_out_as_published(row):
    questionnaire = loaded(TARGETS[row.instrument])
    answers = read_document(questionnaire, document(row, questionnaire))

    result = result_json(Evaluation(questionnaire, answers))

    check(row, json.loads(dump(result)))


@pytest.mark.parametrize(
    "case_id", ["C24", "CMISS", "P101", "S21", "PU3", "LPRO", "T24_8"], ids=str
)
def test_a_worked_case_comes_out_as_published_on_the_command_line(case_id, tmp_path):
    row = next(row for row in ROWS if row.case_id == case_id)
    target = TARGETS[row.instrument]
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(document(row, loaded(target))), encoding="utf-8")
    name = target.path.stem if target.path.parent == SHIPPED else str(target.path)

    done = subprocess.run(
        [sys.executable, "-m", "screening.cli", "score", name, "--answers", str(file), "--json"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    check(row, json.loads(done.stdout))


def test_pulse_points_are_refused_as_an_answer():
    questionnaire = loaded(TARGETS["cows"])

    with pytest.raises(Exception, match="pulse: Enter a whole number from 20 to 250"):
        read_document(questionnaire, parse_json('{"pulse": 1}'))
