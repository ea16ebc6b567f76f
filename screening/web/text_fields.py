"""Forms over a tree of text: what stands in them, how it is read back, how rows come and go.

A form is described once; from the description come the fields with their values, the tree that was
typed, and the field at which a fault of a place is shown. What is typed and what is stored have the
same shape, so whatever was typed is shown again, however wrong it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from werkzeug.datastructures import MultiDict

from screening.core.translation import TO_BE_WRITTEN
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass
from screening.web.plain_values import read_number

MOST_ROWS = 60
Typed = MultiDict[str, str]
Tree = dict[str, Any]
Choices = Sequence[tuple[str, str]]  # value and words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    key: str
    label: str
    hint: str = ""
    needed: bool = True  # left out of the tree where it is empty and not needed
    at_most: int = 300
    short: bool = False
    kept: bool = False  # carried along and not shown: an id


@dataclass(frozen=True, slots=True)
class Area:
    """A longer text, or with `paragraphs` a list of them, one a line."""

    key: str
    label: str
    hint: str = ""
    needed: bool = True
    paragraphs: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Words with commas between them."""

    key: str
    label: str
    hint: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One of few. The value that is empty leaves the key out."""

    key: str
    label: str
    choices: Choices | Callable[[Tree], Choices]  # or those that this row has
    hint: str = ""
    means: Mapping[str, Any] = field(default_factory=dict)  # what a value stands for in the tree


@dataclass(frozen=True, slots=True)
class Rests:
    """What a statement rests on: sources, or in words why there is none; and a note."""

    key: str = "source"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading, in a mapping of their own."""

    key: str
    title: str
    of: Sequence[Part]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Any number of the same."""

    key: str
    title: str
    one: str  # what one of them is called
    of: Sequence[Part]
    hint: str = ""
    adds: Choices = ()  # what a new one may be; empty where all are alike
    new: Callable[[str, int], Tree] = lambda _, __: {}  # from what was chosen, and its number
    heading: Callable[[Tree], str] | None = None  # of one row
    needed: bool = True  # at least one


Part = Line | Area | Names | Pick | Rests | Group | Rows

KINDS: Choices = (
    ("ref", "these sources"),
    ("unverified", "general knowledge, not checked at a source"),
    ("none", "a decision of this house, no source"),
)


def read(parts: Sequence[Part], typed: Typed, above: str = "") -> Tree:
    """The tree that was typed."""
    tree: Tree = {}
    for part in parts:
        name = f"{above}{part.key}"
        value = _read(part, typed, name)
        if value not in ("", [], {}) or _stays(part):
            tree[part.key] = value
    return tree


def _stays(part: Part) -> bool:
    """Whether it stands in the tree though it is empty: then the checks say that it is missing."""
    return isinstance(part, Rests | Group) or bool(getattr(part, "needed", False))


def _read(part: Part, typed: Typed, name: str) -> Any:
    match part:
        case Group():
            return read(part.of, typed, f"{name}.")
        case Rows():
            count = rows_sent(typed, name)
            return [read(part.of, typed, f"{name}.{n}.") for n in range(count)]
        case Rests():
            return _source(typed, name)
    text = typed.get(name, "")
    match part:
        case Area(paragraphs=True):
            return [line for one in text.splitlines() if (line := " ".join(one.split()))]
        case Names():
            return [word for word in text.replace(",", " ").split()]
        case Pick():
            return part.means.get(text, text)
    return " ".join(text.split())


def rows_sent(typed: Typed, name: str) -> int:
    """How many rows a page had."""
    return min(read_number(typed.get(f"{name}.rows", "0")) or 0, MOST_ROWS)


def _source(typed: Typed, name: str) -> Tree:
    kind = typed.get(f"{name}.kind", "ref")
    said = " ".join(typed.get(f"{name}.said", "").split())
    note = " ".join(typed.get(f"{name}.note", "").split())
    if kind not in dict(KINDS):
        kind = "ref"
    value: Any = said.replace(",", " ").split() or "" if kind == "ref" else said
    return {kind: value} | ({"note": note} if note else {})


def names_of(parts: Sequence[Part], typed: Typed, above: str = "") -> Iterator[str]:
    """The names of all fields that such a page may send."""
    for part in parts:
        name = f"{above}{part.key}"
        match part:
            case Group():
                yield from names_of(part.of, typed, f"{name}.")
            case Rows():
                yield from (f"{name}.rows", f"{name}.adds")
                for n in range(rows_sent(typed, name)):
                    yield from names_of(part.of, typed, f"{name}.{n}.")
            case Rests():
                yield from (f"{name}.{end}" for end in ("kind", "said", "note"))
            case _:
                yield name


def act_on_rows(parts: Sequence[Part], tree: Tree, act: str, typed: Typed) -> bool:
    """Add, remove or move a row, as a button says it: add:help_lines, up:sections.1.

    returns   whether the button was one of these
    """
    word, _, way = act.partition(":")
    if word not in ("add", "remove", "up", "down"):
        return False
    steps = way.split(".")
    meant = None if word == "add" else read_number(steps[-1])
    number = -1 if meant is None else meant
    found = _rows_at(parts, tree, steps if meant is None else steps[:-1])
    if found is None:
        return False
    part, rows = found
    if word == "add" and len(rows) < MOST_ROWS:
        chosen = typed.get(f"{way}.adds", "")
        if not part.adds or chosen in dict(part.adds):
            rows.append(part.new(chosen, len(rows)))
    elif word == "remove" and 0 <= number < len(rows):
        del rows[number]
    elif word in ("up", "down"):
        other = number + (1 if word == "down" else -1)
        if 0 <= number < len(rows) and 0 <= other < len(rows):
            rows[number], rows[other] = rows[other], rows[number]
    return True


def _rows_at(parts: Sequence[Part], tree: Any, steps: list[str]) -> tuple[Rows, list[Tree]] | None:
    """The rows that a way such as sections.1.claims leads to; made where they are still missing."""
    if not steps or not isinstance(tree, dict):
        return None
    part = next((one for one in parts if one.key == steps[0]), None)
    if isinstance(part, Group):
        return _rows_at(part.of, tree.get(part.key), steps[1:])
    if not isinstance(part, Rows):
        return None
    rows = tree.setdefault(part.key, [])
    if len(steps) == 1:
        return part, rows
    row = read_number(steps[1])
    if len(steps) == 2 or row is None or row >= len(rows):
        return None
    return _rows_at(part.of, rows[row], steps[2:])


def as_text(value: Any) -> Any:
    """A plain value with text in place of numbers and days, in lists and mappings of its own."""
    if isinstance(value, Mapping):
        return {str(key): as_text(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(part) for part in value]
    return str(value)


def target_of(place: Place, targets: Mapping[str, str]) -> str:
    """The id of the field at which a fault of this place is shown; empty where there is none."""
    steps = [str(step) for step in place if step != "[key]"]
    while steps:
        found = targets.get(".".join(steps))
        if found:
            return found
        steps.pop()
    return ""


def unwritten(value: Any) -> Any:
    """The same with an empty text wherever one is still to be written."""
    if isinstance(value, Mapping):
        return {key: unwritten(one) for key, one in value.items()}
    if isinstance(value, list):
        return [unwritten(one) for one in value]
    return "" if value == TO_BE_WRITTEN else value
