"""The preview of a draft: filled in by hand or at random, with all that follows beside it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text as sql

from screening.store import definition_drafts
from screening.store.definition_drafts import TRANSLATION
from screening.web.headers import ALWAYS
from tests.web.browser import Browser
from tests.web.conftest import GRIDS, SMALL, Clinic
from tests.web.pages import Page
from tests.web.previewing import TEXT, begin, choose, draw, press, screen, told
from tests.web.pseudo import OPEN, write_translation

HOSTILE = "\"'></textarea></iframe><script src=//evil.example></script><img src=x onerror=alert(1)>"


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator."""
    return clinic.signed_in(clinic.moss)


@pytest.fixture
def preview(clinic: Clinic, moss: Browser) -> str:
    """The address of a preview, on whose first question the administrator is."""
    address = begin(clinic)
    moss.open(address)
    return address


def test_it_says_which_draft_it_is_and_leads_to_all_versions(moss: Browser) -> None:
    moss.open("/admin/")
    moss.press("Edit second")
    moss.follow("Preview")

    assert "second 1.0.1, draft, based on 1.0.0." in moss.page.text
    moss.follow("All versions of second")
    assert moss.page.h1 == "Versions of second"


# --- by hand --------------------------------------------------------------------------------------


def test_questions_come_one_by_one_as_on_the_tablet(moss: Browser, preview: str) -> None:
    assert screen(moss).h1 == "Did anything change?"
    assert "What changed?" not in press(moss, "Next", gate="no").text
    assert screen(moss).h1 == "How many bad nights?"

    press(moss, "Back")
    press(moss, "Next", gate="yes")

    assert screen(moss).h1 == "What changed?"
    assert press(moss, "Back").value("gate") == "yes"


def test_a_refused_answer_is_refused_in_the_patients_words_and_stays(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    inner = press(moss, "Next", nights="70")

    assert moss.status == 422
    assert "There is a problem" in inner.text
    assert inner.value("nights") == "70"
    press(moss, "Next")
    assert moss.status == 422
    assert screen(moss).h1 == "How many bad nights?"


def test_the_screens_own_button_brings_what_follows_without_going_on(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    press(moss, "Update", nights="5")

    assert screen(moss).value("nights") == "5"
    assert "Five bad nights or more" in told(moss)
    assert "Before the patient leaves" in told(moss)
    assert "Because “How many bad nights?” is “5”." in told(moss)
    assert "The patient is told nothing." in told(moss)
    press(moss, "Update", nights="")
    assert "No finding is raised." in told(moss)


def test_what_the_patient_is_told_stands_on_the_screen_at_that_moment(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    press(moss, "Next", nights="7")

    assert "You do not have to carry this alone" in screen(moss).h1
    assert "988" in screen(moss).text
    assert "The patient is shown the help lines at once, and may go on." in told(moss)
    assert press(moss, "Go on").h1 == "How strong is the ache?"
    assert "stays until staff let the patient go on" in press(moss, "Next", ache="10").text
    assert "The form is held" in told(moss)


def test_rows_are_added_and_kept(moss: Browser, preview: str) -> None:
    choose(moss, "Show: products")

    press(moss, "Add one more", products__0__form="yes", products__0__times="2")
    press(moss, "Update", products__1__form="no", products__1__times="3")

    assert screen(moss).value("products.0.times") == "2"
    assert "3" in [row.text for row in moss.page.root.all("tr") if "products" in row.text][0]


def test_the_clinicians_items_stand_on_a_sheet_behind_the_patients(
    moss: Browser, preview: str
) -> None:
    choose(moss, "Show: pulse")

    assert "What the clinician sees" in moss.page.text
    press(moss, "Update", pulse="104")
    assert "104 /min" in moss.page.text
    press(moss, "Update", pulse="", pulse__out="-out", pulse__why="no_time")
    assert "not assessed" in moss.page.text
    press(moss, "Next")
    assert screen(moss).h1 == "The questions end here"
    assert press(moss, "Back").h1 == "Rating"


def test_all_questions_stand_on_one_page_where_that_is_asked_for(
    moss: Browser, preview: str
) -> None:
    inner = choose(moss, "All on one page")

    assert "How many bad nights?" in inner.text
    assert "What changed?" not in inner.text
    assert "What changed?" in press(moss, "Update", gate="yes").text
    assert [one.text for one in screen(moss).root.all("h2")] == ["Right now", "A little more"]


def test_a_tablet_shows_a_grid_where_a_phone_asks_one_by_one(clinic: Clinic, moss: Browser) -> None:
    moss.open(begin(clinic, (GRIDS / "feel.yaml").read_text(), "feel"))
    press(moss, "Next", outside="no")

    tablet = screen(moss)
    phone = choose(moss, "Phone")

    assert [tablet.h1, phone.h1] == ["How you feel", "How shaky do you feel?"]


def test_the_clock_is_the_patients(clinic: Clinic, moss: Browser) -> None:
    text = TEXT.replace("precision: [minute, day]", "precision: [hour, day]", 1)
    moss.open(f"{begin(clinic, text)}?item=last")

    assert "PM" in screen(moss).text  # staff read the 24-hour clock


def test_scores_tell_what_is_still_possible_and_then_their_band(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(begin(clinic, (GRIDS / "feel.yaml").read_text(), "feel"))
    choose(moss, "All on one page")

    press(moss, "Update", shaky="some")

    assert "1–3 of 4 (incomplete)" in told(moss)  # 1 point, and 0 to 2 more
    assert "may be: calm; rough" in told(moss)
    press(moss, "Update", sick="some")
    assert "2 of 4 rough" in told(moss)
    assert "Shaky A little 1 1 Sick A little 1 2" in told(moss)


# --- at random, and for a colleague ---------------------------------------------------------------


def test_a_seed_draws_the_same_for_a_colleague_and_no_address_tells_an_answer(
    clinic: Clinic, moss: Browser, preview: str
) -> None:
    choose(moss, "Phone")
    draw(moss, 4)
    choose(moss, "Show: words")

    clinic.clock.forward(days=3)
    ada = clinic.signed_in(clinic.ada)
    ada.open(moss.page.link("Address of this question"))

    assert told(ada) == told(moss)
    assert [row.text for row in ada.page.root.all("tr")] == [
        row.text for row in moss.page.root.all("tr")
    ]
    assert screen(ada).h1 == screen(moss).h1 == "Anything else?"
    assert "Make a case" not in ada.page.text  # a clinician reads drafts
    assert screen(moss).value("words") == "some words"
    assert "some" not in "".join(moss.seen)


def test_an_odd_seed_leaves_questions_open_and_typing_ends_the_seed(
    moss: Browser, preview: str
) -> None:
    draw(moss, 4)
    assert "seed=4" in moss.page.link("Address of this question")

    press(moss, "Update", gate="no" if screen(moss).value("gate") == "yes" else "yes")

    assert "seed=" not in moss.page.link("Address of this question")
    assert "What was typed by hand does not travel in an address." in moss.page.text
    choose(moss, "Clear all answers")
    assert screen(moss).value("gate") == ""


def test_an_address_that_says_nonsense_is_no_accident(moss: Browser, preview: str) -> None:
    for query in ("seed=1234567890", "seed=x", "line=9x"):
        moss.open(f"{preview}?{query}")
        assert moss.status == 400
    moss.open(f"{preview}?item=me&at=soon&frame=watch&language=xx&layout=two")
    assert screen(moss).h1 == "Did anything change?"


# --- words ----------------------------------------------------------------------------------------


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


# --- the text -------------------------------------------------------------------------------------


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


# --- what must never happen -----------------------------------------------------------------------


def rows(clinic: Clinic) -> dict[str, int]:
    """How many rows each table has, but for those of signing in."""
    with clinic.parts.database.read() as session:
        names = session.scalars(sql("select name from sqlite_master where type = 'table'")).all()
        return {
            name: session.scalar(sql(f'select count(*) from "{name}"')) or 0  # noqa: S608
            for name in names
            if name not in ("sign_in", "attempt")
        }


def test_nothing_that_is_filled_in_gets_into_the_database_or_an_address(
    clinic: Clinic, moss: Browser, preview: str, tmp_path: Path
) -> None:
    before = rows(clinic)

    choose(moss, "Show: words")
    press(moss, "Update", words="a zebra under the bed")
    choose(moss, "Phone")
    choose(moss, "Show: nights")
    press(moss, "Next", nights="7")
    press(moss, "Go on")
    form = moss.page.form("Make a case")
    moss.post(f"{preview}/case", form.data({}, "Make a case"))

    assert "a zebra under the bed" in moss.page.text
    assert rows(clinic) == before
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"zebra" not in stored
    assert b"Harbour Clinic" in stored  # the search itself works
    assert "zebra" not in "".join(moss.seen)


def test_the_counting_of_rows_sees_a_response(clinic: Clinic) -> None:
    before = rows(clinic)

    clinic.tablet().press("Next", gate="no")

    assert rows(clinic) != before


def test_markup_in_a_text_stays_text(clinic: Clinic, moss: Browser) -> None:
    text = TEXT
    for place in ("Did anything change?", "Made-up check-in", "Right now", "Seven bad nights"):
        text = text.replace(place, f"'{HOSTILE.replace(chr(39), chr(39) * 2)}'", 1)

    moss.open(begin(clinic, text))

    for layout in ("One screen", "All on one page"):
        inner = choose(moss, layout)
        for page in (moss.page, inner):
            assert "alert(1)" in page.text
            ours = [one.attributes["src"] for one in page.root.all("script")]
            assert all(src.startswith("/static/js/") for src in ours)
            assert page.root.all("img") == []
        assert len(moss.page.root.all("iframe")) == 1


def test_the_preview_keeps_the_policy_of_every_other_page(moss: Browser, preview: str) -> None:
    assert {name: moss.response.headers[name] for name in ALWAYS} == ALWAYS
    assert "frame-ancestors 'none'" in ALWAYS["Content-Security-Policy"]


def test_a_field_that_no_screen_has_is_refused(moss: Browser, preview: str) -> None:
    form = screen(moss).form("Next")

    for name in ("nobody", "nights", "gate2", "preview-more"):
        reply = moss.post(preview, {**form.data({}, "Next"), name: "1"})
        assert reply.status_code == 400
    for name, text in (("preview-answers", "["), ("preview-answers", "[]"), ("preview-at", "now")):
        assert moss.post(preview, {**form.data({}, "Next"), name: text}).status_code == 400


def test_the_desk_reads_no_draft(clinic: Clinic, preview: str) -> None:
    fay = clinic.signed_in(clinic.fay)

    fay.open(preview)

    assert fay.status == 403


def inner_links(page: Page) -> list[str]:
    return [one.attributes["href"] for one in page.root.all("a")]


def test_no_link_of_the_screen_leads_out_of_the_frame(moss: Browser, preview: str) -> None:
    assert inner_links(screen(moss)) == ["#main"]
