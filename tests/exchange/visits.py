"""Visits for the tests of exchange: the sample, small ones, and ones answered at random."""

from __future__ import annotations

import functools
import random
from typing import Any

from screening.core.documents import parse_json
from screening.core.library import Library
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import drawers
from screening.core.result_json import dump
from screening.core.visit_evaluation import EvaluatedVisit, evaluate_visit
from screening.library_folder import load_folder
from screening.report.visit_file import read_visit
from screening.settings import ROOT

RATERS = {
    "patient": {"role": "patient", "name": ""},
    "clinician": {"role": "clinician", "name": "R. Ortega, RN"},
}
STARTED = "2026-11-19T10:31"


@functools.cache
def shipped() -> Library:
    """The shipped questionnaires."""
    return load_folder(ROOT / "questionnaires", cases=False)


def by_sha256(sha256: str) -> Questionnaire | None:
    """The shipped questionnaire of those bytes."""
    return next((q for q in shipped().questionnaires.values() if q.sha256 == sha256), None)


@functools.cache
def sample_document() -> Any:
    text = (ROOT / "demo" / "visit.json").read_text(encoding="utf-8")
    return parse_json(text)


def sample_visits() -> tuple[EvaluatedVisit, ...]:
    """The sample visit and the three before it."""
    record = read_visit(sample_document(), shipped().questionnaires)
    return tuple(evaluate_visit(one) for one in (record, *record.earlier))


def visit(*responses: tuple[str, str, dict[str, Any]], name: str = "R. Ortega, RN") -> Any:
    """A visit of these responses: questionnaire, role, answers."""
    document = {
        "visit": {
            "number": 1, "started": STARTED, "ended": "2026-11-19T10:58",
            "time_zone": "America/Denver", "site": "Riverside",
        },
        "patient": {"family": "Sample", "given": "Jo", "born": "1988-03-14", "record": "7"},
        "responses": [
            {
                "questionnaire": questionnaire,
                "by": {**RATERS[role], **({"name": name} if role == "clinician" else {})},
                "completed": f"2026-11-19T10:{40 + n}",
                "answers": answers,
            }
            for n, (questionnaire, role, answers) in enumerate(responses)
        ],
    }  # fmt: skip
    record = read_visit(parse_json(dump(document)), shipped().questionnaires)
    return evaluate_visit(record)


def random_visits(count: int, seed: int = 1) -> list[EvaluatedVisit]:
    """Visits in which both raters answer everything that they may, some things left out."""
    at = read_moment(STARTED)
    drawn = drawers(random.Random(seed), at, count)  # noqa: S311  no secret
    return [visit(*_random_responses(drawer)) for drawer in drawn]


def _random_responses(drawer: Any) -> list[tuple[str, str, dict[str, Any]]]:
    names = drawer.rng.sample(sorted(shipped().questionnaires), 6)
    found = []
    for name in names:
        questionnaire = shipped().questionnaires[name]
        answers = drawer.document(questionnaire, {})
        for role in ("patient", "clinician"):
            mine = {item.id for item in questionnaire.items_for(role)}
            taken = {ref: raw for ref, raw in answers.items() if ref in mine}
            if taken:
                found.append((name, role, taken))
    return found


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of one kind, in the order of the bundle."""
    found = (entry["resource"] for entry in bundle["entry"])
    return [one for one in found if one["resourceType"] == kind]
