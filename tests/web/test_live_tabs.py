"""Two live tabs of one tablet in Chromium: what one patient left open is gone for the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from screening.store import encounters, library, patients
from screening.store.encounters import Encounter
from screening.store.patients import Identity
from tests.served import served
from tests.web.conftest import Clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEXT = "main form button[type=submit]:not([name])"
WORDS = "heron mill 7731"
BEN = Identity(family="Alder", given="Ben", born=date(1980, 3, 4), record="MRN-00999")
NO_WORD_BETWEEN_TABS = "delete window.BroadcastChannel"
# A driver keeps every tab in sight: what it never says is said here.
SIGHT = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@dataclass
class Tabs:
    """The tablet's browser, and the clinic it belongs to."""

    clinic: Clinic
    context: Any

    def start(self, visit: Encounter, day: str, month: str) -> Any:
        """A fresh tab at the welcome page."""
        tab = self.context.new_page()
        tab.goto("/")
        tab.fill("#code", self.clinic.code_for(visit))
        tab.click(NEXT)
        tab.fill("#birth-day", day)
        tab.select_option("#birth-month", month)
        tab.click(NEXT)
        tab.wait_for_url("**/welcome")
        return tab

    def with_words(self) -> Any:
        """Cleo's tab with something typed in it."""
        tab = self.start(self.clinic.start_visit(), "7", "2")
        tab.goto("/sitting/8")
        tab.fill("#words-input", WORDS)
        return tab

    def hand_over(self) -> Any:
        """Cleo locks the tablet in a second tab, and Ben begins there."""
        tab = self.context.new_page()
        tab.goto("/sitting/1")
        with tab.expect_navigation():
            tab.evaluate("document.querySelector('[data-idle] form').submit()")
        return self.start(visit_of_ben(self.clinic), "4", "3")


@pytest.fixture
def tabs(clinic: Clinic, chromium: Any) -> Iterator[Tabs]:
    with served(clinic.app) as address:
        context = chromium.new_context(base_url=address)
        yield Tabs(clinic, context)
        context.close()


def visit_of_ben(clinic: Clinic) -> Encounter:
    with clinic.parts.database.write() as session:
        ben = patients.add(session, clinic.parts.site.id, BEN, by=clinic.fay.id, now=clinic.clock())
        packet = library.current_packets(session)[0].sha256
        return encounters.start(
            session, ben.id, packet,
            time_zone="America/New_York", by=clinic.fay.id, now=clinic.clock(),
        )  # fmt: skip


def test_a_tab_gives_way_as_soon_as_its_sitting_ends_in_another(tabs: Tabs) -> None:
    left = tabs.with_words()
    second = tabs.context.new_page()
    second.goto("/sitting/1")

    second.evaluate("document.querySelector('[data-idle] form').submit()")

    left.get_by_role("heading", name="Enter your code").wait_for()
    assert left.url.endswith("/")


@pytest.mark.parametrize("sign", ["focus", "sight"])
def test_a_tab_that_heard_nothing_gives_way_when_it_is_looked_at(tabs: Tabs, sign: str) -> None:
    tabs.context.add_init_script(NO_WORD_BETWEEN_TABS)
    left = tabs.with_words()
    ben = tabs.hand_over()
    assert left.input_value("#words-input") == WORDS

    if sign == "focus":
        left.evaluate("dispatchEvent(new Event('focus'))")
    else:
        left.evaluate(SIGHT, True)
        left.evaluate(SIGHT, False)

    left.get_by_role("heading", name="Enter your code").wait_for()
    assert left.url.endswith("/")
    ben.goto("/sitting/8")
    assert ben.input_value("#words-input") == ""


def test_the_counter_proof_without_its_script_the_words_stay(tabs: Tabs) -> None:
    tabs.context.route("**/sitting.js*", lambda route: route.fulfill(body=""))
    left = tabs.with_words()
    tabs.hand_over()

    left.evaluate("dispatchEvent(new Event('focus'))")
    left.evaluate(SIGHT, True)
    left.evaluate(SIGHT, False)
    left.wait_for_timeout(1_000)

    assert left.input_value("#words-input") == WORDS
    assert left.locator("#words-input").is_visible()


def test_a_page_out_of_sight_is_covered_until_the_server_knows_it(tabs: Tabs) -> None:
    tab = tabs.with_words()
    tab.focus("#words-input")

    tab.evaluate(SIGHT, True)
    covered = not tab.locator("#words-input").is_visible()
    tab.evaluate(SIGHT, False)
    tab.locator("#words-input").wait_for()

    assert covered
    assert tab.input_value("#words-input") == WORDS
    assert tab.evaluate("document.activeElement.id") == "words-input"


def test_without_a_connection_a_page_stays_covered_and_says_why(tabs: Tabs) -> None:
    tab = tabs.with_words()
    tab.route("**/sitting/here", lambda route: route.abort("internetdisconnected"))

    tab.evaluate(SIGHT, True)
    tab.evaluate(SIGHT, False)
    tab.get_by_text("The tablet has no connection.").wait_for()
    covered = not tab.locator("#words-input").is_visible()
    tab.unroute("**/sitting/here")

    tab.locator("#words-input").wait_for()
    assert covered
    assert tab.input_value("#words-input") == WORDS


def test_a_tab_in_the_background_locks_nobody_out(tabs: Tabs) -> None:
    left = tabs.context.new_page()
    left.clock.install()
    first = tabs.start(tabs.clinic.start_visit(), "7", "2")
    left.goto("/sitting/1")
    for _ in range(6):
        tabs.clinic.clock.forward(minutes=1)
        first.goto("/sitting/2")
        left.clock.run_for(59_000)

    with left.expect_response("**/sitting/pause") as told:
        left.clock.run_for(10_000)
    first.goto("/sitting/2")

    assert told.value.status == 204
    assert first.inner_text("h1") == "How many bad nights?"
    left.get_by_role("dialog").wait_for(state="hidden")
    assert left.locator("#gate-no").is_visible()
