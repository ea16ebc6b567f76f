"""The preview of a draft: in which words, and as far as its text can be read."""

from __future__ import annotations

from uuid import UUID

from screening.store import definition_drafts
from screening.store.definition_drafts import TRANSLATION
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.previewing import TEXT, begin, choose, press, screen
from tests.web.pseudo import OPEN, write_translation


def test_the_language_changes_with_every_answer_kept(told_clinic: Clinic) -> None:
    moss = told_clinic.signed_in(told_clinic.moss)
    moss.open(begin(told_clinic))
    press(moss, "Update", gate="yes")

    choose(moss, "Español")

    assert OPEN in screen(moss).h1
    assert screen(moss).lang == "es"
    assert screen(moss).value("gate") == "yes"
    assert "the translation in use, made for version 1.0.0" in moss.page.text
    press(moss, "English")
    assert screen(moss).h1 == "Did anything change?"


def test_a_translations_draft_goes_before_the_one_in_use_where_it_fits(
    told_clinic: Clinic,
) -> None:
    moss = told_clinic.signed_in(told_clinic.moss)
    preview = begin(told_clinic)
    draft = write_translation(SMALL / "check_in.yaml", "es").replace(OPEN, "¡")
    shown = begin(told_clinic, draft, "check_in.es", TRANSLATION)

    moss.open(f"{preview}?language=es")
    assert "the translation’s draft" in moss.page.text
    assert screen(moss).h1.startswith("¡")
    moss.open(shown)
    assert "Español: this draft" in moss.page.text
    assert screen(moss).h1.startswith("¡")
    assert "Make a case" not in moss.page.text


def test_a_translations_draft_with_a_fault_gives_way_to_the_one_in_use(
    told_clinic: Clinic,
) -> None:
    moss = told_clinic.signed_in(told_clinic.moss)
    preview = begin(told_clinic)
    begin(told_clinic, "translates: check_in\nlanguage: es\n", "check_in.es", TRANSLATION)

    moss.open(f"{preview}?language=es")

    assert "its draft does not fit this text" in moss.page.text
    assert OPEN in screen(moss).h1


def test_each_question_leads_to_its_line_and_a_line_back_to_its_question(
    moss: Browser, preview: str
) -> None:
    line = TEXT.splitlines().index("      - id: nights") + 1
    links = {a.attributes.get("id"): a.attributes["href"] for a in moss.page.root.all("a")}

    assert links["edit-nights"].endswith(f"?item=nights&line={line}#line-{line}")
    assert links["edit-here-gate"].split("?")[0] == preview.removesuffix("/preview")
    moss.open(f"{preview}?line={line + 2}")
    assert screen(moss).h1 == "How many bad nights?"
    moss.open(links["edit-nights"].partition("#")[0])
    assert moss.page.link(f"line {line}").endswith(f"/faults#line-{line}")
    moss.follow("Back to it in the preview")
    assert screen(moss).h1 == "How many bad nights?"


def test_a_text_with_faults_is_shown_as_far_as_it_can_be_read(
    clinic: Clinic, moss: Browser
) -> None:
    line = TEXT.splitlines().index("      - id: nights") + 1
    moss.open(begin(clinic, TEXT.replace("type: integer\n        min: 0", "type: intger", 1)))

    assert "what is wrong was left out of this preview" in moss.page.text
    assert f"Line {line + 2}" in moss.page.text
    assert screen(moss).h1 == "Did anything change?"
    assert press(moss, "Next", gate="no").h1 == "How strong is the ache?"


def test_faults_of_meaning_are_told_and_stop_no_preview(clinic: Clinic, moss: Browser) -> None:
    asked = "enable_when: {gate: yes}"
    for number, (old, new) in enumerate(
        (
            (asked, "enable_when: {nobody: yes}"),
            (asked, "enable_when: {what: sleep}"),
            ("when: {nights: {at_least: 7}}", "when: {nobody: {at_least: 7}}"),
        )
    ):
        moss.open(begin(clinic, TEXT.replace(old, new, 1), f"check_{number}"))

        assert moss.status == 200
        assert moss.page.link("Line")


def test_a_text_that_is_no_questionnaire_says_why_and_leads_back(
    clinic: Clinic, moss: Browser
) -> None:
    for number, text in enumerate(("\n", "id: [", "- a list", "id: check_in\npages: 3\n")):
        preview = begin(clinic, text, f"check_{number}")

        moss.open(preview)

        assert moss.status == 200
        assert moss.page.link("Line").startswith(preview.removesuffix("/preview"))


def test_answers_that_a_newer_text_does_not_take_are_left_out_and_counted(
    clinic: Clinic, moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")
    press(moss, "Update", nights="5")
    draft_id = preview.split("/")[3]
    with clinic.parts.database.write() as session:
        definition_drafts.save(
            session, UUID(draft_id), TEXT.replace("max: 7", "max: 4", 1).encode(), shown=1,
            by=clinic.moss.id, now=clinic.clock(),
        )  # fmt: skip

    choose(moss, "Phone")

    assert "1 answer does not fit the text any more and was left out." in moss.page.text


def test_what_needs_other_questionnaires_says_so(clinic: Clinic, moss: Browser) -> None:
    second = TEXT.replace("pages:", "uses: [second.anything]\n\npages:", 1)

    moss.open(begin(clinic, second))

    assert "a preview has none of them" in moss.page.text
