"""A walk through every page of a patient's, each with and without an error.

It finds its way by names of fields and never by words, so that it is the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from screening.security import kiosk_tokens
from screening.store import kiosk_access
from tests.web.conftest import Clinic

NEXT = "main form:not(dialog form) button[type=submit]:not([name])"
SIZES = ((1024, 768), (390, 844), (1440, 900))


class Walk:
    """One patient's way. Iterating stands still on each page, which `name` tells."""

    sizes: tuple[tuple[int, int], ...] = SIZES

    def __init__(self, clinic: Clinic, page: Any, language: str) -> None:
        self.clinic, self.page, self.language = clinic, page, language

    def __iter__(self) -> Iterator[str]:
        yield from self._before_the_questions()
        yield from self._questions()
        yield from self._after_the_questions()
        yield from self._the_locked_page()

    def code(self) -> str:
        """Of a fresh visit, in the language of the walk."""
        code, visit = kiosk_tokens.new_code(), self.clinic.start_visit()
        with self.clinic.parts.database.write() as session:
            kiosk_access.open_sitting(
                session, visit.id, code=code, language=self.language,
                by=self.clinic.fay.id, now=self.clinic.clock(),
            )  # fmt: skip
        return code

    def next(self) -> None:
        """The button at the end of the form."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(NEXT).first.click()

    def _before_the_questions(self) -> Iterator[str]:
        self.page.goto("/")
        yield "start"
        self.page.fill("#code", "ABCD-2345")
        self.next()
        yield "start with an error"
        self.page.fill("#code", self.code())
        self.next()
        yield "birthday"
        self.next()
        yield "birthday with an error"
        self.page.fill("#birth-day", "7")
        self.page.select_option("#birth-month", "2")
        self.next()
        yield "welcome"

    def _questions(self) -> Iterator[str]:
        self.page.goto("/sitting/1")
        yield "choice"
        self.next()
        yield "choice with an error"
        self.page.check("#gate-yes")
        self.next()
        for kind in ("choices", "integer", "scale", "units", "date", "moment", "rows", "words"):
            yield kind
            self.next()
            yield f"{kind} with an error"
            yield from self._answer(kind)
        yield "last question"

    def _answer(self, kind: str) -> Iterator[str]:
        page = self.page
        if kind == "rows":
            with page.expect_navigation():
                page.click("button[value=add_row]")
            yield "two rows"
        if kind == "integer":
            page.fill("#nights-input", "7")
        elif kind == "scale":
            page.check("#ache-10")
        else:
            page.check("main input[value='-out']")
        self.next()
        if kind in ("integer", "scale"):
            yield f"message after {kind}"
            with page.expect_navigation():
                page.click("main .button")
        if kind == "scale":
            yield "asked whether to go on"
            self.clinic.let_go_on()
            with page.expect_navigation():
                page.click("main .button")

    def _after_the_questions(self) -> Iterator[str]:
        self.page.goto("/sitting/review")
        yield "review"
        self.next()
        yield "review with an error"
        self.page.goto("/sitting/10")
        self.page.check("#tired-no")
        self._change_elsewhere()
        self.next()
        yield "two texts"
        self.page.goto("/sitting/review?")
        self.next()
        assert self.page.url.endswith("/thank-you"), self.page.inner_text("main")
        yield "end"
        if self.page.goto("/reading/1").status == 200:
            yield "leaflet"

    def _change_elsewhere(self) -> None:
        """The same question, answered in a second tab meanwhile."""
        other = self.page.context.new_page()
        other.goto(self.page.url)
        other.check("#tired-yes")
        with other.expect_navigation():
            other.locator(NEXT).first.click()
        other.close()

    def _the_locked_page(self) -> Iterator[str]:
        self.page.goto("/sitting/review")
        yield "locked"
        self.page.goto("/sitting/nowhere")
        yield "nothing there"
        self.page.goto("/")
        self.page.fill("#code", self.code())
        self.next()
        self.page.evaluate("document.querySelector('[data-idle]').showModal()")
        yield "warning before it locks"
