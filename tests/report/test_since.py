"""The sentence on what is different since last time, and what it never says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from screening.core.answers import Missing
from screening.core.library import Library
from screening.core.visit import FilledIn, VisitRecord
from screening.report.summary import Summary, summarise
from tests.report.changes import only, with_answers

Change = Callable[[FilledIn], FilledIn]


def last_changed(record: VisitRecord, change: Callable[[VisitRecord], VisitRecord]) -> VisitRecord:
    """The visit with another visit before it."""
    return replace(record, earlier=(*record.earlier[:-1], change(record.earlier[-1])))


def cows(record: VisitRecord, change: Change) -> VisitRecord:
    """The visit with another COWS."""
    return replace(
        record,
        responses=tuple(
            change(one) if one.questionnaire.id == "cows" else one for one in record.responses
        ),
    )


def older(filled: FilledIn) -> FilledIn:
    """The same in another version."""
    other = filled.questionnaire.model_copy(update={"version": "0.9.0"})
    return replace(filled, questionnaire=other)


def test_one_sentence_tells_scores_and_findings(summary: Summary) -> None:
    # Restlessness effort 1 -> shifting 3, craving a little 1 -> quite a lot 3: demo/visit.json.
    assert summary.since.sentence == (
        "Since 9 Nov: COWS 5 higher (11 → 16), SOWS-16 5 higher (18 → 23); 3 findings new."
    )
    assert summary.since.lines[:2] == (
        "COWS, moved by two points or more: Restlessness 1 → 3.",
        "SOWS-16, moved by two points or more: Wants to use now 1 → 3.",
    )
    assert summary.since.lines[2].startswith("New findings: ")


def test_a_first_visit_has_nothing_to_compare_with(record: VisitRecord, library: Library) -> None:
    told = summarise(replace(record, earlier=()), library.references)

    assert told.since.sentence == "First visit: there is nothing to compare with."
    assert told.since.lines == ()


def test_versions_are_not_compared_anywhere_and_it_says_why(
    record: VisitRecord, library: Library
) -> None:
    told = summarise(last_changed(record, lambda v: cows(v, older)), library.references)

    assert (
        "COWS not compared with 9 Nov, because the version is another (0.9.0 then, 2.0.0 now)"
        in told.since.sentence
    )
    assert not any(line.startswith("COWS, moved") for line in told.since.lines)
    card = next(card for card in told.scores if card.name == "COWS")
    assert (card.change.sign, card.change.rest) == ("", "")
    assert card.change.amount == "9 Nov (11): another version, not compared"
    table = next(table for table in told.items if table.name == "COWS")
    assert table.before == ""
    assert table.note == "Points of 9 Nov are left out, because the version is another."
    assert all(row.before == row.change == "" for row in (*table.columns[0], *table.totals))


def test_no_line_leads_from_one_version_to_another(record: VisitRecord, library: Library) -> None:
    known = summarise(record, library.references).trend.charts[0]
    told = summarise(last_changed(record, lambda v: cows(v, older)), library.references)

    chart = told.trend.charts[0]

    assert len(known.tall.strokes) == 3
    assert len(chart.tall.strokes) == 1  # between the first two visits alone


def test_raters_are_not_compared_and_it_says_why(record: VisitRecord, library: Library) -> None:
    def by_both(visit: VisitRecord) -> VisitRecord:
        given = next(one for one in visit.responses if one.questionnaire.id == "sows16")
        twice = replace(given, role="clinician", rater_name="R. Ortega", answers={})
        return replace(visit, responses=(*visit.responses, twice))

    told = summarise(last_changed(record, by_both), library.references)

    assert "SOWS-16 not compared with 9 Nov, because the rater is another" in told.since.sentence
    table = next(table for table in told.items if table.name == "SOWS-16")
    assert table.note == "Points of 9 Nov are left out, because the rater is another."


@pytest.mark.parametrize(
    ("now", "words"), [(True, "COWS not scored today"), (False, "COWS not scored on 9 Nov")]
)
def test_an_incomplete_score_is_not_compared(
    record: VisitRecord, library: Library, now: bool, words: str
) -> None:
    def open_item(visit: VisitRecord) -> VisitRecord:
        return with_answers(visit, "cows", {"yawning": Missing("yawning", "not_assessed")})

    told = summarise(
        open_item(record) if now else last_changed(record, open_item), library.references
    )

    assert words in told.since.sentence


def test_a_scale_that_was_not_asked_last_time_names_the_day_it_was(
    record: VisitRecord, library: Library
) -> None:
    told = summarise(
        last_changed(record, lambda visit: only(visit, "substance_use", "sows16")),
        library.references,
    )

    assert "since 2 Nov" in told.since.sentence.split("SOWS")[0]
