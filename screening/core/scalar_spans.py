"""Where each text of a YAML file begins and ends in it, so that one can be exchanged alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    CollectionEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from screening.core.yaml_text import decode
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """One text of a mapping or list, in signs from the beginning of the file."""

    place: Place
    key: int  # where its key begins; its own beginning in a list
    start: int
    end: int  # behind its last sign; behind its last line where it is written as a block
    line: int  # 1-based, on which it begins
    column: int  # of its key, from 0
    block: bool  # written below its key, after a > or |
    flow: bool  # between braces or brackets, on one line with others


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    place: Place
    is_list: bool
    flow: bool
    key: Any = None  # the event of the key whose value comes next
    number: int = 0


def spans_of(data: bytes) -> dict[Place, Span]:
    """Every text that is a value, by its place; to be called with what read_tree() took.

    raises   YamlFault
    """
    parser = yaml.CSafeLoader(decode(data))
    return {span.place: span for span in _spans(iter(parser.get_event, None))}


def _spans(events: Iterator[Any]) -> Iterator[Span]:
    around: list[_Open] = []
    for event in events:
        if isinstance(event, CollectionEndEvent):
            around.pop()
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            place, _ = _next(around)
            is_list = isinstance(event, SequenceStartEvent)
            around.append(_Open(place, is_list, bool(event.flow_style)))
        elif isinstance(event, ScalarEvent):
            inside = around[-1] if around else None
            if inside is not None and not inside.is_list and inside.key is None:
                inside.key = event
                continue
            place, key = _next(around)
            if inside is not None:
                yield _span(event, place, key or event, inside)


def _next(around: list[_Open]) -> tuple[Place, Any]:
    """The place of the value that comes now, and the event of its key."""
    if not around:
        return (), None
    inside = around[-1]
    if inside.is_list:
        inside.number += 1
        return (*inside.place, inside.number - 1), None
    key, inside.key = inside.key, None
    return (*inside.place, key.value), key


def _span(event: Any, place: Place, key: Any, inside: _Open) -> Span:
    return Span(
        place=place,
        key=key.start_mark.index,
        start=event.start_mark.index,
        end=event.end_mark.index,
        line=event.start_mark.line + 1,
        column=key.start_mark.column,
        block=event.style in ("|", ">"),
        flow=inside.flow,
    )
