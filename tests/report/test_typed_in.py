"""Section 10 and page 1 say how answers got from paper into the record, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from screening.core.library import Library
from screening.core.typed_in import TypedIn
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.summary import summarise

AT = datetime(2026, 11, 19, 11, 5, tzinfo=timezone(timedelta(hours=-7)))
PAPER = TypedIn(
    date(2026, 11, 18), ("Fay Desk", "Dr Ada Byron"), AT, "Dr Ben Lind", AT, ("anxious",)
)


def on_paper(record: VisitRecord, typed_in: TypedIn) -> VisitRecord:
    """The visit with its SOWS on paper."""
    responses = tuple(
        replace(one, typed_in=typed_in) if one.questionnaire.id == "sows16" else one
        for one in record.responses
    )
    return replace(record, responses=responses)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "; paper of 18 Nov 2026, typed in by Fay Desk, Dr Ada Byron, 19 Nov 2026, 11:05,"
            " held against the paper by Dr Ben Lind, 19 Nov 2026, 11:05; left blank on paper: ",
        ),
        ("es", "comparado con el papel por Dr Ben Lind"),
    ],
)
def test_who_typed_and_who_checked_stand_on_paper(
    record: VisitRecord, library: Library, language: str, said: str
) -> None:
    html = to_html(summarise(on_paper(record, PAPER), library.references, language))

    assert said in html
    assert {"en": "Patient, on paper", "es": "Paciente, en papel"}[language] in html


def test_before_the_second_look_nobody_is_named_for_it(
    record: VisitRecord, library: Library
) -> None:
    open_still = replace(PAPER, checked_by="", checked_at=None, blank=())

    html = to_html(summarise(on_paper(record, open_still), library.references))

    assert "typed in by Fay Desk, Dr Ada Byron" in html
    assert "held against" not in html
    assert "left blank" not in html
