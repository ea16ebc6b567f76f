"""HTML -> PDF with WeasyPrint, warm: fonts, style sheets and the library are ready once."""

from __future__ import annotations

import gc
import logging
from typing import Any
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from screening.quick_dataclass import dataclass
from screening.report.worker import archival, shortcuts
from screening.report.worker.assets import (
    HOME,
    STATIC,
    STYLE_SHEET,
    PackagedAssetsOnly,
    packaged_assets,
)
from screening.report.worker.fitting import fit
from screening.report.worker.markup import read_markup
from screening.report.worker.parcel import unpack
from screening.report.worker.warming import SMALL_PAGE

# The style sheets of each paper: one for the kind of page, one for the size.
PAPERS = {
    "a4": ("report.css", "report-a4.css"),
    "letter": ("report.css", "report-letter.css"),
    "leaflet-a4": ("leaflet-paper.css", "leaflet-a4.css"),
    "leaflet-letter": ("leaflet-paper.css", "leaflet-letter.css"),
    "blank-a4": ("blank-paper.css", "blank-a4.css"),
    "blank-letter": ("blank-paper.css", "blank-letter.css"),
}
WARMED = ("a4", "letter")  # the others can wait a moment longer


def share_memory() -> None:
    """Keep the collector of a fork away from what it shares with this process."""
    gc.collect()
    gc.freeze()


class OutsideReference(Exception):
    """The page asked for something that is not ours."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF and what is known of it."""

    pdf: bytes
    pages: int
    step: str  # of fitting.STEPS
    log_lines: int  # what the library complained about; 0 for a sound page


class Typesetter:
    """Everything that is loaded once, in the process that forks."""

    def __init__(
        self, warmed: tuple[str, ...] = WARMED, papers: tuple[str, ...] = tuple(PAPERS)
    ) -> None:
        """
        warmed  the papers on which a small made-up page is set beforehand
        papers  those whose style sheets are read beforehand; the others' when a page wants them
        """
        shortcuts.take()
        archival.end_streams_readably()
        self._log = _LogCounter()
        logger = logging.getLogger("weasyprint")
        # What the library logs may quote the page, so it is counted and never written.
        logger.handlers = [self._log]
        logger.propagate = False
        self.fetcher = PackagedAssetsOnly(packaged_assets())
        self._fonts = FontConfiguration()
        self._counters = CounterStyle()
        self._read: dict[str, CSS] = {}
        self._defaults = self._sheet("report-defaults.css")
        for paper in papers:
            self._sheets(paper)
        for paper in warmed:
            self.warm_up(paper)

    def warm_up(self, paper: str = WARMED[0]) -> None:
        """Set the small made-up page."""
        self.typeset(SMALL_PAGE, paper)

    def typeset(self, parcel: bytes, paper: str) -> Typeset:
        """The PDF of a page.

        parcel  the page with its attachments
        paper   of PAPERS
        raises  OutsideReference; WrongMarkup; FatalURLFetchingError, which is a BaseException;
                ValueError, KeyError or TypeError for what is no parcel
        """
        self.fetcher.refused.clear()
        self._log.lines = 0
        html, attachments = unpack(parcel)
        page = _Page(read_markup(html), self.fetcher, self._defaults, self._counters)
        document, step = fit(page.etree_element, lambda: self._lay(page, paper))
        pdf = archival.write(document, attachments, parcel)
        if self.fetcher.refused:
            raise OutsideReference
        return Typeset(pdf, len(document.pages), step, self._log.lines)

    def _sheets(self, paper: str) -> list[CSS]:
        return [self._sheet(name) for name in PAPERS[paper]]

    def _sheet(self, name: str) -> CSS:
        if name not in self._read:
            self._read[name] = CSS(
                string=(STATIC / "css" / name).read_text(encoding="utf-8"),
                base_url=STYLE_SHEET,
                url_fetcher=self.fetcher,
                font_config=self._fonts,
                counter_style=self._counters,
            )
        return self._read[name]

    def _lay(self, page: _Page, paper: str) -> Any:
        page.look_again()
        return page.render(font_config=self._fonts, stylesheets=self._sheets(paper))


class _Page(HTML):
    """A page from well-formed markup.

    Our templates write HTML that is XML as well: the C parser reads it a hundred times faster
    than the library's HTML parser.
    """

    def __init__(
        self, root: Element, fetcher: PackagedAssetsOnly, defaults: CSS, counters: CounterStyle
    ) -> None:
        self._defaults, self._counters = defaults, counters
        self.base_url = HOME
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.etree_element = root
        self.look_again()

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        # The library's own gives each element six generated boxes that a summary never shows,
        # and working out their styles took a tenth of the page's time.
        return [self._defaults]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return [self._counters]

    def look_again(self) -> None:
        """Fitting moves elements; the wrapper that selectors see is made from the tree as it is."""
        self.wrapper_element = ElementWrapper.from_html_root(
            self.etree_element, content_language=None
        )


class _LogCounter(logging.Handler):
    lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.lines += 1
