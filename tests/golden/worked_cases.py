"""The dossier's 159 worked cases, and how the contract has their short answers read.

worked_cases.csv is the dossier's file, unchanged. What is shipped runs on the file of the library;
instruments whose items may not be shipped on definitions of the same arithmetic.
"""

from __future__ import annotations

import csv
import functools
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire
from tests.library_place import LIBRARY, ROOT

TINY = ROOT / "tests" / "definitions"
COUNTS = {
    "cows": 13, "cows_pulse": 6, "sows16": 8, "sows_gossop": 7, "oows13": 4, "sds_opioid_cut": 4,
    "sds_benzodiazepine_cut": 2, "ldq": 8, "kud_dsm5": 11, "salt": 13, "aa_iga_from_salt": 9,
    "hair_shedding_6grade": 4, "hair_pull_2017": 3, "hair_pull_10pct": 2, "modified_wash_test": 4,
    "phq9": 11, "phq2": 3, "gad7": 8, "gad2": 2, "audit_c": 6, "dast10": 10, "isi_total_entry": 8,
    "dlqi_total_entry": 10, "taps_substance": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Where the cases of an instrument run."""

    questionnaire: str
    score: str
    band_set: str = "main"
    folder: Path = LIBRARY
    share: str = ""  # the older pull rule: a computed value in place of a score,
    finding: str = ""  # and a finding that holds where it is "positive"

    @property
    def path(self) -> Path:
        return self.folder / f"{self.questionnaire}.yaml"


TARGETS = {
    **{name: Target(name, name) for name in (
        "cows", "sows16", "sows_gossop", "oows13", "phq9", "phq2", "gad7", "gad2", "audit_c",
    )},
    "cows_pulse": Target("cows", "cows"),
    "sds_opioid_cut": Target("sds", "sds", "opioid_study"),
    "sds_benzodiazepine_cut": Target("sds", "sds", "benzodiazepine_study"),
    "ldq": Target("ldq", "ldq", folder=TINY),
    "dast10": Target("dast10", "dast10", folder=TINY),
    "kud_dsm5": Target("kud", "kud"),
    "salt": Target("salt", "salt", "classes"),
    "aa_iga_from_salt": Target("salt", "salt", "severity"),
    "hair_shedding_6grade": Target("hair_exam", "hair_shedding_6grade"),
    "hair_pull_2017": Target("hair_exam", "pull_crown"),
    "hair_pull_10pct": Target("ratio", "", folder=TINY, share="share", finding="tenth"),
    "modified_wash_test": Target("hair_exam", "wash"),
    "isi_total_entry": Target("entered_totals", "isi"),
    "dlqi_total_entry": Target("entered_totals", "dlqi"),
    "taps_substance": Target("entered_totals", "taps"),
}  # fmt: skip
RENAMED = {
    "cows_pulse": {"bpm": "pulse"},
    "hair_pull_2017": {"removed": "crown_removed", "grasped": "crown_grasped"},
    "taps_substance": {"score": "taps_score"},
}
ENTERED = {"isi_total_entry": "isi_total", "dlqi_total_entry": "dlqi_total"}
PULSE_EDGES = {0: "20", 1: "81", 2: "101", 4: "121"}


@dataclass(frozen=True, eq=False)
class Row:
    """One line of the dossier's file."""

    instrument: str
    case_id: str
    given: dict[str, Any]  # by the questionnaire's own item ids; decimals as text
    total: str
    band: str

    @property
    def target(self) -> Target:
        return TARGETS[self.instrument]

    def __str__(self) -> str:
        return f"{self.instrument}-{self.case_id}"


def _rows() -> tuple[Row, ...]:
    with (Path(__file__).parent / "worked_cases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(r["instrument"], r["case_id"],
                _given(r["instrument"], json.loads(r["answers"], parse_float=str)),
                r["expected_total"], r["expected_band"])
            for r in csv.DictReader(file)
        )  # fmt: skip


def _given(instrument: str, answers: dict[str, Any]) -> dict[str, Any]:
    if instrument in ENTERED:  # the items are not ours to ask; somebody adds them up elsewhere
        return {ENTERED[instrument]: sum(answers.values())}
    names = RENAMED.get(instrument, {})
    return {names.get(name, name): value for name, value in answers.items()}


ROWS = _rows()


@functools.cache
def loaded(target: Target) -> Questionnaire:
    """The questionnaire that the cases of a target run on."""
    return load_questionnaire(str(target.path), target.path.read_bytes())


def document(row: Row) -> dict[str, Any]:
    """The row's short answers as the contract's JSON."""
    questionnaire = loaded(row.target)
    return {name: _answer(row, questionnaire, name, raw) for name, raw in row.given.items()}


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
    """The JSON of a result against the row."""
    target = row.target
    if target.share:
        (share,) = (one for one in result["computed"] if one["id"] == target.share)
        assert Decimal(str(share["value"])) == Decimal(row.total)
        raised = [f["id"] for f in result["findings"]]
        assert raised == ([target.finding] if row.band == "positive" else [])
        return
    (score,) = (one for one in result["scores"] if one["id"] == target.score)
    bands = [band["id"] for band in score["bands"] if band["set"] == target.band_set]
    if row.band.startswith("points_"):
        points = [line["points"] for line in score["trace"] if line["item"] == "pulse"]
        assert points == [int(row.band.removeprefix("points_"))] == [int(row.total)]
    elif row.band == "incomplete":
        assert (score["value"], score["bands"]) == (None, [])
        assert {one["item"] for one in score["missing"]} == {
            name for name, value in row.given.items() if value is None
        }
    else:
        assert Decimal(str(score["value"])) == Decimal(row.total)
        assert bands == ([] if row.band == "no_published_band" else [row.band])
        if row.band == "no_published_band":
            assert score["bands"] == []
