"""A patient's visits together: every instrument that any of them had, each in its own chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from screening.core.library import Library
from screening.core.visit import FilledIn, VisitRecord
from screening.report.all_visits import tell_all_visits
from screening.report.summary import summarise
from tests.report.changes import earlier_visits, only


def test_an_instrument_that_was_not_asked_last_time_keeps_its_chart(
    record: VisitRecord, library: Library
) -> None:
    today = only(record, "substance_use", "sows16")

    told = tell_all_visits(today, library.references)

    names = [chart.name for chart in told.charts]
    assert names == ["COWS, 0–48", "SOWS-16, 0–64"]  # the clinician's first, as in a visit
    cows = told.charts[0]
    assert len(cows.tall.dots) == 3  # the visits that had it
    assert cows.tall.dots[-1].shape == "today"
    assert told.since == summarise(today, library.references).since


def test_two_scales_with_one_short_name_have_two_charts_and_full_names(
    record: VisitRecord, library: Library
) -> None:
    def as_sows(filled: FilledIn) -> FilledIn:
        short = {"short_title": "SOWS"}
        return replace(filled, questionnaire=filled.questionnaire.model_copy(update=short))

    sows16 = next(one for one in record.responses if one.questionnaire.id == "sows16")
    other = library.questionnaires["sows_gossop"]
    first = replace(
        record.earlier[-1],
        responses=(as_sows(replace(sows16, questionnaire=other, answers={})),),
    )
    now = replace(record, responses=(as_sows(sows16),), earlier=(first,))

    told = tell_all_visits(now, library.references)

    assert [chart.name for chart in told.charts] == [
        f"{other.title}, 0–30",
        f"{sows16.questionnaire.title}, 0–64",
    ]
    assert [len(chart.tall.dots) for chart in told.charts] == [0, 1]
    assert all(chart.tall.strokes == () for chart in told.charts)


def test_of_many_visits_the_first_and_the_newest_are_drawn(
    record: VisitRecord, library: Library
) -> None:
    many = earlier_visits(record, 11)
    started = [one.visit.started for one in many.earlier]

    told = summarise(many, library.references)

    dots = told.trend.charts[0].tall.dots
    assert len(dots) == 8
    # A true time axis: weeks lie between the first and the second dot, one week between others.
    gaps = [float(b.x) - float(a.x) for a, b in zip(dots, dots[1:], strict=False)]
    assert started[1] - started[0] == timedelta(weeks=1)
    assert gaps[0] > 4 * gaps[1]
