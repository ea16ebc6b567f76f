"""What scripts add to a question, in Chromium: saving over a lost connection, and reading aloud."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Clinic
from tests.web.filling import stored_answers
from tests.web.serving import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Voices and what is said with them, in place of the browser's own: a test machine has none.
VOICES = """
  const said = [];
  const voice = (lang, localService) => ({ lang, localService, name: lang });
  window.said = said;
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
    speaking: false,
    getVoices: () => [voice("en-US", false), %s],
    speak(part) { said.push([part.text, part.voice.localService]); this.speaking = true; },
    cancel() { this.speaking = false; },
  }) });
"""


@pytest.fixture
def page(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """A page of Chromium before the code; go_to_questions() takes it on."""
    with page_of(clinic, chromium) as made:
        yield made


def go_to_questions(clinic: Clinic, page: Any) -> None:
    page.goto("/")
    page.get_by_label("Code from the staff").fill(clinic.code_for(clinic.start_visit()))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Day").fill("7")
    page.get_by_label("Month").select_option(label="February")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Begin").click()
    page.wait_for_url("**/sitting/1")


def saving(page: Any) -> str:
    return str(page.locator("[data-saving]").inner_text())


def test_a_lost_connection_is_said_and_the_answer_is_saved_once_it_is_back(
    clinic: Clinic, page: Any
) -> None:
    go_to_questions(clinic, page)
    assert saving(page) == "Your answers are saved up to here."
    page.locator('[id="gate-no"]').check()
    assert saving(page).startswith("Not saved yet. Press")

    page.route("**/sitting/1", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Next", exact=True).last.click()
    page.get_by_text("Not saved yet: no connection.").wait_for()
    assert page.locator('[id="gate-no"]').is_checked()
    page.unroute("**/sitting/1")

    page.wait_for_url("**/sitting/2")
    assert stored_answers(clinic) == {"gate": "no"}
    assert saving(page) == "Your answers are saved up to here."


def test_a_reply_that_got_lost_saves_nothing_twice(clinic: Clinic, page: Any) -> None:
    go_to_questions(clinic, page)
    lost: list[int] = []

    def lose_the_first_reply(route: Any) -> None:
        if not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/sitting/1", lose_the_first_reply)
    page.locator('[id="gate-no"]').check()
    page.get_by_role("button", name="Next", exact=True).last.click()

    page.wait_for_url("**/sitting/2")
    assert lost == [303]
    assert stored_answers(clinic) == {"gate": "no"}


def test_a_refused_answer_shows_its_page(clinic: Clinic, page: Any) -> None:
    go_to_questions(clinic, page)

    page.get_by_role("button", name="Next", exact=True).last.click()

    page.get_by_text("There is a problem").wait_for()
    assert page.title().startswith("Error: Question 1")
    assert saving(page) == "This answer is not saved yet."


def test_a_question_is_read_aloud_by_a_voice_of_the_device(clinic: Clinic, page: Any) -> None:
    page.add_init_script(VOICES % 'voice("en-US", true)')
    go_to_questions(clinic, page)

    page.get_by_role("button", name="Read this aloud").click()

    said = page.evaluate("said")
    assert [text for text, _ in said][0] == "Did anything change?"
    assert {"Yes", "No", "I would rather not answer this"} <= {text for text, _ in said}
    assert all(local for _, local in said)
    page.get_by_role("button", name="Stop reading").click()
    page.get_by_role("button", name="Read this aloud").wait_for()


def test_no_voice_of_the_device_no_button(clinic: Clinic, page: Any) -> None:
    page.add_init_script(VOICES % 'voice("fr-FR", true)')
    go_to_questions(clinic, page)

    assert not page.locator("[data-aloud]").is_visible()
