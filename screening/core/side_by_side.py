"""A translation beside its original, text by text: what is missing, behind, or at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from screening.core.checks.fault import Fault
from screening.core.retelling import Part, Slot
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass

# missing  must be told and is not
# behind   was written for an original that said something else
# told     is there, and its original is as it was
# free     may be told, and is not
State = Literal["missing", "behind", "told", "free"]

Told = Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One text of both sides."""

    place: Place
    original: str  # empty where the original has none
    text: str  # empty where there is none yet
    state: State
    was: str = ""  # what the original said when this was written, where it is behind
    faults: tuple[str, ...] = ()  # sentences, with what to do

    @property
    def name(self) -> str:
        """items.pulse.text"""
        return ".".join(map(str, self.place))

    @property
    def label(self) -> str:
        """The place in words: Option yes of more_hair."""
        return label_of(self.place)

    @property
    def to_do(self) -> bool:
        """Whether it stands on top."""
        return self.state in ("missing", "behind") or bool(self.faults)


@dataclass(frozen=True, slots=True)
class Stage:
    """The texts as they were when the translation left one version of the original."""

    told: Told
    originals: Told | None  # of that version; None where it is not known any more


def rows_of(
    slots: Iterable[Slot],
    told: Told,
    stages: Sequence[Stage],
    faults: Iterable[Fault] = (),
    *,
    published: bool = False,
) -> tuple[Row, ...]:
    """Every text of the original with its translation, in the order of the file.

    told        the translation now
    stages      the newest last; a text is as old as the stages that hold it unchanged
    faults      of the translation as it is
    published   a wording pack: only the questions and their answers must be told
    """
    known = tuple(faults)
    must: tuple[Part, ...] = ("asked",) if published else ("asked", "around")
    return tuple(_row(slot, told, stages, known, slot.part in must) for slot in slots)


def _row(
    slot: Slot, told: Told, stages: Sequence[Stage], faults: tuple[Fault, ...], must: bool
) -> Row:
    text = told.get(slot.place, "")
    said = tuple(
        f"{fault.problem} {fault.fix}"
        for fault in faults
        if fault.code != "missing_text" and _about(fault.place, slot.place)
    )
    if not text:
        state: State = "missing" if must else "free"
        return Row(slot.place, slot.text, "", state, faults=said)
    was = _original_then(slot.place, text, stages)
    behind = was is not None and was != slot.text
    return Row(
        slot.place, slot.text, text, "behind" if behind else "told",
        was=(was or "") if behind else "", faults=said,
    )  # fmt: skip


def _original_then(place: Place, text: str, stages: Sequence[Stage]) -> str | None:
    """What the original said when this text was written; None: what it says now."""
    found: str | None = None
    for stage in reversed(stages):
        if stage.told.get(place) != text:
            return found
        found = stage.originals.get(place, "") if stage.originals is not None else ""
    return found


def _about(at: Place, place: Place) -> bool:
    """Whether a fault is about this text, or about the list that it stands in."""
    plain = tuple(part for part in at if part != "[key]")
    return bool(plain) and place[: len(plain)] == plain


def unplaced(faults: Iterable[Fault], rows: Iterable[Row]) -> tuple[Fault, ...]:
    """The faults that are about no text of the page."""
    places = [row.place for row in rows]
    return tuple(
        fault
        for fault in faults
        if fault.code != "missing_text" and not any(_about(fault.place, p) for p in places)
    )


_ITEM = {
    "text": "Item {}", "short": "Label of {}", "hint": "Hint of {}",
    "min_text": "Lower end of {}", "max_text": "Upper end of {}",
}  # fmt: skip
_TOP = {
    "title": "Title", "short_title": "Short title", "about": "About", "recall": "Time asked about",
}  # fmt: skip
_OF_FIGURE = {
    "title": "Score {}", "text": "Value {}", "note": "Note on the bands of {}",
    "otherwise": "What is said when the bands of {} cannot be chosen",
    "bands": "Band {1} of {0}", "lines": "Line {1} of {0}", "cautions": "Caution {1} of {0}",
}  # fmt: skip
_OF_TABLE = {"title": "Table {}", "note": "Note under the table {}", "rows": "Row {1} of {0}"}
_OF_FINDING = {"text": "Finding {}", "why": "Why of the finding {}"}


def label_of(place: Place) -> str:
    """A place of a translation in words."""
    part, *rest = (one + 1 if isinstance(one, int) else one for one in place)
    if not rest:
        return _TOP[str(part)]
    name, *more = map(str, rest)
    if part == "pages":
        return f"Page {name}"
    if part == "option_sets":
        return f"Option {more[0]} of the set {name}"
    if part == "summary":
        return f"Line {more[0]} of the summary ({name.replace('_', ' ')})"
    if part == "items":
        return _item_label(name, more)
    words = {"features": _OF_TABLE, "findings": _OF_FINDING}.get(str(part), _OF_FIGURE)
    if more[0] == "band_sets":
        name, more = f"{name} ({more[1]})", more[2:]
    return words[more[0]].format(name, *more[1:])


def _item_label(name: str, more: list[str]) -> str:
    if more[0] == "fields":
        return _item_label(f"{name}, field {more[1]}", more[2:])
    if more[0] in _ITEM:
        return _ITEM[more[0]].format(name)
    return f"{'Unit' if more[0] == 'unit_texts' else 'Option'} {more[1]} of {name}"
