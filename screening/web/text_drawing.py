"""A form over a tree as its template draws it: each field with its value, fault and neighbour.

Beside a field stands what the other language says there, or, where two people wrote at once, what
is in use now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, cast

from screening.quick_dataclass import dataclass
from screening.web.text_fields import (
    KINDS,
    Area,
    Choices,
    Group,
    Line,
    Names,
    Part,
    Pick,
    Rests,
    Rows,
    Tree,
)

LONGEST_CHOICE = 60  # characters that a list shows
SAID = "Which sources, or in words why there is none"
NOTE = "Note on the sources (may be empty)"


@dataclass(frozen=True, slots=True)
class Field:
    """One field."""

    kind: str  # line, area, pick or kept
    name: str  # also its id
    label: str
    value: str
    hint: str = ""
    choices: Choices = ()
    at_most: int = 4000
    short: bool = False
    beside: str = ""  # what the other language says here
    in_use: str = ""  # what somebody else made of it meanwhile, where that differs
    told: str = ""  # what is picked, where it is longer than a list shows


@dataclass(frozen=True, slots=True)
class Block:
    """Fields under one heading, or one row of several."""

    name: str  # also its id
    title: str
    depth: int  # of the heading: 2 and more
    inside: tuple[Field | Block, ...]
    hint: str = ""
    rows: int | None = None  # how many there are; None where they are no rows
    adds: Choices = ()
    add: str = ""  # words of the button that adds one
    only_beside: tuple[tuple[str, str], ...] = ()  # id and text of rows of the other language
    row: str = ""  # what this row is called; empty where it is none
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole form."""

    inside: tuple[Field | Block, ...]
    targets: Mapping[str, str] = field(repr=False)  # place -> id of the field
    # Id of the field -> its label, with the row or heading it stands under.
    labels: Mapping[str, str] = field(repr=False)


def draw(parts: Sequence[Part], tree: Tree, beside: Tree | None, in_use: Tree | None) -> Drawn:
    """The form with these values.

    beside   the same part in the other language
    in_use   the same part as somebody else made it meanwhile
    """
    pen = _Pen()
    inside = pen.parts(parts, "", (tree, beside or {}, in_use), 2)
    return Drawn(inside, pen.targets, pen.labels)


_Trees = tuple[Any, Any, Any]  # typed, of the other language, in use (None: nobody else wrote)


class _Pen:
    """Draws, and notes which field stands for which place."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.under: list[str] = []  # names of the rows and headings round what is drawn now

    def parts(
        self, parts: Sequence[Part], above: str, trees: _Trees, depth: int
    ) -> tuple[Field | Block, ...]:
        return tuple(
            made for part in parts for made in self._part(part, f"{above}{part.key}", trees, depth)
        )

    def _part(self, part: Part, name: str, trees: _Trees, depth: int) -> tuple[Field | Block, ...]:
        match part:
            case Group():
                below = cast(_Trees, tuple(_in(tree, part.key, {}) for tree in trees))
                inside = self._inside(part.title, part.of, f"{name}.", below, depth + 1)
                self._note(name, _first(inside), part.title)
                return (Block(name, part.title, depth, inside, part.hint),)
            case Rows():
                return (self._rows(part, name, trees, depth),)
            case Rests():
                return self._source(name, trees)
        return (self._field(part, name, trees),)

    def _inside(
        self, called: str, of: Sequence[Part], above: str, trees: _Trees, depth: int
    ) -> tuple[Field | Block, ...]:
        self.under.append(called)
        inside = self.parts(of, above, trees, depth)
        self.under.pop()
        return inside

    def _rows(self, part: Rows, name: str, trees: _Trees, depth: int) -> Block:
        own, others, used = (_in(tree, part.key, []) for tree in trees)
        blocks = tuple(
            self._row(part, f"{name}.{n}", n, (row, _match(others, row, n), used), depth, len(own))
            for n, row in enumerate(own)
        )
        self._note(name, name, part.title)
        add = f"Add {'an' if part.one[0] in 'aeiou' else 'a'} {part.one}"
        only = tuple(_only_beside(others, own))
        return Block(name, part.title, depth, blocks, part.hint, len(own), part.adds, add, only)

    def _row(self, part: Rows, name: str, n: int, trees: _Trees, depth: int, count: int) -> Block:
        row, other, used = trees
        now = None if used is None else _match(used, row, n)
        called = f"{part.one.capitalize()} {n + 1}"
        title = (part.heading(row) if part.heading else "") or called
        inside = self._inside(title, part.of, f"{name}.", (row, other, now), depth + 2)
        self._note(name, _first(inside), title)
        last = n == count - 1
        return Block(name, title, depth + 1, inside, row=called, first=n == 0, last=last)

    def _source(self, name: str, trees: _Trees) -> tuple[Field | Block, ...]:
        def said(tree: Any) -> tuple[str, str, str]:
            source = _in(tree, "source", {})
            kind = next((word for word, _ in KINDS if word in source), "ref")
            return kind, _shown(source.get(kind, "")), _shown(source.get("note", ""))

        kind, words, note = said(trees[0])
        used = ("", "", "") if trees[2] is None else said(trees[2])
        if used == (kind, words, note):
            used = ("", "", "")
        made = (
            Field("pick", f"{name}.kind", "Rests on", kind, choices=KINDS,
                  in_use=dict(KINDS).get(used[0], "")),
            Field(
                "line", f"{name}.said", SAID, words,
                "Sources by their id with commas between them, such as S25, S27.", in_use=used[1],
            ),
            Field("line", f"{name}.note", NOTE, note, in_use=used[2]),
        )  # fmt: skip
        for end in ("", ".ref", ".unverified", ".none"):
            self._note(f"{name}{end}", f"{name}.said", SAID)
        self._note(f"{name}.note", f"{name}.note", NOTE)
        return made

    def _field(self, part: Line | Area | Names | Pick, name: str, trees: _Trees) -> Field:
        own, other, used = trees
        self._note(name, name, part.label)
        value = _in(own, part.key, "")
        now = None if used is None else _in(used, part.key, "")
        between = "\n" if isinstance(part, Area) else ", "
        if isinstance(part, Pick):
            choices = part.choices(own) if callable(part.choices) else part.choices
            shown, told = _picked(part, value), dict(choices)
            other_pick = shown if now is None else _picked(part, now)
            there = "" if other_pick == shown else told.get(other_pick, other_pick)
            words = told.get(shown, "")
            long = words if len(words) > LONGEST_CHOICE else ""
            return Field(
                "pick", name, part.label, shown, part.hint, choices, in_use=there, told=long
            )
        shown = _shown(value, between)
        there = shown if now is None else _shown(now, between)
        beside = "" if part.key == "id" else _shown(_in(other, part.key, ""), between)
        in_use = "" if there == shown else there or "nothing"
        if isinstance(part, Line):
            kind = "kept" if part.kept else "line"
            return Field(
                kind, name, part.label, shown, part.hint, (), part.at_most, part.short,
                beside, in_use,
            )  # fmt: skip
        if isinstance(part, Names):
            return Field("line", name, part.label, shown, part.hint, in_use=in_use)
        return Field("area", name, part.label, shown, part.hint, beside=beside, in_use=in_use)

    def _note(self, place: str, target: str, label: str) -> None:
        self.targets[place] = target
        # What is round a field points at it too, after it: the field keeps the label of its own.
        under = f" ({self.under[-1]})" if self.under else ""
        self.labels.setdefault(target, f"{label}{under}")


def _in(tree: Any, key: str, default: Any) -> Any:
    if tree is None:
        return None
    found = tree.get(key, default) if isinstance(tree, Mapping) else default
    return found if isinstance(found, type(default)) or default == "" else default


def _match(rows: Any, row: Tree, n: int) -> Tree:
    """The row of the same id, or where rows have none the one of the same number."""
    if not isinstance(rows, list):
        return {}
    if "id" in row:
        return next((one for one in rows if one.get("id") == row["id"]), {})
    return rows[n] if n < len(rows) else {}


def _only_beside(others: Any, own: Any) -> Iterator[tuple[str, str]]:
    """Rows with an id that is not here: whoever adds one gives it the same id."""
    known = {row.get("id") for row in own}
    for row in others or ():
        if "id" in row and row["id"] not in known:
            yield row["id"], str(row.get("text") or row.get("title") or "")


def _picked(part: Pick, value: Any) -> str:
    for shown, meant in part.means.items():
        if meant == value:
            return shown
    return str(value) if isinstance(value, str) else ""


def _shown(value: Any, between: str = ", ") -> str:
    return between.join(map(str, value)) if isinstance(value, list) else str(value)


def _first(inside: Sequence[Field | Block]) -> str:
    shown = [one for one in inside if not (isinstance(one, Field) and one.kind == "kept")]
    if not shown:
        return ""
    return (
        shown[0].name if isinstance(shown[0], Field) else _first(shown[0].inside) or shown[0].name
    )
