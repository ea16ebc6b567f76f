"""What the summary says of scores: cards, change since earlier visits, trends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from screening.core.answers import Answer, Missing, read_answer
from screening.core.item import ChoiceItem
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.sections.trend_chart import Chart
from screening.report.summary import Summary, summarise
from tests.report.changes import earlier_visits, only, with_answers


def test_cards_show_published_bands_alone_and_the_clinicians_first(summary: Summary) -> None:
    cows, sows = summary.scores

    assert (cows.name, cows.value, cows.maximum, cows.band) == ("COWS", "16", "/ 48", "Moderate")
    assert cows.rater == "Rated by R. Ortega, RN"
    assert (sows.name, sows.value, sows.band, sows.basis) == (
        "SOWS-16", "23", "", "no published bands",
    )  # fmt: skip
    assert sows.rater == "Patient-reported"
    assert "Not validated for kratom." in sows.cautions
    assert "Since last kratom: 13 h" in cows.beside


@pytest.mark.parametrize(("side", "value"), [(0, "0"), (-1, "27")])
def test_the_marker_stands_whole_over_either_end_of_the_bar(
    record: VisitRecord, library: Library, side: int, value: str
) -> None:
    """A triangle that reaches over the drawing's edge is cut off there."""
    phq9 = library.questionnaires["phq9"]
    chosen = {
        item.id: Answer(item.id, item.choices[side].id)
        for item in phq9.items
        if isinstance(item, ChoiceItem)
    }
    filled = replace(record.responses[0], questionnaire=phq9, answers=chosen)
    told = summarise(replace(record, responses=(filled,), earlier=()), library.references)

    bar = told.scores[0].bar
    corners = [float(corner.split(",")[0]) for corner in bar.marker_shape.split()]
    assert told.scores[0].value == value
    assert min(corners) >= 0
    assert max(corners) <= float(bar.width)


def test_the_trend_names_the_band_of_its_last_point_before_any_other(
    record: VisitRecord, library: Library
) -> None:
    signs = [one for one in library.questionnaires["cows"].items if isinstance(one, ChoiceItem)]
    low = {sign.id: Answer(sign.id, sign.choices[0].id) for sign in signs}
    low["aches"] = Answer("aches", "rubbing")
    told = summarise(with_answers(record, "cows", low), library.references)

    card, chart = told.scores[0], told.trend.charts[0]
    assert card.band == "Mild"
    assert "Mild" in [label.text for label in chart.low.names]
    assert "Below mild" not in [label.text for label in chart.low.names]


def test_a_score_without_an_answer_names_every_item_that_is_missing(
    record: VisitRecord, library: Library
) -> None:
    sows = library.questionnaires["sows16"]
    declined = {item.id: Missing(item.id, "declined") for item in sows.items}
    declined["urge"] = Missing("urge", "not_recorded")

    card = summarise(with_answers(record, "sows16", declined), library.references).scores[1]

    assert (card.name, card.value) == ("SOWS-16", "")
    others = ", ".join(item.label for item in sows.items if item.id != "urge")
    assert card.open == (
        "possible 0–64 of 64",
        f"Missing: {others} (chose not to answer); Wants to use now (not recorded).",
    )


def test_hair_has_no_card_and_no_total(summary: Summary) -> None:
    assert {card.name for card in summary.scores} == {"COWS", "SOWS-16"}
    assert summary.features[0].note.startswith("Kratom is not an established cause")


def test_change_is_told_against_the_last_and_the_first_visit(summary: Summary) -> None:
    change = summary.scores[0].change

    assert (change.sign, change.amount) == ("▲", "5 higher")
    assert change.rest == " than 9 Nov (11) · first visit 26"


def test_a_first_visit_has_no_arrow_and_a_single_dot(record: VisitRecord, library: Library) -> None:
    first = summarise(replace(record, earlier=()), library.references)

    assert first.scores[0].change.sign == ""
    assert first.scores[0].change.amount == "First visit"
    assert len(first.trend.charts[0].tall.dots) == 1
    assert first.trend.charts[0].tall.strokes == ()
    assert first.items[0].before == ""


def test_an_incomplete_score_has_no_number_and_no_band_but_what_is_still_possible(
    record: VisitRecord, library: Library
) -> None:
    open_ = with_answers(record, "cows", {"tremor": Missing("tremor", "not_assessed")})

    card = summarise(open_, library.references).scores[0]

    assert (card.value, card.band, card.state) == ("", "", "not scored")
    assert card.completeness == "10 of 11 answered"
    assert card.open == ("possible 15–19 of 48", "Missing: Tremor (not assessed).")
    assert card.bar.marker == ""


def test_a_gap_is_left_where_nothing_was_scored(record: VisitRecord, library: Library) -> None:
    earlier = list(record.earlier)
    earlier[1] = with_answers(earlier[1], "cows", {"tremor": None})
    gap = replace(record, earlier=tuple(earlier))

    chart = summarise(gap, library.references).trend.charts[0]

    assert len(chart.tall.dots) == 3
    assert len(chart.tall.strokes) == 1
    assert "2 Nov: not scored." in chart.notes
    assert "not scored on 2 Nov 2026" in chart.title


def test_visits_are_joined_only_where_hours_since_last_use_are_known(
    record: VisitRecord, library: Library
) -> None:
    earlier = list(record.earlier)
    declined = {"kratom_last_use": Missing("kratom_last_use", "declined")}
    earlier[1] = with_answers(earlier[1], "substance_use", declined)
    unknown = replace(record, earlier=tuple(earlier))

    chart = summarise(unknown, library.references).trend.charts[0]

    assert len(chart.tall.strokes) == 1
    assert hours(chart)[0] == ["14 h", "?", "5 h", "13 h"]


def test_every_substance_has_its_row_under_the_points(
    record: VisitRecord, library: Library
) -> None:
    trend = summarise(record, library.references).trend

    assert trend.note.endswith(
        "; under each visit: Since last kratom, Since last 7-OH, Since last benzodiazepine"
    )
    assert hours(trend.charts[0]) == [
        ["14 h", "13 h", "5 h", "13 h"],
        ["–", "–", "–", "13 h"],  # was not among what was taken
        ["–", "–", "–", "13 h"],
    ]
    assert "19 Nov 2026 (Since last kratom: 13 h; Since last 7-OH: 13 h;" in trend.charts[0].title


def test_the_last_dose_of_treatment_medicine_stands_with_the_score_and_under_its_point(
    record: VisitRecord, library: Library
) -> None:
    told = "Since last dose of treatment medicine"
    taken = {
        "treatment_medicine": Answer("treatment_medicine", "buprenorphine"),
        "treatment_last_dose": read_answer(
            library.questionnaires["substance_use"].item("treatment_last_dose"),
            "2026-11-19T02:30-07:00",
        ),
    }
    summary = summarise(with_answers(record, "substance_use", taken), library.references)

    assert f"{told}: 8 h" in summary.scores[0].beside
    assert summary.trend.note.endswith(f", {told}")
    assert hours(summary.trend.charts[0])[-1] == ["–", "–", "–", "8 h"]


def test_a_visit_that_asked_nobody_has_unknown_hours(record: VisitRecord, library: Library) -> None:
    earlier = [only(record.earlier[0], "cows"), *record.earlier[1:]]

    chart = summarise(replace(record, earlier=tuple(earlier)), library.references).trend.charts[0]

    assert [row[0] for row in hours(chart)] == ["?", "?", "?"]
    assert len(chart.tall.strokes) == 2


def test_no_line_leads_to_a_visit_whose_hours_have_no_room(
    record: VisitRecord, library: Library
) -> None:
    second, third = record.earlier[1], record.earlier[2]
    close = third.visit.started - timedelta(hours=30)
    crowded = replace(second, visit=replace(second.visit, started=close, ended=None))
    visit = replace(record, earlier=(record.earlier[0], crowded, third))

    chart = summarise(visit, library.references).trend.charts[0]

    assert [len(row) for row in hours(chart)] == [3, 4, 4]  # "13 h" has no room beside "5 h"
    assert len(chart.tall.dots) == 4
    assert len(chart.tall.strokes) == 1
    assert any("stand below them" in note for note in chart.notes)


def test_where_no_hours_were_asked_nothing_is_said_of_them(
    record: VisitRecord, library: Library
) -> None:
    alone = replace(
        only(record, "cows"), earlier=tuple(only(one, "cows") for one in record.earlier)
    )

    trend = summarise(alone, library.references).trend

    assert trend.note == "higher means more of it; shading shows the published bands"
    assert trend.charts[0].tall.hours == ()


def hours(chart: Chart) -> list[list[str]]:
    """What stands under the points, row by row."""
    rows: dict[str, list[str]] = {}
    for label in chart.tall.hours:
        rows.setdefault(label.y, []).append(label.text)
    return list(rows.values())


def test_another_version_is_a_hollow_square_with_a_note(
    record: VisitRecord, library: Library
) -> None:
    earlier = list(record.earlier)
    older = tuple(
        replace(one, questionnaire=one.questionnaire.model_copy(update={"version": "0.9.0"}))
        for one in earlier[0].responses
    )
    earlier[0] = replace(earlier[0], responses=older)

    chart = summarise(replace(record, earlier=tuple(earlier)), library.references).trend.charts[0]

    assert [dot.shape for dot in chart.tall.dots] == ["square", "round", "round", "today"]
    assert any("another version" in note for note in chart.notes)


def test_a_trend_shows_eight_visits_at_most(record: VisitRecord, library: Library) -> None:
    told = summarise(earlier_visits(record, 11), library.references)

    assert told.trend.visits == "over 8 visits"
    assert len(told.trend.charts[0].tall.dots) == 8


def test_points_of_patient_and_clinician_stand_on_separate_cards(
    record: VisitRecord, library: Library
) -> None:
    cows = next(one for one in record.responses if one.questionnaire.id == "cows")
    by_patient = replace(cows, role="patient", rater_name="")
    swapped = tuple(by_patient if one is cows else one for one in record.responses)

    told = summarise(replace(record, responses=swapped), library.references)

    # COWS may be rated by a clinician alone: what a patient sends for it does not count.
    assert next(card for card in told.scores if card.name == "COWS").value == ""


def test_no_answer_names_a_total_for_hair(summary: Summary) -> None:
    rows = summary.features[0].rows

    assert {row.says for row in rows} == {"● towards", "– neither"}
    assert all(row.value for row in rows)


@pytest.mark.parametrize("number", [0, 1, 7])
def test_the_trend_names_its_number_of_visits(
    record: VisitRecord, library: Library, number: int
) -> None:
    told = summarise(earlier_visits(record, number), library.references).trend

    assert told.visits == f"over {number + 1} visit{'s' if number else ''}"
