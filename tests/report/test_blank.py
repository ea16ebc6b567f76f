"""A blank form: everything that may be asked, its rules in words, and nothing of points."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from screening.core.condition import ItemTest
from screening.core.library import Library
from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.report.blank.conditions import OnPaper, Untold, condition_words
from screening.report.blank.form import BlankForm, Field, Grid, Question, Rows
from screening.report.blank.html import blank_html, blank_pdf
from screening.report.blank.telling import blank_packet, blank_questionnaire
from screening.report.blank.words import EN
from screening.report.renderer import Renderer, own_renderer
from screening.report.worker.markup import read_markup

RULES = Path(__file__).with_name("paper_rules.yaml")
POINT_SIZES = {"a4": (595, 842), "letter": (612, 792)}


@pytest.fixture(scope="module")
def rules() -> Questionnaire:
    return load_questionnaire(str(RULES), RULES.read_bytes())


def blocks(form: BlankForm) -> Iterator[Question | Grid]:
    for sheet in (*form.sheets, *form.staff_sheets):
        for run in sheet.runs:
            yield from run.blocks


def conditions(form: BlankForm) -> list[str]:
    return [run.condition for sheet in form.sheets for run in sheet.runs if run.condition]


def told(library: Library, language: str) -> dict[str, Questionnaire]:
    found = dict(library.questionnaires)
    for one in library.translations.values():
        if one.language == language:
            found[one.translates] = translated(found[one.translates], one)
    return found


def text_of(form: BlankForm) -> str:
    return " ".join(" ".join(read_markup(blank_html(form)).itertext()).split())


def test_each_rule_is_said_in_words(rules: Questionnaire) -> None:
    assert conditions(blank_questionnaire(rules)) == [
        "Questions 4 to 5: only if you ticked “Yes” at question 1.",
        "Only if you ticked “Clouds” or “Snow, a little” at question 2.",
        "Only if you ticked an answer other than “None of these” at question 2.",
        "Only if your number at question 3 is more than 4, or you ticked “No” at question 1 and"
        " you would rather not answer question 3.",
        "Only if you did not tick “Yes” at question 1 or your number at question 3 is less than 2.",
    ]


@pytest.mark.parametrize(
    ("operators", "words"),
    [
        ({"is_not": ["yes"]}, "you ticked an answer other than “Yes” at question 1"),
        ({"answered": True}, "you answered question 1"),
        ({"missing": "any"}, "question 1 has no answer"),
        ({"missing": "not_assessed"}, None),
    ],
)
def test_what_paper_cannot_tell_is_not_guessed(
    rules: Questionnaire, operators: dict[str, object], words: str | None
) -> None:
    test = ItemTest.model_validate({"gate": operators}, strict=False)
    asked = OnPaper(1, rules.item("gate"))

    if words is None:
        with pytest.raises(Untold):
            condition_words(test, lambda _: asked, EN.condition)
    else:
        assert condition_words(test, lambda _: asked, EN.condition) == words


def test_a_rule_on_what_is_not_on_the_paper_leaves_it_to_the_staff(rules: Questionnaire) -> None:
    elsewhere = ItemTest.model_validate({"other.score": {"answered": True}}, strict=False)
    item = rules.item("wet").model_copy(update={"enable_when": elsewhere})
    page = rules.pages[1].model_copy(update={"items": (item,)})

    form = blank_questionnaire(rules.model_copy(update={"pages": (rules.pages[0], page)}))

    assert conditions(form) == ["Only if the staff ask you to."]


def test_what_staff_rate_stands_on_sheets_of_their_own(rules: Questionnaire) -> None:
    form = blank_questionnaire(rules)

    (sheet,) = form.staff_sheets
    (question,) = sheet.runs[0].blocks
    assert isinstance(question, Question)
    assert (question.number, question.text) == (10, "Written by the clerk")
    assert question.way_out == "Not assessed"
    assert "Written by the clerk" not in str(form.sheets)


def test_neither_points_nor_scores_nor_findings_are_on_it(library: Library) -> None:
    for questionnaire in library.questionnaires.values():
        pointed = questionnaire.model_copy(update={"scores": (), "findings": ()})
        html = blank_html(blank_questionnaire(questionnaire))

        assert html == blank_html(blank_questionnaire(pointed))  # nothing of them is looked at
        for finding in questionnaire.findings:
            assert f">{finding.words}<" not in html


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_item_of_every_questionnaire_stands_once(library: Library, language: str) -> None:
    for questionnaire in told(library, language).values():
        form = blank_questionnaire(questionnaire)

        shown = [
            text
            for block in blocks(form)
            for text in ([r.text for r in block.rows] if isinstance(block, Grid) else [block.text])
        ]
        assert sorted(shown) == sorted(item.text for item in questionnaire.items)


def test_a_page_with_a_grid_is_one_table_with_the_way_out_last(library: Library) -> None:
    (table,) = blocks(blank_questionnaire(library.questionnaires["sows16"]))

    assert isinstance(table, Grid)
    assert len(table.rows) == 16
    assert table.heads[-1] == "I would rather not answer"


def test_rows_have_lines_a_list_of_letters_and_the_units(library: Library) -> None:
    form = blank_questionnaire(library.questionnaires["substance_use"])

    rows = next(
        b.field for b in blocks(form) if isinstance(b, Question) and isinstance(b.field, Rows)
    )
    assert rows.number == 5
    assert [column.head for column in rows.columns] == [
        "What kind is it?", "How much do you take at one time?", "How many times a day?",
    ]  # fmt: skip
    assert rows.lists[0][1][2] == "C\N{NO-BREAK SPACE}Plain kratom powder"
    assert "teaspoons" in rows.lists[1][1]


def test_units_are_told_in_the_language_of_the_form(library: Library) -> None:
    form = blank_questionnaire(told(library, "es")["hair_exam"])

    units = {
        b.field.unit for b in blocks(form) if isinstance(b, Question) and isinstance(b.field, Field)
    }
    assert "pelos" in units
    assert not {"hairs", "1"} & units


def test_a_packet_says_who_is_asked_which_part(library: Library) -> None:
    packet = library.packets["intake"]
    form = blank_packet(packet, library.questionnaires, "en")

    by_tag = {sheet.tag.split()[0]: sheet.conditions for sheet in form.sheets}
    assert by_tag["sows16"] == ("Only if you ticked “Yes” at question 1.",)
    assert by_tag["phq9"] == (
        "Only if you ticked “No” at question 1 or you would rather not answer question 1.",
        "Only if you have not answered these questions here in the past 14 days.",
    )
    assert form.mark == f"intake {packet.version} · en"
    numbered = [block.number for block in blocks(form) if isinstance(block, Question)]
    assert numbered == sorted(set(numbered))


def test_the_same_question_of_two_parts_is_printed_once(library: Library) -> None:
    form = blank_packet(library.packets["follow_up"], library.questionnaires, "en")
    interest = library.questionnaires["phq2"].item("interest").text

    assert text_of(form).count(interest) == 1


def test_a_part_without_a_translation_is_marked_as_of_another_language(library: Library) -> None:
    told_es = {**told(library, "es"), "phq2": library.questionnaires["phq2"]}

    form = blank_packet(library.packets["follow_up"], told_es, "es")

    langs = {sheet.tag.split()[0]: sheet.lang for sheet in form.sheets}
    assert (langs["phq2"], langs["phq9"]) == ("en", "")
    assert form.title == "Preguntas para su visita"


def test_what_was_written_stays_text(rules: Questionnaire) -> None:
    page = rules.pages[0]
    payload = "</h2><script>alert(1)</script>{{ 7*7 }}"
    wild = rules.model_copy(update={"pages": (page.model_copy(update={"title": payload}),)})

    html = blank_html(blank_questionnaire(wild))

    assert "<script" not in html
    assert "7*7" in html


@pytest.mark.parametrize(("paper", "language"), [("a4", "en"), ("letter", "es")])
def test_the_pdf_keeps_both_standards_and_says_on_each_page_what_it_is(
    renderer: Renderer, library: Library, paper: str, language: str
) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    form = blank_packet(library.packets["withdrawal_check"], told(library, language), language)

    made = blank_pdf(form, renderer, paper)

    for profile in ("3a", "ua1"):
        assert page.validate_pdf_bytes(made.pdf, profile=profile).is_compliant
    assert made.log_lines == 0
    sheets = PdfReader(io.BytesIO(made.pdf)).pages
    box = sheets[0].mediabox
    assert (round(box.width), round(box.height)) == POINT_SIZES[paper]
    for number, sheet in enumerate(sheets, 1):
        text = sheet.extract_text()
        assert form.mark in text
        assert f"{number} " in text
    staff = next(
        n for n, sheet in enumerate(sheets) if form.staff_sheets[0].title in sheet.extract_text()
    )
    assert form.sheets[-1].title not in sheets[staff].extract_text()


def test_a_long_word_stays_on_the_paper(renderer: Renderer, rules: Questionnaire) -> None:
    item = rules.items[0].model_copy(update={"text": "Donaudampfschiffahrt" * 12})
    page = rules.pages[0].model_copy(update={"items": (item,)})
    form = blank_questionnaire(rules.model_copy(update={"pages": (page,)}))

    made = blank_pdf(form, renderer)

    edges: list[float] = []

    def see(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if "Donau" in text or "schiff" in text:
            edges.append(inner[4] * outer[0] + outer[4] + len(text.strip()) * size * 0.35)

    PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text(visitor_text=see)
    assert len(edges) > 2  # broken into lines
    assert max(edges) < POINT_SIZES["a4"][0]


@pytest.mark.parametrize(("language", "paper"), [("en", "a4"), ("es", "letter")])
def test_no_rule_is_broken_over_two_pages(
    renderer: Renderer, library: Library, language: str, paper: str
) -> None:
    form = blank_packet(library.packets["intake"], told(library, language), language)

    made = blank_pdf(form, renderer, paper)

    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made.pdf)).pages]
    sheets = (*form.sheets, *form.staff_sheets)
    said = [rule for sheet in sheets for rule in sheet.conditions] + conditions(form)
    rules = ["".join(rule.split()) for rule in said]
    assert len(rules) > 50
    for rule in set(rules):
        assert sum(page.count(rule) for page in pages) >= rules.count(rule), rule


def test_a_range_does_not_run_into_the_hint_before_it(library: Library) -> None:
    form = blank_questionnaire(library.questionnaires["vitals"])

    found = {one.text: one.help for one in blocks(form) if isinstance(one, Question)}

    assert found["Temperature in degrees Celsius"].endswith("102.2 F is 39.0 C. 30 to 44")
    assert found["Breaths per minute"].endswith("without telling the patient. 0 to 80")


def test_two_workers_make_the_same_bytes(renderer: Renderer, library: Library) -> None:
    form = blank_questionnaire(library.questionnaires["sows16"])

    with own_renderer() as other:
        assert blank_pdf(form, other).pdf == blank_pdf(form, renderer).pdf
