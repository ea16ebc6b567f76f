"""Signs that no shipped font has are spelt out, and take no more room than letters would."""

from __future__ import annotations

from dataclasses import replace

from screening.core.answers import Answer
from screening.core.library import Library
from screening.core.visit import VisitNote, VisitRecord
from screening.report.for_paper import for_paper
from screening.report.html import to_html
from screening.report.summary import Summary, summarise
from screening.report.telling import WORDS_AT_MOST
from tests.report.changes import only, with_answers

MARK = "[… cut here on paper, whose typeface lacks these signs]"
LETTERS = "a" * WORDS_AT_MOST
FOREIGN = "漢" * WORDS_AT_MOST


def told(record: VisitRecord, library: Library, typed: str) -> Summary:
    visit = with_answers(
        only(record, "own_words"), "own_words", {"own_words": Answer("own_words", typed)}
    )
    note = VisitNote(typed, "Ada Moreno", record.visit.started)
    return summarise(replace(visit, note=note), library.references)


def test_what_the_fonts_have_is_whole_on_paper(record: VisitRecord, library: Library) -> None:
    summary = told(record, library, LETTERS)

    assert for_paper(summary) == summary


def test_what_they_lack_is_whole_on_the_screen_and_cut_with_a_mark_on_paper(
    record: VisitRecord, library: Library
) -> None:
    summary = told(record, library, FOREIGN)

    html = to_html(summary)

    assert [words.text for words in summary.own_words] == [FOREIGN]
    assert html.count(f"[U+6F22] {MARK}") == 2  # the patient's words and the note
    assert for_paper(summary).own_words[0].text == f"{'漢' * 150} {MARK}"  # eight each


def test_a_name_that_is_cut_shows_it(record: VisitRecord, library: Library) -> None:
    long = replace(record.patient, family="Ng" * 60)
    foreign = replace(record.patient, family="漢" * 40)

    shown = [summarise(replace(record, patient=one), library.references) for one in (long, foreign)]

    assert shown[0].identity[0].value == "NG" * 45 + " …"
    assert shown[0].running.name == "NG" * 45 + " …"
    assert shown[1].identity[0].value.startswith("漢" * 40 + ", ")
    assert shown[1].running.name == "漢" * 11 + " …"  # it runs along every page
