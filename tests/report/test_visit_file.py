"""A visit from a file: what is taken, and how each fault is named without its value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screening.core.documents import parse_json
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.errors import AnswersRefused, UnknownQuestionnaire
from screening.report.visit_file import WrongVisitFile, read_visit

DEMO = Path(__file__).resolve().parents[2] / "demo" / "visit.json"


def read_with(library: Library, change: Callable[[dict[str, Any]], object]) -> VisitRecord:
    document = json.loads(DEMO.read_text(encoding="utf-8"))
    change(document)
    return read_visit(parse_json(json.dumps(document)), library.questionnaires)


def test_the_sample_holds_a_visit_with_its_earlier_ones_oldest_first(record: VisitRecord) -> None:
    assert record.visit.started.isoformat() == "2026-11-19T10:31:00-07:00"
    assert [one.visit.number for one in record.earlier] == [1, 2, 3]
    assert record.recorded is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["visit"].update(started="yesterday"), "visit.started"),
        (lambda d: d["visit"].update(time_zone="Mars/Base"), "visit.time_zone"),
        (lambda d: d["visit"].update(number="four"), "visit.number"),
        (lambda d: d.pop("patient"), "patient"),
        (lambda d: d["patient"].update(born="14.3.1988"), "patient.born"),
        (lambda d: d.pop("responses"), "responses"),
        (lambda d: d["responses"][0]["by"].update(role="nurse"), "responses[0].by.role"),
        (lambda d: d["responses"][8]["by"].update(name=""), "responses[8].by.name"),
        (lambda d: d["earlier"][1]["visit"].update(ended=5), "earlier[1].visit.ended"),
        (lambda d: d["responses"][8]["by"].update(role="patient"), "responses[8].answers.pulse"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_without_the_value(
    library: Library, change: Callable[[dict[str, Any]], object], place: str
) -> None:
    with pytest.raises(WrongVisitFile) as caught:
        read_with(library, change)

    assert caught.value.place == place
    assert "Mars" not in str(caught.value)
    assert "1988" not in str(caught.value).replace("1988-03-14", "")


def test_a_questionnaire_or_version_that_is_not_here_is_named(library: Library) -> None:
    with pytest.raises(UnknownQuestionnaire, match=r"cows 9\.9\.9"):
        read_with(library, lambda d: d["responses"][8].update(version="9.9.9"))


def test_refused_answers_are_refused_here_too(library: Library) -> None:
    with pytest.raises(AnswersRefused, match="pulse"):
        read_with(library, lambda d: d["responses"][8]["answers"].update(pulse=True))
