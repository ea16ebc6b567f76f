"""Whether paper and data agree: one altered digit is found, on a page and in the data."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest

from screening.core.answers import Answer, Missing
from screening.core.clinic_texts import OutsideCopy
from screening.core.disclosure import Passing
from screening.core.visit import Signature, VisitNote
from screening.errors import ScreeningError
from screening.report.html import to_html
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.translated import by_files
from screening.summary_file import extracting
from screening.summary_file.as_made import is_as_made
from screening.summary_file.attaching import attachments_of, tell_with_data
from screening.summary_file.checking import Checked, Library, check, compare, compare_pages
from screening.summary_file.extracting import Extracted, UnreadablePdf, extract
from screening.summary_file.page_text import PageText
from tests.exchange.visits import by_sha256, random_visits, sample_visits, shipped
from tests.report.changes import an_agreed, with_answers
from tests.summary_file.conftest import Paper, own

LIBRARY = Library(
    by_sha256, shipped().references, lambda language: by_files(shipped().translations, language)
)
DIGIT = re.compile(r"\d")


def other(digit: str) -> str:
    return str((int(digit) + 1) % 10)


def with_digit(text: str, at: int) -> str:
    return text[:at] + other(text[at]) + text[at + 1 :]


def checked(held: Extracted) -> Checked:
    found = compare(held, LIBRARY, as_made=True)
    assert found is not None
    return found


def test_a_summary_as_it_was_made_agrees(paper: Paper):
    found = check(paper.pdf, LIBRARY)

    assert found is not None
    assert found.agrees
    assert found.as_made
    cows = next(score for score in found.scores if score.name == "COWS: COWS total")
    assert (cows.value, cows.maximum, cows.version) == ("16", "48", "2.0.0")
    assert cows.sha256 == shipped().questionnaires["cows"].sha256


def test_a_visit_of_any_content_told_in_spanish_agrees_with_itself(renderer: Renderer):
    (visited,) = random_visits(1, seed=4)
    spanish = LIBRARY.words_of("es")
    told, attached = tell_with_data(visited.record, shipped().references, "es", spanish)

    pdf = to_pdf(told, renderer, "letter", attached)

    found = check(pdf, LIBRARY)
    assert found is not None
    assert found.agrees


def test_words_that_are_cut_on_paper_alone_agree_with_their_data(renderer: Renderer):
    record = with_answers(
        sample_visits()[0].record, "own_words", {"own_words": Answer("own_words", "漢 字" * 100)}
    )
    summary, attached = tell_with_data(record, shipped().references, "en", own)

    found = check(to_pdf(summary, renderer, "a4", attached), LIBRARY)

    assert found is not None
    assert (found.on_paper, found.agrees) == ((), True)


def test_reasons_notes_signatures_and_amendments_agree_with_their_data(renderer: Renderer):
    record = sample_visits()[0].record
    left_out = {
        "tremor": Missing("tremor", "not_assessed", "no_time"),
        "pupils": Missing("pupils", "not_assessed", "other", "wore dark lenses"),
    }
    record = with_answers(record, "cows", left_out)
    at = record.visit.started + timedelta(hours=5)
    amended = [replace(one, revision=2, amended=at, amended_by="Ada") for one in record.responses]
    record = replace(
        record,
        responses=tuple(amended),
        note=VisitNote("Walks a little.", "Ada", at),
        signature=Signature("Ada", at),
    )
    summary, attached = tell_with_data(record, shipped().references, "en", own)

    found = check(to_pdf(summary, renderer, "a4", attached), LIBRARY)

    assert found is not None
    assert (found.on_paper, found.in_data) == ((), ())


def test_one_altered_digit_of_what_the_data_says_is_found_on_a_page(paper: Paper):
    """Digits all over the pages, one at a time. What rests on earlier visits is not compared."""
    record = replace(sample_visits()[0].record, earlier=())
    summary, _ = tell_with_data(record, shipped().references, "en", own)
    whole = compare_pages(paper.held, summary, from_file=True)
    places = [
        (number, match.start())
        for number, page in enumerate(paper.held.pages)
        for match in DIGIT.finditer(page)
    ][::19]

    found = 0
    for number, at in places:
        pages = list(paper.held.pages)
        pages[number] = with_digit(pages[number], at)
        altered = replace(paper.held, pages=tuple(pages))
        found += bool(compare_pages(altered, summary, from_file=True).differences)

    assert not whole.differences
    assert len(places) > 100
    # The feet are compared too, but counted as no figures of the text.
    assert found / len(places) > whole.compared / whole.figures - 0.05


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("16 / 48 Moderate\n", "17 / 48 Moderate\n", "COWS, score"),
        ("moving\n3 / 5", "moving\n2 / 5", "COWS, Restlessness"),
        ("Pulse 92 /min 1 / 4", "Pulse 93 /min 1 / 4", "COWS, Pulse"),
        ("COWS total Moderate 16 / 48", "COWS total Moderate 15 / 48", "COWS, COWS total"),
        ("14 Mar 1988 (38 y)", "14 Mar 1989 (38 y)", "Date of birth (age)"),
        ("COWS 2.0.0 (adapted", "COWS 2.0.1 (adapted", "Questionnaires"),
        ("Since last 7-OH 13 h", "Since last 7-OH 18 h", "Since last 7-OH"),
        ("Page 2 of", "Page 3 of", "Foot of page 2"),
    ],
)
def test_an_altered_figure_is_named_with_what_the_data_says(
    paper: Paper, before: str, after: str, place: str
):
    assert sum(before in page for page in paper.held.pages) == 1
    pages = tuple(page.replace(before, after) for page in paper.held.pages)

    found = checked(replace(paper.held, pages=pages))

    assert not found.agrees
    assert [one.place for one in found.on_paper] == [place]


def test_words_that_were_printed_otherwise_are_found_in_the_file_too(
    paper: Paper, renderer: Renderer
):
    """Counter-proof over the whole way: a page set with another total than its data gives."""
    attached = attachments_of(sample_visits()[0].record)
    html = to_html(paper.summary)
    wrong = html.replace('"card__value">16<', '"card__value">15<')
    assert wrong != html

    found = check(renderer.render(wrong, "a4", attached), LIBRARY)

    assert found is not None
    assert found.as_made
    assert [one.place for one in found.on_paper] == ["COWS, score"]
    assert "15 / 48" in found.on_paper[0].found


def test_one_altered_digit_in_the_attached_data_is_found(paper: Paper):
    held = paper.held.attachments
    for name in ("response.json", "scores.csv"):
        text = held[name][0].decode()
        places = [match.start() for match in DIGIT.finditer(text)]
        for at in places[:: max(len(places) // 12, 1)]:
            changed = {**held, name: (with_digit(text, at).encode(),)}
            try:
                found = checked(replace(paper.held, attachments=changed))
            except ScreeningError:
                continue  # refused in a sentence: a definition or an answer that there is not
            assert not found.agrees, text[at - 60 : at + 20]


def test_an_answer_that_was_changed_with_all_that_follows_disagrees_with_the_page(paper: Paper):
    record = sample_visits()[0].record
    cows = next(one for one in record.responses if one.questionnaire.id == "cows")
    sweating = replace(cows.answers["sweating"], value="running")  # 4 points for 2
    other_cows = replace(cows, answers={**cows.answers, "sweating": sweating})
    forged = replace(
        record, responses=tuple(other_cows if one is cows else one for one in record.responses)
    )
    attachments = {one.name: (one.content,) for one in attachments_of(forged)}

    found = checked(replace(paper.held, attachments=attachments))

    assert not found.in_data  # the data agrees with itself
    places = {one.place for one in found.on_paper}
    assert {"COWS, score", "COWS, Sweating", "COWS, COWS total"} <= places


def altered_file(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


def test_a_file_that_was_written_anew_is_told_from_the_one_that_was_made(paper: Paper):
    found = check(altered_file(paper.pdf, lambda _: None), LIBRARY)

    assert found is not None
    assert not found.as_made
    assert not found.agrees
    assert not found.on_paper  # nothing that can be compared differs


def test_one_changed_byte_of_the_file_is_seen(paper: Paper):
    assert is_as_made(paper.pdf)
    step = len(paper.pdf) // 97
    for at in range(20, len(paper.pdf) - 200, step):
        changed = bytearray(paper.pdf)
        changed[at] ^= 1
        assert not is_as_made(bytes(changed))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a PDF", b"%PDF-" + b"\x00" * 1000])
def test_what_is_no_pdf_is_refused_in_a_sentence(data: bytes):
    assert not is_as_made(data)
    with pytest.raises(UnreadablePdf):
        extract(data)


@pytest.mark.parametrize(("limits", "ends"), [("limit()", True), ("pass", False)])
def test_a_file_that_wants_too_much_memory_ends_with_its_own_process(
    monkeypatch: pytest.MonkeyPatch, limits: str, ends: bool
):
    told = '{"language": "", "keywords": "", "pages": [], "attachments": {}}'
    program = extracting.PROGRAM.replace("main()", f"{limits}; bytes(2 << 30); print('{told}')")
    program = program.replace("import main", "import limit")
    monkeypatch.setattr(extracting, "PROGRAM", program)

    if ends:
        with pytest.raises(UnreadablePdf):
            extract(b"%PDF-1.7")
    else:  # counter-proof: without the limits nothing stops it
        assert extract(b"%PDF-1.7").pages == ()


def test_a_pdf_without_data_has_nothing_to_compare(paper: Paper):
    bare = replace(paper.held, attachments={})

    assert compare(bare, LIBRARY, as_made=True) is None


def test_a_copy_for_outside_carries_no_data():
    notice = OutsideCopy(
        version="1.0.0", dated=date(2026, 11, 1), short="Not to be passed on.", text=("Not.",)
    )
    record = sample_visits()[0].record

    passing = Passing(notice, an_agreed())

    assert tell_with_data(record, shipped().references, "en", own, passing)[1] == ()


def test_a_number_is_not_found_inside_a_longer_one():
    text = PageText("Total 148 and −5 and 1.5 and 3 / 4")

    assert not text.take("48")
    assert not text.take("14")
    assert not text.take("5")
    assert not text.take("1")
    assert text.take("3/ 4")
    assert not text.take("3 / 4")  # each place is taken once
