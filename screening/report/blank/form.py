"""Everything that a blank form shows, in words. Boxes and lines are the template's."""

from __future__ import annotations

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick."""

    text: str
    note: str = ""  # that it stands alone
    lang: str = ""  # of the text; empty where it is the form's


@dataclass(frozen=True, slots=True)
class Field:
    """Where one answer goes."""

    kind: str  # boxes, scale, number, moment, text
    boxes: tuple[Box, ...] = ()
    help: str = ""  # tick one, the range, or what may be left out
    across: int = 2  # boxes in one line: 1 where texts are long, 3 where all are short
    numbers: tuple[int, ...] = ()  # of a scale
    ends: tuple[str, ...] = ()  # of a scale: what its first and last number mean
    parts: tuple[str, ...] = ()  # of a moment: day, month, year, time
    half_days: tuple[str, ...] = ()  # beside a time
    unit: str = ""
    lines: int = 1  # of a text


@dataclass(frozen=True, slots=True)
class Column:
    """One field of the rows of a table to fill in."""

    head: str
    note: str  # unit, range, or the parts of a date
    wide: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """A table to fill in."""

    help: str
    columns: tuple[Column, ...]
    number: int  # of lines
    lists: tuple[tuple[str, tuple[str, ...]], ...]  # what to write into a column, and what there is


@dataclass(frozen=True, slots=True)
class Question:
    """One item."""

    number: int
    text: str
    help: str  # the hint, and how to fill it in
    field: Field | Rows
    way_out: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One item of a table of items."""

    number: int
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Items that share their options."""

    help: str
    heads: tuple[str, ...]  # the way out is the last
    rows: tuple[GridRow, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Questions that are asked on one condition."""

    condition: str  # empty: always
    blocks: tuple[Question | Grid, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a questionnaire."""

    title: str
    tag: str  # questionnaire and version
    recall: str
    conditions: tuple[str, ...]  # of the whole of it
    runs: tuple[Run, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """The whole form."""

    language: str
    title: str
    mark: str  # id and version, in the footer of each page
    description: str
    sheets: tuple[Sheet, ...]  # the patient's
    staff_sheets: tuple[Sheet, ...]
