"""A walk through the pages of a grid on a tablet: blank, refused, chosen, stale, reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from screening.security import kiosk_tokens
from screening.store import tablets
from screening.web.cookies import TABLET
from tests.access.every_page import NEXT, SIZES, Walk
from tests.library_place import LIBRARY
from tests.web.test_worked_cases_in_forms import shelf_for

GRID = "sows16"
PORTRAIT = (768, 1024)  # where the mark of a tile stands above its words


def grid_library(folder: Path) -> Path:
    """The shipped grid in both languages, and a packet of it alone."""
    shelf_for(GRID, folder)
    (folder / f"{GRID}.es.yaml").write_bytes((LIBRARY / f"{GRID}.es.yaml").read_bytes())
    return folder


class GridWalk(Walk):
    """The same patient before one grid."""

    sizes = (*SIZES, PORTRAIT)

    def __iter__(self) -> Iterator[str]:
        self._arrive()
        yield "grid"
        self.next()
        yield "grid with every row open"
        self._choose(3)
        self.next()
        yield "grid with some rows open"
        self._choose(16)
        yield "grid with every row chosen"
        self._change_elsewhere()
        self.next()
        yield "two texts of every row"
        self.next()
        yield "review of the rows"

    def _arrive(self) -> None:
        page, token = self.page, kiosk_tokens.new_token()
        with self.clinic.parts.database.write() as session:
            tablets.enrol(
                session, self.clinic.parts.site.id, "Tablet 1", token=token,
                by=self.clinic.fay.id, now=self.clinic.clock(),
            )  # fmt: skip
        page.goto("/")
        # The driver takes no cookie of this name over plain HTTP; the browser does for localhost.
        page.evaluate("cookie => { document.cookie = cookie }", f"{TABLET}={token}; Secure; Path=/")
        page.fill("#code", self.code())
        self.next()
        page.fill("#birth-day", "7")
        page.select_option("#birth-month", "2")
        self.next()
        page.goto("/sitting/1")
        assert page.locator(".grid > fieldset").count() == 16

    def _choose(self, rows: int, option: int = 0) -> None:
        for number in range(rows):
            row = self.page.locator(".grid > fieldset").nth(number)
            row.locator("input").nth(-1 if number == 2 else option).check()

    def _change_elsewhere(self) -> None:
        """The same page in a second tab, with other answers."""
        here, self.page = self.page, self.page.context.new_page()
        self.page.goto(here.url)
        self._choose(16, 1)
        with self.page.expect_navigation():
            self.page.locator(NEXT).first.click()
        self.page.close()
        self.page = here
