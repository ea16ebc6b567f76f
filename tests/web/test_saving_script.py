"""Next on older tablets, when the server fails, and where a question's name hides a form's part."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from screening.web import patient
from tests.web.conftest import SMALL, Clinic
from tests.web.filling import stored_answers
from tests.web.serving import page_of
from tests.web.test_question_script import go_to_questions, saving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What tablets lack that no longer get new versions of their browser.
OLDER = {
    "Safari 15": "delete AbortSignal.timeout",
    "Safari 15.3": """
        delete AbortSignal.timeout;
        delete HTMLFormElement.prototype.requestSubmit;
        delete SubmitEvent.prototype.submitter;
        delete HTMLDialogElement.prototype.showModal;
        delete HTMLDialogElement.prototype.close;
        delete window.BroadcastChannel;
    """,
    "no way to ask": "delete window.AbortController",
}
NEXT = "main form button[type=submit]:not([name])"


@contextmanager
def older(clinic: Clinic, chromium: Any, lacks: str) -> Iterator[Any]:
    """At the first question in a browser that lacks something."""
    with page_of(clinic, chromium) as page:
        page.add_init_script(OLDER[lacks])
        go_to_questions(clinic, page)
        yield page


@pytest.mark.parametrize("lacks", OLDER)
def test_next_goes_on_in_an_older_browser(clinic: Clinic, chromium: Any, lacks: str) -> None:
    with older(clinic, chromium, lacks) as page:
        page.check("#gate-no")
        page.click(NEXT)

        page.wait_for_url("**/sitting/2")

    assert stored_answers(clinic) == {"gate": "no"}


@pytest.mark.parametrize("lacks", OLDER)
def test_a_language_is_no_save_in_an_older_browser(
    clinic: Clinic, chromium: Any, lacks: str
) -> None:
    with older(clinic, chromium, lacks) as page:
        page.check("#gate-no")
        page.get_by_role("button", name="Español").click()

        page.locator("html[lang=es]").wait_for()
        assert page.url.endswith("/sitting/1")
        assert page.is_checked("#gate-no")

    assert stored_answers(clinic) == {}


def test_an_older_browser_warns_and_locks_too(clinic: Clinic, chromium: Any) -> None:
    with page_of(clinic, chromium) as page:
        page.add_init_script(OLDER["Safari 15.3"])
        page.clock.install()
        go_to_questions(clinic, page)
        page.wait_for_load_state()  # the script, too, whose time is to be moved
        hidden = not page.get_by_text("Are you still there?").is_visible()

        page.clock.run_for(305_000)
        warned = page.get_by_text("Are you still there?").is_visible()
        clinic.clock.forward(minutes=6)
        page.clock.run_for(60_000)

        page.get_by_text("This tablet is locked.").wait_for()
        assert (hidden, warned) == (True, True)


def test_a_server_that_fails_is_asked_until_it_has_the_answer(
    clinic: Clinic, chromium: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("full")

    with page_of(clinic, chromium) as page:
        go_to_questions(clinic, page)
        page.goto("/sitting/8")
        page.fill("#words-input", "a long story")
        with monkeypatch.context() as patched:
            patched.setattr(patient, "commit", fails)
            page.click(NEXT)
            page.get_by_text("Not saved yet. The tablet keeps trying.").wait_for()
            kept = page.input_value("#words-input")
            page.fill("#words-input", "a longer story")

        page.wait_for_url("**/sitting/review")

    assert kept == "a long story"
    assert stored_answers(clinic) == {"words": "a longer story"}


def test_a_server_that_only_fails_at_the_next_page_has_the_answer(
    clinic: Clinic, chromium: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    with page_of(clinic, chromium) as page:
        go_to_questions(clinic, page)
        page.check("#gate-no")
        with monkeypatch.context() as patched:
            patched.setattr(patient, "question_page", fails)
            page.click(NEXT)
            page.get_by_role("heading", name="Something went wrong").wait_for()
        page.get_by_role("link", name="Try again").click()

        page.wait_for_url("**/sitting/2")
        assert saving(page) == "Your answers are saved up to here."

    assert stored_answers(clinic) == {"gate": "no"}


# Inside a form such a name stands for the control instead of the form's own part.
@pytest.mark.parametrize("name", ["submit", "action", "dataset", "method", "elements"])
def test_a_question_may_be_named_like_a_part_of_its_form(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path, chromium: Any, name: str
) -> None:
    clinic = make_clinic(with_item_named(name, tmp_path / "questionnaires"))
    with page_of(clinic, chromium) as page:
        go_to_questions(clinic, page)
        page.goto("/sitting/8")
        page.click(NEXT)
        page.get_by_text("There is a problem").wait_for()
        page.fill(f"#{name}-input", "typed")
        page.click(NEXT)

        page.wait_for_url("**/sitting/review")

    assert stored_answers(clinic) == {name: "typed"}


def with_item_named(name: str, folder: Path) -> Path:
    """The small packet with its question of words under this id."""
    shutil.copytree(SMALL, folder)
    file = folder / "check_in.yaml"
    file.write_text(file.read_text().replace("id: words", f"id: {name}"))
    return folder
