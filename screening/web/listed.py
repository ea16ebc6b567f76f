"""What lists of visits keep in memory for a short while: drawn pages, lines, who has looked.

A page is found by the number of the newest change, a line by the revisions that went into it, so
nothing old can be shown. Names and scores stay in memory, and go as soon as they are old.
"""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from uuid import UUID

from markupsafe import Markup

from screening.quick_dataclass import dataclass
from screening.report.lines import VisitLine
from screening.store.changes import Newest
from screening.web.recent import Recent

LINES_AT_MOST = 3000  # about a kilobyte each
LINES_KEPT_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class DrawnList:
    """The part of a page that is the same for everybody who may see it."""

    html: Markup = field(repr=False)
    patients: tuple[UUID, ...]  # whose names it shows


def _lines() -> Recent[VisitLine]:
    return Recent(LINES_AT_MOST, LINES_KEPT_FOR)


@dataclass(frozen=True, slots=True)
class Listed:
    """The memory of one process."""

    pages: Recent[DrawnList] = field(default_factory=Recent)
    lines: Recent[VisitLine] = field(default_factory=_lines)
    newest: Newest = field(default_factory=Newest)
    awaits: Recent[bool] = field(default_factory=Recent)  # by the last event of the trail
    noted: Recent[bool] = field(default_factory=Recent)  # sign-ins that a page was noted for
