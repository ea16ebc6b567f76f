"""The words of a questionnaire's file: listed, and exchanged in its text.

Every other sign of the file stays what it was, comments included. Nothing but words can change by
it: what is made is read again and compared before it is handed back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from screening.core.scalar_spans import Span, spans_of
from screening.core.yaml_text import YamlFault
from screening.core.yaml_tree import Mapping as Tree
from screening.core.yaml_tree import Place, bare, read_tree
from screening.core.yaml_tree import Sequence as Branches
from screening.core.yaml_writing import quoted
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass

WIDTH = 110  # signs of a line of a text that is written below its key
OPTION_SET, UNIT = "option set", "unit"
TOP = ("title", "short_title", "about", "recall")
# What is between a text and the top, and what one of it is called.
WITHIN = {
    "pages": "page", "items": "item", "fields": "field", "options": "option",
    "option_sets": OPTION_SET, "unit_texts": UNIT, "computed": "value", "scores": "score",
    "band_sets": "band set", "choose": "choice", "bands": "band", "lines": "line",
    "cautions": "caution", "features": "table", "rows": "row", "findings": "finding",
    "summary": "line", "right_now": "line", "use": "line",
}  # fmt: skip
WORDS = {
    "title": "Title", "short_title": "Short title", "about": "About", "recall": "Time asked about",
    "text": "Text", "short": "Label", "hint": "Hint", "min_text": "Lower end",
    "max_text": "Upper end", "note": "Note", "otherwise": "What is said where none can be chosen",
    "why": "Why",
}  # fmt: skip
BY_HAND = "A text stands where it cannot be exchanged alone. Change it by hand."
MAY_BE_ADDED = ("short", "hint")  # to an item, which need not have them


class NotReworded(ScreeningError):
    """The words cannot be put into this text. Seen by the administrator who edits it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of the file."""

    place: Place  # in the tree of the file
    name: str  # the same by ids, which stay when something is put in before: items.pulse.text
    label: str  # in words: Hint of item pulse
    page: str  # title of the page that it stands on; empty elsewhere
    text: str  # empty where there is none yet
    line: int  # 1-based; of the item's text where there is none yet
    may_go: bool  # need not be there


def wordings(data: bytes) -> tuple[Wording, ...]:
    """Every text, in the order of the file.

    raises   YamlFault for a text that is no YAML, or that holds a key twice
    """
    tree, faults = read_tree(data)
    if faults:
        raise faults[0]
    spans = spans_of(data)
    found: dict[str, Wording] = {}
    for one in _texts(tree, spans):
        # Ids that stand twice are a fault of the draft: then the place tells them apart.
        name = one.name if one.name not in found else ".".join(map(str, one.place))
        found[name] = replace(one, name=name)
    return tuple(found.values())


def reworded(data: bytes, told: Mapping[Place, str]) -> bytes:
    """The file with these texts; an empty one is taken out, or was not there.

    told     texts by their places in the tree of the file
    raises   NotReworded, YamlFault
    """
    tree, faults = read_tree(data)
    if faults:
        raise faults[0]
    text, spans = data.decode("utf-8-sig"), spans_of(data)
    edits = [edit for place, words in told.items() if (edit := _edit(text, spans, place, words))]
    made = text
    for start, end, words in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        made = made[:start] + words + made[end:]
    new = made.encode()
    _check_only_words(bare(tree), told, new)
    return new


@dataclass(frozen=True, slots=True)
class _At:
    """A node on the way from the top."""

    place: Place
    names: tuple[str, ...]  # the same by ids
    kind: str  # what one of this list is called
    owners: tuple[str, ...] = ()  # whose it is, in words, the innermost first
    page: str = ""

    def below(self, key: str | int, name: str, **more: Any) -> _At:
        """A part of it."""
        return replace(self, place=(*self.place, key), names=(*self.names, name), **more)


def _texts(tree: Tree, spans: Mapping[Place, Span]) -> Iterator[Wording]:
    for key in TOP:
        if isinstance(tree.get(key), str):
            line = spans[(key,)].line
            yield Wording((key,), key, WORDS[key], "", tree[key], line, may_go=False)
    for key, node in tree.items():
        if key in WITHIN:
            yield from _below(node, _At((key,), (key,), WITHIN[key]), spans)


def _below(node: Any, at: _At, spans: Mapping[Place, Span]) -> Iterator[Wording]:
    if isinstance(node, Branches):
        for n, part in enumerate(node):
            own = part.get("id") if isinstance(part, Tree) else None
            name = own if isinstance(own, str) else str(n + 1)
            owner = () if at.kind == "page" else (f"{at.kind} {name}",)
            page = _page_of(part) if at.kind == "page" else at.page
            below = at.below(n, name, owners=(*owner, *at.owners), page=page)
            yield from _below(part, below, spans)
    elif isinstance(node, Tree):
        for key, value in node.items():
            yield from _part(node, key, value, at, spans)


def _part(
    node: Tree, key: str, value: Any, at: _At, spans: Mapping[Place, Span]
) -> Iterator[Wording]:
    if at.kind == OPTION_SET:
        yield from _below(value, at.below(key, key, kind="option", owners=(key,)), spans)
    elif isinstance(value, str) and at.kind == UNIT:
        yield _one(at.below(key, key), f"Unit {key}", value, spans[(*at.place, key)])
    elif isinstance(value, str) and key in WORDS:
        yield _one(at.below(key, key), WORDS[key], value, spans[(*at.place, key)])
        if key == "text" and _is_item(at.place):
            for more in MAY_BE_ADDED:
                if more not in node:
                    yield _one(at.below(more, more), WORDS[more], "", spans[(*at.place, key)])
    elif key in WITHIN:
        yield from _below(value, at.below(key, key, kind=WITHIN[key]), spans)


def _is_item(place: Place) -> bool:
    return len(place) > 1 and place[-2] in ("items", "fields")


def _one(at: _At, words: str, text: str, span: Span) -> Wording:
    label = " of ".join((words, *at.owners))
    may_go = at.place[-1] in MAY_BE_ADDED and _is_item(at.place[:-1])
    return Wording(at.place, ".".join(at.names), label, at.page, text, span.line, may_go)


def _page_of(page: Any) -> str:
    title = page.get("title") if isinstance(page, Tree) else None
    return title if isinstance(title, str) else ""


def _edit(
    text: str, spans: Mapping[Place, Span], place: Place, words: str
) -> tuple[int, int, str] | None:
    """Beginning and end of what is exchanged, and what stands there afterwards."""
    span = spans.get(place)
    if span is not None:
        return _removed(text, span) if not words else _exchanged(text, span, words)
    beside = spans.get((*place[:-1], "text"))
    if not words or beside is None:
        return None
    return _added(text, beside, str(place[-1]), words)


def _exchanged(text: str, span: Span, words: str) -> tuple[int, int, str]:
    held = text[span.start : span.end]
    if not span.block:
        return span.start, span.end, quoted(words)
    after = held[len(held.rstrip("\r\n")) :]
    below = _folded(words, held, span.column)
    return span.start, span.end, (below if below is not None else quoted(words)) + after


def _folded(words: str, held: str, column: int) -> str | None:
    """The text below its key as it was before; None where a line of its own would change it."""
    if held.split("\n", 1)[0].strip() != ">-" or " ".join(words.split()) != words:
        return None
    pad = " " * (column + 2)
    lines = textwrap.wrap(words, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    return ">-" + "".join(f"\n{pad}{line}" for line in lines)


def _added(text: str, beside: Span, key: str, words: str) -> tuple[int, int, str]:
    """Behind the item's text, in the way in which that is written."""
    if beside.flow:
        return beside.end, beside.end, f", {key}: {quoted(words)}"
    at = beside.end
    if beside.block:
        at = beside.start + len(text[beside.start : beside.end].rstrip("\r\n"))
    line_end = text.find("\n", at)
    at = len(text) if line_end < 0 else line_end
    at -= text[at - 1] == "\r"
    return at, at, f"\n{' ' * beside.column}{key}: {quoted(words)}"


def _removed(text: str, span: Span) -> tuple[int, int, str]:
    """The key with its text: a line of its own, or what stands between two commas."""
    if span.flow:
        before = text[: span.key].rstrip()
        return len(before) - before.endswith(","), span.end, ""
    start = text.rfind("\n", 0, span.key) + 1
    end = span.start + len(text[span.start : span.end].rstrip("\r\n"))
    line_end = text.find("\n", end)
    return start, len(text) if line_end < 0 else line_end + 1, ""


def _check_only_words(before: Any, told: Mapping[Place, str], new: bytes) -> None:
    wanted = before
    for place, words in told.items():
        wanted = _put(wanted, place, words)
    try:
        after, faults = read_tree(new)
    except YamlFault:
        raise NotReworded(BY_HAND) from None
    if faults or bare(after) != wanted:
        raise NotReworded(BY_HAND)


def _put(node: Any, place: Place, words: str) -> Any:
    """The plain tree with one text; an empty one is not there."""
    head, rest = place[0], place[1:]
    if isinstance(head, int):
        return (*node[:head], _put(node[head], rest, words), *node[head + 1 :])
    if rest:
        return {**node, head: _put(node[head], rest, words)}
    return {**node, head: words} if words else {k: v for k, v in node.items() if k != head}
