"""The text of a draft without script: saved, undone, looked up, and two people in one draft."""

from __future__ import annotations

import pytest

from screening.store import definition_drafts, definition_texts
from screening.store.definition_texts import DefinitionText
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.pages import Element

SECOND = (SMALL / "second.yaml").read_text().replace("1.0.0", "1.0.1", 1)
MINE = SECOND.replace("I am tired", "I am very tired")
THEIRS = SECOND.replace("The end", "The very end")


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, on a fresh draft of the small second questionnaire."""
    return on_the_draft(clinic)


def on_the_draft(clinic: Clinic) -> Browser:
    browser = clinic.signed_in(clinic.moss)
    browser.press("Edit second")
    return browser


def texts(clinic: Clinic) -> tuple[DefinitionText, ...]:
    with clinic.parts.database.read() as session:
        (held,) = definition_drafts.list_open(session)
        return definition_texts.history(session, held.id)


def shown(browser: Browser) -> str:
    """The text in the field; a browser drops the line feed that begins it."""
    return browser.page.value("text").removeprefix("\n")


def test_a_text_is_kept_exactly_as_typed(clinic: Clinic, moss: Browser) -> None:
    typed = "  \n<script>\nid: second\n\n\n"

    moss.press("Save", text=typed.replace("\n", "\r\n"))

    assert texts(clinic)[-1].data == typed.encode()
    assert shown(moss) == typed
    moss.press("Save", text=typed)
    assert len(texts(clinic)) == 2


def test_undo_and_redo_bring_back_texts_and_keep_what_was_typed(
    clinic: Clinic, moss: Browser
) -> None:
    moss.press("Save", text=MINE)
    moss.press("Undo the last save", text=THEIRS)
    assert shown(moss) == MINE
    moss.press("Undo the last save")
    assert shown(moss) == SECOND
    moss.press("Redo")
    moss.press("Redo")

    assert shown(moss) == THEIRS
    assert [(text.number, text.again) for text in texts(clinic)] == [
        (1, None), (2, None), (3, None), (4, 2), (5, 1), (6, 2), (7, 3),
    ]  # fmt: skip
    assert "hidden" in button(moss, "Redo").attributes


def test_a_first_text_has_nothing_to_undo(clinic: Clinic, moss: Browser) -> None:
    assert "hidden" in button(moss, "Undo").attributes

    moss.press("Undo the last save")

    assert len(texts(clinic)) == 1


def button(browser: Browser, words: str) -> Element:
    return next(b for b in browser.page.root.all("button") if b.text.startswith(words))


def test_two_at_once_see_both_texts_and_choose_mine(clinic: Clinic, moss: Browser) -> None:
    tess = on_the_draft(clinic)
    tess.press("Save", text=THEIRS)

    moss.press("Save", text=MINE)

    assert moss.status == 409
    assert shown(moss) == MINE
    assert moss.page.root.all("textarea")[1].text == " ".join(THEIRS.split())
    assert "Moss Keeper saved this draft meanwhile" in moss.page.text
    rows = [row.text for row in moss.page.root.all("tr")]
    assert "12 taken away title: The very end" in rows
    assert "12 added title: The end" in rows
    moss.press("Go on with mine")
    assert shown(moss) == MINE
    assert [text.data.decode() for text in texts(clinic)] == [SECOND, THEIRS, MINE]


def test_whoever_goes_on_with_theirs_finds_the_own_text_in_the_history(
    clinic: Clinic, moss: Browser
) -> None:
    on_the_draft(clinic).press("Save", text=THEIRS)
    moss.press("Save", text=MINE)

    moss.press("Go on with theirs")

    assert shown(moss) == THEIRS
    assert [text.data.decode() for text in texts(clinic)] == [SECOND, THEIRS, MINE, THEIRS]
    assert texts(clinic)[-1].again == 2


def test_a_third_save_meanwhile_is_shown_as_well(clinic: Clinic, moss: Browser) -> None:
    tess = on_the_draft(clinic)
    tess.press("Save", text=THEIRS)
    moss.press("Save", text=MINE)
    tess.press("Save", text=THEIRS + "# more\n")

    moss.press("Go on with mine")

    assert moss.status == 409
    assert shown(moss) == MINE
    assert "# more" in moss.page.text


def test_a_text_for_a_closed_draft_is_shown_to_be_copied(clinic: Clinic, moss: Browser) -> None:
    tess = on_the_draft(clinic)
    tess.follow("Discard the draft")
    tess.press("Discard the draft")

    moss.press("Save", text=MINE)

    assert moss.status == 409
    assert moss.page.h1 == "This draft is closed"
    assert moss.page.root.all("textarea")[0].text == " ".join(MINE.split())
    moss.open(moss.path)
    assert "second 1.0.1 Closed draft, based on 1.0.0" in moss.page.text
    assert [b.text for b in moss.page.root.all("main")[0].all("button")] == []


def test_the_history_tells_who_changed_how_much_and_brings_a_text_back(
    clinic: Clinic, moss: Browser
) -> None:
    moss.press("Save", text=MINE)
    moss.follow("History")
    rows = [row.text for row in moss.page.root.all("tr")[1:]]
    assert rows == [
        "Text 2 18 Nov 2026, 09:30 Moss Keeper +1 −1",
        "Text 1 18 Nov 2026, 09:30 Moss Keeper the first text",
    ]

    moss.follow("Text 2")
    assert "15 added text: I am very tired" in [row.text for row in moss.page.root.all("tr")]
    moss.open(f"{moss.path.removesuffix('2')}1")
    moss.press("Bring this text back")

    assert shown(moss) == SECOND
    assert texts(clinic)[-1].again == 1


def test_a_long_history_is_read_page_by_page(clinic: Clinic, moss: Browser) -> None:
    with clinic.parts.database.write() as session:
        (held,) = definition_drafts.list_open(session)
        for number in range(1, 60):
            data, now = b"%d" % number, clinic.clock()
            definition_drafts.save(session, held.id, data, shown=number, by=clinic.moss.id, now=now)
    moss.follow("History")
    assert len(moss.page.root.all("tr")) == 51

    moss.follow("Earlier texts")

    assert [row.text.split()[1] for row in moss.page.root.all("tr")[1:]] == [
        str(number) for number in range(10, 0, -1)
    ]
    moss.open(moss.path.replace("upto=10", "upto=" + "9" * 30))
    assert moss.status == 200


def test_the_script_is_told_what_became_of_a_pause(clinic: Clinic, moss: Browser) -> None:
    data = moss.page.form("Save").data(
        {"text": MINE.replace("type: choice", "type: choise")}, "Save"
    )

    address = f"{moss.path}/pause"

    reply = moss.post(address, data)

    told = reply.get_json()
    assert (told["number"], told["saved_at"], told["name"]) == (2, "09:30", "second 1.0.1")
    assert [(mark["line"], mark["column"]) for mark in told["marks"]] == [(16, 15)]
    assert "Did you mean “choice”?" in told["marks"][0]["words"]
    assert "1 fault" in told["checked"]
    again = moss.post(address, data | {"text": THEIRS})
    assert (again.status_code, again.get_json()) == (409, {"saved_by": "Moss Keeper"})
