"""A whole visit by keyboard alone on a page enlarged to 400 %, with script and without it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.served import served
from tests.web.conftest import Clinic
from tests.web.conftest import shipped_clinic as shipped_clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AT_400_PERCENT = {"width": 320, "height": 256}  # what 1280 x 1024 come to
FOCUS = """() => {
  const one = document.activeElement;
  const box = (one.closest("label.tile") ?? one).getBoundingClientRect();
  return {
    name: one.name ?? "", value: one.value ?? "", type: one.type ?? one.localName,
    href: one.getAttribute("href") ?? "", words: one.innerText ?? "",
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    wide: document.documentElement.scrollWidth > innerWidth,
  };
}"""


class Keyboard:
    """Somebody who presses keys and nothing else."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def tab_to(self, **wanted: str) -> dict[str, Any]:
        """Press Tab until the focus is on a thing like this, which must be in sight then."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            focus: dict[str, Any] = self.page.evaluate(FOCUS)
            if all(focus[key] == value for key, value in wanted.items()):
                assert focus["seen"], focus
                assert not focus["wide"], self.page.url
                return focus
        raise AssertionError(f"Tab never leads to {wanted} on {self.page.url}")

    def press(self, key: str) -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def next(self) -> None:
        """Tab on to the button, and Enter."""
        self.tab_to(type="submit", name="")
        self.press("Enter")

    def answer(self, skip: bool = False) -> None:
        """The first of the tiles, or the way out of a question that has to be typed."""
        page = self.page
        if page.locator("main input[type=radio]").count() and not skip:
            self.tab_to(type="radio")
            page.keyboard.press("Space")
        elif page.locator("main input[type=radio][value='-out']").count():
            self.tab_to(type="radio")
            page.keyboard.press("ArrowUp")  # from the first round to the last, which is the way out
        else:
            self.tab_to(type="checkbox", value="-out")
            page.keyboard.press("Space")
        self.next()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_visit_by_keyboard_alone_at_400_percent(
    shipped_clinic: Clinic, chromium: Any, script: bool
) -> None:
    code = shipped_clinic.code_for(shipped_clinic.start_visit("withdrawal_check"))
    with served(shipped_clinic.app) as address:
        context = chromium.new_context(
            base_url=address, viewport=AT_400_PERCENT, java_script_enabled=script
        )
        person = Keyboard(context.new_page())

        open_by_code(person, code)
        asked = 0
        while "/sitting/review" not in person.page.url:
            assert asked < 100
            asked += 1
            if "/message/" in person.page.url:
                person.tab_to(type="a")
                person.press("Enter")
                continue
            person.answer(skip=asked == 3)
        change_one(person)
        person.next()

        assert asked >= 16
        assert person.page.url.endswith("/thank-you")
        context.close()


def open_by_code(person: Keyboard, code: str) -> None:
    """From the locked tablet to the first question."""
    page = person.page
    page.goto("/")
    person.tab_to(name="code")
    page.keyboard.type(code)
    person.next()
    person.tab_to(name="day")
    page.keyboard.type("7")
    person.tab_to(name="month")
    page.keyboard.type("Feb")
    person.next()
    person.tab_to(href="/sitting/1")
    person.press("Enter")


def change_one(person: Keyboard) -> None:
    """The last answer, to the way out, and back to the review."""
    # This packet shows no list of answers; a list has a link for each, and the same way back.
    person.tab_to(href=person.page.locator(".back-link").get_attribute("href"))
    person.press("Enter")
    person.answer(skip=True)
    while "/sitting/review" not in person.page.url:  # what the change has opened
        person.answer()
