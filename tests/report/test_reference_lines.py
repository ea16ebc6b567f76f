"""Reference lines: of withdrawal scores, never for kratom alone, and never an instruction."""

from __future__ import annotations

import re

import pytest

from screening.core.answers import Answer, Missing
from screening.core.library import Library
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.reference_lines import ReferenceLines, has_lines, tell_reference_lines
from screening.report.summary import summarise
from tests.report.changes import only, with_answers


def with_opioids(record: VisitRecord, *named: str) -> VisitRecord:
    """The visit whose patient ticked these opioids."""
    answer = Answer("street_opioids", named)
    return with_answers(record, "substance_use", {"street_opioids": answer})


def told(record: VisitRecord, library: Library) -> ReferenceLines:
    return tell_reference_lines(record, library.references)


def test_each_line_has_its_points_its_words_and_its_source(
    record: VisitRecord, library: Library
) -> None:
    cows, sows = told(with_opioids(record, "heroin"), library).scores

    # Section 1.4 of the dossier: 8, about 11 to 12, 12 or 13, and 13 after long-acting opioids.
    assert [row.at for row in cows.rows] == ["8", "11", "12", "13"]
    assert cows.rows[0].source == "[S11, S12]"
    assert cows.rows[1].source.startswith("Not verified:")
    assert len(cows.bar.lines) == 4
    assert [row.at for row in sows.rows] == ["17"]
    sources = told(with_opioids(record, "heroin"), library).sources
    assert [source.split(" ")[0] for source in sources] == ["S11", "S12"]


def test_there_are_none_for_kratom_alone(record: VisitRecord, library: Library) -> None:
    found = told(with_opioids(record, "none"), library)

    assert found.scores == ()
    assert found.why_not.endswith("None are shown for kratom alone.")


def test_there_are_none_where_nobody_knows_of_an_opioid(
    record: VisitRecord, library: Library
) -> None:
    declined = {"street_opioids": Missing("street_opioids", "declined")}
    unknown = told(with_answers(record, "substance_use", declined), library)
    not_asked = told(only(record, "cows"), library)

    assert unknown.scores == not_asked.scores == ()
    assert "not known" in unknown.why_not
    assert "not known" in not_asked.why_not


@pytest.mark.parametrize(("named", "said"), [(("fentanyl", "heroin"), True), (("heroin",), False)])
def test_a_high_potency_opioid_has_no_safe_number_of_hours(
    record: VisitRecord, library: Library, named: tuple[str, ...], said: bool
) -> None:
    assert told(with_opioids(record, *named), library).no_safe_hours is said


def test_only_a_withdrawal_scale_has_them(record: VisitRecord, library: Library) -> None:
    assert has_lines(record)
    assert not has_lines(only(record, "substance_use", "kratom_use"))
    assert library.questionnaires["phq2"].scores[0].lines  # it has some, of another kind


def test_they_advise_nothing_and_stand_on_no_paper(record: VisitRecord, library: Library) -> None:
    opioid = with_opioids(record, "heroin")
    found = told(opioid, library)
    words = " ".join(row.text for score in found.scores for row in score.rows).lower()

    assert not re.search(r"\b(ready|start now|give|should|must|may begin)\b", words)
    paper = to_html(summarise(opioid, library.references))
    assert found.scores[0].rows[0].text not in paper
