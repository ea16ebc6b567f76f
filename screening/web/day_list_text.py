"""A day list as pasted or sent: each line becomes a patient who is expected, or a clear fault.

Reads text and nothing else. Line by line, so that one broken line never swallows the next.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from screening.quick_dataclass import dataclass
from screening.store.patients import Identity
from screening.web.day_list_head import COLUMNS, NEEDED, read_head
from screening.web.desk_forms import read_identity

LINES_AT_MOST = 200  # the list is taken in one transaction, and tablets wait for it
LINE_AT_MOST = 600  # characters
ORDERS = {"ymd": "year first: 1994-02-07", "mdy": "month first: 02/07/1994",
          "dmy": "day first: 07/02/1994"}  # fmt: skip
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::[0-5]\d)?(?:[\s\u00a0\u202f]*([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE
)
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
DASHES = "-\N{EN DASH}\N{EM DASH}"  # alone in a cell they say that it is empty
# What a spreadsheet would run as a formula, should the list ever come back to one.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Line:
    """One patient of the list."""

    number: int  # 1-based, in the text that was sent
    text: str = field(repr=False)  # as it was typed
    identity: Identity
    time: str  # 09:30, or empty
    packet_id: str  # or empty


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that could not be read, and what to do about it."""

    number: int
    text: str = field(repr=False)
    problem: str


@dataclass(frozen=True, slots=True)
class DayList:
    """What was read. A head is kept apart, so that a corrected list can begin with it."""

    head: str
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read_list(text: str, *, order: str, packets: Mapping[str, str], today: date) -> DayList | str:
    """The list, or the one reason why nothing of it can be read.

    order     one of ORDERS: how birth dates with slashes are meant
    packets   id and title of each packet, casefolded, to its id
    """
    # Spreadsheets begin a file with it, and a copied one brings it along.
    text = text.replace(BYTE_ORDER_MARK, "")
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = [(number, row) for number, row in enumerate(rows, 1) if row.strip()]
    if not numbered:
        return "Paste the list, or choose a file."
    if len(numbered) > LINES_AT_MOST:
        return f"This list has more than {LINES_AT_MOST} lines. Send it in parts."
    if "\0" in text:
        return "This is not text. Save the list as CSV and send that."
    mark = max("\t;,", key=numbered[0][1].count)
    first = numbered[0][1]
    names = read_head(first, _cells(first, mark) or ())
    if isinstance(names, str):
        return names
    head = numbered.pop(0)[1] if names else ""
    reader = _Reader(mark, names or COLUMNS, order, packets, today)
    read = [reader.line(number, row) for number, row in numbered]
    return DayList(
        head,
        tuple(one for one in read if isinstance(one, Line)),
        tuple(one for one in read if isinstance(one, Fault)),
    )


class _Reader:
    """Reads lines of one list; knows which record numbers stood before."""

    def __init__(
        self,
        mark: str,
        names: Sequence[str],
        order: str,
        packets: Mapping[str, str],
        today: date,
    ) -> None:
        self.mark, self.names, self.order = mark, names, order
        self.packets, self.today = packets, today
        self.met: dict[str, int] = {}

    def line(self, number: int, row: str) -> Line | Fault:
        """One line; every fault of it in one sentence after the other."""
        cells = _cells(row, self.mark)
        if len(row) > LINE_AT_MOST or cells is None:
            return Fault(number, row[:LINE_AT_MOST], "This line is too long, or a quote is open.")
        cells = [cell if cell.strip().strip(DASHES) else "" for cell in cells]
        given = {name: cell.strip() for name, cell in zip(self.names, cells, strict=False)}
        if len(cells) < len(NEEDED):
            return Fault(number, row, "Write record number, family name, given name, birth date.")
        if any(cell.strip().startswith(FORMULA) for cell in cells):
            return Fault(number, row, "A cell begins like a formula. Take that sign away.")
        problems: list[str] = []
        identity = self._identity(given, problems)
        time = _time(given.get("time", ""), problems)
        packet = self._packet(given.get("packet", ""), problems)
        if identity is not None:
            before = self.met.setdefault(identity.record.casefold(), number)
            if before != number:
                problems.append(f"This record number stands in line {before} already.")
        if identity is None or problems:
            return Fault(number, row, " ".join(problems))
        return Line(number, row, identity, time, packet)

    def _identity(self, given: Mapping[str, str], problems: list[str]) -> Identity | None:
        born = self._born(given.get("born", ""))
        if born is None:
            problems.append("Write the birth date as chosen below, such as 1994-02-07.")
        day = dict(zip(("year", "month", "day"), born or ("2000", "1", "1"), strict=True))
        names = {name: given.get(name, "") for name in ("record", "family", "given")}
        identity, errors = read_identity({**names, **day}, self.today)
        problems += errors.values()
        return identity if born is not None else None

    def _born(self, text: str) -> tuple[str, str, str] | None:
        """Year, month, day. With slashes nobody can tell day from month, so it is asked."""
        if found := YEAR_FIRST.fullmatch(text):
            return found[1], found[2], found[3]
        found = YEAR_LAST.fullmatch(text)
        if found is None or self.order not in ("mdy", "dmy"):
            return None
        month, day = (found[1], found[2]) if self.order == "mdy" else (found[2], found[1])
        return found[3], month, day

    def _packet(self, text: str, problems: list[str]) -> str:
        if text and text.casefold() not in self.packets:
            problems.append("There is no such packet. Leave it out, or write its title.")
        return self.packets.get(text.casefold(), "")


def _time(text: str, problems: list[str]) -> str:
    """24 hours, two digits; 9:30 am and seconds are read as well."""
    if not text:
        return ""
    found = TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 99)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        problems.append("Write the time as 09:30.")
        return ""
    return f"{hour:02}:{minute:02}"


def _cells(row: str, mark: str) -> list[str] | None:
    """The cells of one line; None when it cannot be one."""
    try:
        return next(csv.reader([row], delimiter=mark, strict=True))
    except (csv.Error, StopIteration):
        return None
