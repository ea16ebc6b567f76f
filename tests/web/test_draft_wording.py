"""The words of a draft in plain fields: they change words in the file, and nothing else."""

from __future__ import annotations

import pytest

from screening.store import definition_drafts
from screening.store.definition_drafts import DefinitionDraft
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.translating import add_nora

SECOND = (SMALL / "second.yaml").read_text().replace("1.0.0", "1.0.1", 1)
ITEM = "w__pages__end__items__tired__text"
HINT = "w__pages__end__items__tired__hint"


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, on the words of a fresh draft of the small second questionnaire."""
    browser = clinic.signed_in(clinic.moss)
    browser.press("Edit second")
    browser.follow("Words")
    return browser


def draft(clinic: Clinic) -> DefinitionDraft:
    with clinic.parts.database.read() as session:
        (held,) = definition_drafts.list_open(session)
    return held


def text(clinic: Clinic) -> str:
    return draft(clinic).text.data.decode()


def write(clinic: Clinic, words: str) -> None:
    """Somebody else saves the text meanwhile."""
    held = draft(clinic)
    with clinic.parts.database.write() as session:
        definition_drafts.save(
            session, held.id, words.encode(), shown=held.text.number, by=clinic.ada.id,
            now=clinic.clock(),
        )  # fmt: skip


def value(browser: Browser, name: str) -> str:
    return browser.page.value(name.replace("__", ".")).removeprefix("\n")


def test_each_text_stands_under_its_page_beside_the_one_in_use(moss: Browser) -> None:
    assert moss.page.h1 == "Words of second 1.0.1"
    assert "The end" in [one.text for one in moss.page.root.all("h2")]
    assert "Text of item tired" in moss.page.text
    assert value(moss, ITEM) == "I am tired"
    assert "points, conditions and comments stay as they are" in moss.page.text


def test_a_changed_word_is_all_that_changes_in_the_text(clinic: Clinic, moss: Browser) -> None:
    moss.press("Save", **{ITEM: "I am: #1 “tired”"})

    assert text(clinic) == SECOND.replace("text: I am tired", 'text: "I am: #1 “tired”"')
    assert value(moss, ITEM) == "I am: #1 “tired”"
    assert "I am tired" in moss.page.text  # of the version in use
    assert draft(clinic).text.number == 2
    moss.press("Save")
    assert draft(clinic).text.number == 2


def test_a_hint_is_put_in_and_taken_out_again(clinic: Clinic, moss: Browser) -> None:
    moss.press("Save", **{HINT: "In the past week"})
    assert "hint: In the past week" in text(clinic)

    moss.press("Save", **{HINT: ""})

    assert text(clinic) == SECOND


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Fill this in"), ("x" * 4001, "within 4000"), ("a\u202eb", "cannot be seen")],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_lost(
    clinic: Clinic, moss: Browser, typed: str, words: str
) -> None:
    moss.press("Save", **{ITEM: typed, HINT: "In the past week"})

    assert moss.status == 422
    assert words in moss.page.text
    assert (value(moss, ITEM), value(moss, HINT)) == (typed, "In the past week")
    assert text(clinic) == SECOND


def test_a_fault_of_the_loader_stands_at_its_field(moss: Browser) -> None:
    options = "w__pages__end__items__tired__options__{}__text"
    moss.press("Save", **{options.format("no"): "The same", options.format("yes"): "The same"})

    (wrong,) = [
        one for one in moss.page.root.all("div") if "item--wrong" in one.attributes.get("class", "")
    ]
    assert "The same" in wrong.text


def test_two_people_in_different_texts_and_in_the_same_lose_nothing(
    clinic: Clinic, moss: Browser
) -> None:
    write(clinic, SECOND.replace("I am tired", "Theirs").replace("The end", "The very end"))

    moss.press("Save", **{ITEM: "Mine", HINT: "In the past week"})

    assert moss.status == 409
    assert "Dr Ada Byron saved this draft meanwhile" in moss.page.text
    assert "Saved meanwhile by Dr Ada Byron: Theirs" in moss.page.text
    assert (value(moss, ITEM), value(moss, HINT)) == ("Mine", "In the past week")
    assert value(moss, "w__pages__end__title") == "The very end"
    moss.press("Save")
    assert "text: Mine" in text(clinic)
    assert "The very end" in text(clinic)


def test_a_text_that_somebody_took_out_meanwhile_is_told_with_what_was_typed(
    clinic: Clinic, moss: Browser
) -> None:
    write(clinic, SECOND.replace("id: tired", "id: weary").replace("sum: [tired]", "sum: [weary]"))

    moss.press("Save", **{ITEM: "Mine"})

    assert moss.status == 409
    assert "Text of item tired: Mine" in moss.page.text


def test_a_draft_that_was_closed_meanwhile_keeps_what_was_typed_on_the_page(
    clinic: Clinic, moss: Browser
) -> None:
    with clinic.parts.database.write() as session:
        definition_drafts.close(
            session, draft(clinic).id, definition_drafts.DISCARDED, by=clinic.moss.id,
            now=clinic.clock(),
        )  # fmt: skip

    moss.press("Save", **{ITEM: "Mine"})

    assert moss.status == 409
    assert "Not saved: this draft is closed" in moss.page.text
    assert value(moss, ITEM) == "Mine"


def test_a_text_that_is_no_yaml_has_no_fields_and_says_where(clinic: Clinic, moss: Browser) -> None:
    write(clinic, "id: second\ntitle: [\n")

    moss.open(moss.path)

    assert "cannot be read" in moss.page.text
    assert moss.page.root.all("textarea") == []


def test_what_was_typed_is_told_where_the_text_is_no_yaml_any_more(
    clinic: Clinic, moss: Browser
) -> None:
    write(clinic, "id: second\ntitle: [\n")

    moss.press("Save", **{ITEM: "Mine"})

    assert moss.status == 409
    assert "Text of item tired: Mine" in moss.page.text


def test_a_field_that_no_text_has_and_a_number_that_never_was_are_refused(
    clinic: Clinic, moss: Browser
) -> None:
    form = moss.page.form("Save")
    sent = form.data({}, "Save")

    assert moss.post(form.action, {**sent, "w.nothing": "x"}).status_code == 400
    for shown in ("9", "x", "", "9" * 30):
        assert moss.post(form.action, {**sent, "shown": shown}).status_code == 400
    assert text(clinic) == SECOND


def test_a_clinician_reads_the_words_and_cannot_save(clinic: Clinic, moss: Browser) -> None:
    ada = clinic.signed_in(clinic.ada)

    ada.open(moss.path)

    assert "readonly" in ada.page.root.all("textarea")[0].attributes
    assert not [one for one in ada.page.root.all("button") if one.text == "Save"]


def test_the_words_of_a_new_questionnaire_have_none_beside_them(
    clinic: Clinic, password_hash: str
) -> None:
    nora = clinic.signed_in(add_nora(clinic, password_hash))
    nora.open("/admin/drafts/new")
    nora.press("Begin the draft", id="sleep", title="Sleep")
    nora.follow("Words")

    nora.press("Save", w__title="Sleep and waking")

    assert nora.page.value("w.title").strip() == "Sleep and waking"
    assert "title: Sleep and waking" in text(clinic)
