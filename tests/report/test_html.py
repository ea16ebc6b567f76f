"""The template shows the whole Summary and nothing else; what was typed stays text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from screening.core.answers import Answer, Missing
from screening.core.disclosure import Passing
from screening.core.library import Library
from screening.core.visit import Signature, VisitNote, VisitRecord
from screening.library_folder import shipped_clinic_texts
from screening.report.html import environment, to_html
from screening.report.summary import Summary, summarise
from screening.report.worker.markup import read_markup
from tests.report.changes import an_agreed, only, with_answers

PAYLOAD = "</p><script>alert(1)</script><img src=x onerror=y> \"'&amp; {{ 7*7 }} {% raw %}"


class Watched:
    """Stands for a value of the summary and remembers which of its fields were read."""

    def __init__(self, value: Any, seen: set[tuple[str, str]]) -> None:
        self._value, self._seen = value, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add((type(self._value).__name__, name))
        return watched(getattr(self._value, name), self._seen)


def watched(value: Any, seen: set[tuple[str, str]]) -> Any:
    if is_dataclass(value):
        return Watched(value, seen)
    if isinstance(value, tuple):
        return tuple(watched(part, seen) for part in value)
    return value


def all_fields(value: Any, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    if is_dataclass(value):
        for field in fields(value):
            found.add((type(value).__name__, field.name))
            all_fields(getattr(value, field.name), found)
    elif isinstance(value, tuple):
        for part in value:
            all_fields(part, found)
    return found


def test_the_template_shows_every_field_of_the_summary_and_no_other(
    record: VisitRecord, library: Library
) -> None:
    # Between them the two visits have every part of the page: a band, a score that is not
    # scored, a finding that has to be asked in person, a note, a signature.
    open_ = with_answers(record, "cows", {"tremor": Missing("tremor", "not_assessed")})
    open_ = with_answers(
        open_, "substance_use", {"other_drugs": Missing("other_drugs", "declined")}
    )
    at = open_.visit.started
    open_ = replace(open_, signature=Signature("Ada Moreno", at))
    noted = replace(record, note=VisitNote("Walks.", "Ada Moreno", at))
    template = environment().get_template("report/summary.html")
    seen: set[tuple[str, str]] = set()
    there: set[tuple[str, str]] = set()

    outside = shipped_clinic_texts()["en"].outside_copy
    for visit, notice in ((noted, None), (open_, outside)):
        passing = Passing(notice, an_agreed()) if notice else None
        summary = summarise(visit, library.references, outside=passing)
        template.render(summary=watched(summary, seen))
        all_fields(summary, there)

    assert seen == there


def test_the_page_is_well_formed_and_has_one_heading_of_the_first_rank(summary: Summary) -> None:
    root = read_markup(to_html(summary))

    assert len(root.findall(".//h1")) == 1
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(cell.get("scope") in ("row", "col") for cell in root.iter("th"))


def test_every_chart_says_everything_in_its_first_child(summary: Summary) -> None:
    svg = "{http://www.w3.org/2000/svg}"
    charts = list(read_markup(to_html(summary)).iter(f"{svg}svg"))

    assert len(charts) == 4
    assert all(chart[0].tag == f"{svg}title" for chart in charts)
    assert "16 on 19 Nov 2026" in "".join(chart[0].text or "" for chart in charts)


def test_there_is_no_inline_style_no_script_and_no_outside_address(summary: Summary) -> None:
    html = to_html(summary)

    assert not re.search(r"<script|<style|<link|<img|\sstyle=|\son\w+=|javascript:", html)
    assert set(re.findall(r"https?://[^\"' <&]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_what_was_typed_stays_text(record: VisitRecord, library: Library) -> None:
    said = with_answers(record, "own_words", {"own_words": Answer("own_words", PAYLOAD)})

    root = read_markup(to_html(summarise(said, library.references)))

    assert root.find(".//script") is None
    assert root.find(".//img") is None
    assert root.findtext(".//p[@class='own-words__text']") == PAYLOAD


def test_a_note_is_printed_exactly_and_stays_text(record: VisitRecord, library: Library) -> None:
    text = f"two  spaces\n\n{PAYLOAD}"
    noted = replace(record, note=VisitNote(text, "Ada Moreno", record.visit.started))

    root = read_markup(to_html(summarise(noted, library.references)))

    assert root.find(".//script") is None
    assert root.findtext(".//p[@class='visit-note__text']") == text
    assert root.find(".//section[@class='visit-note']") is not None
    plain = read_markup(to_html(summarise(record, library.references)))
    assert plain.find(".//section[@class='visit-note']") is None


def test_a_character_without_a_glyph_is_printed_as_its_code_point(
    record: VisitRecord, library: Library
) -> None:
    typed = "fine 😀 \u202egnikcart\x00"
    said = with_answers(record, "own_words", {"own_words": Answer("own_words", typed)})

    html = to_html(summarise(said, library.references))

    assert "fine [U+1F600] [U+202E]gnikcart[U+0000]" in html


def test_typed_line_ends_stay(record: VisitRecord, library: Library) -> None:
    said = with_answers(record, "own_words", {"own_words": Answer("own_words", "one >\n  < two")})

    root = read_markup(to_html(summarise(said, library.references)))

    assert root.findtext(".//p[@class='own-words__text']") == "one >\n  < two"


def test_a_visit_without_scores_has_no_empty_sections(
    record: VisitRecord, library: Library
) -> None:
    html = to_html(summarise(only(record, "vitals"), library.references))

    assert "Scores today" not in html
    assert "Trend" not in html
    assert "No flag raised." in html
