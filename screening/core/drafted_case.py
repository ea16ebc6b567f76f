"""A worked case out of what was filled in, and its place in a questionnaire's text.

What it expects is what came out, so by itself it proves nothing: it only holds the figures still
until somebody has worked them by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.facts import BandHit, Computed, Observation
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_text import YamlFault
from screening.core.yaml_tree import Sequence, bare, read_tree
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass

WIDTH = 100  # signs of a line, where one can be broken
CASES = "cases"


class NoRoom(ScreeningError):
    """A case cannot be put into this text by itself. Seen by the administrator who edits it."""


@dataclass(frozen=True, slots=True)
class WithCase:
    """A text with one case more."""

    data: bytes
    line: int  # on which the case begins, 1-based
    added: str  # what was put in


def drafted_case(
    questionnaire: Questionnaire,
    document: Mapping[str, Any],
    *,
    case_id: str,
    visit: str,
    source: str,
) -> dict[str, Any]:
    """The case as its file spells it, every scalar as text.

    document  answers as write_document() gives them
    visit     ISO 8601 without an offset, such as 2026-11-30T14:05
    raises    AnswersRefused
    """
    moment = read_moment(visit)
    answers = read_document(questionnaire, document, visit=moment)
    evaluation = Evaluation(questionnaire, answers, moment)
    case: dict[str, Any] = {"id": case_id, "visit": visit}
    if document:
        case["answers"] = dict(document)
    case["expect"] = _expected(evaluation)
    case["source"] = source
    return case


def free_case_id(questionnaire: Questionnaire) -> str:
    """A name that no case has yet."""
    taken = {case.id for case in questionnaire.cases}
    number = 1
    while f"previewed_{number}" in taken:
        number += 1
    return f"previewed_{number}"


def put_case(data: bytes, case: Mapping[str, Any]) -> WithCase:
    """The text with the case at the end of its cases; every other byte stays what it was.

    raises   NoRoom where the list of cases is not written one below the other, or cannot be read
    """
    try:
        tree, _ = read_tree(data)
    except YamlFault:
        raise NoRoom("The text cannot be read as YAML.") from None
    lines = data.splitlines(keepends=True)
    held = tree.get(CASES)
    if isinstance(held, Sequence) and held:
        at = _end_of_cases(tree, lines)
        indent = _indent(lines[held.part_mark(0).line - 1])
        head = ""
    elif CASES in tree or CASES in tree.lost:
        raise NoRoom("`cases:` stands in the text and is no list yet.")
    else:
        at, indent, head = len(lines), 2, f"\n{CASES}:\n"
    told = case_text(case).removesuffix("\n").split("\n")
    body = "".join(f"{' ' * indent}{line}\n" for line in told)
    made = _put(lines, at, head + body)
    _check_only_added(data, made, case)
    return WithCase(made, at + 1 + head.count("\n"), head + body)


def case_text(case: Mapping[str, Any]) -> str:
    """The case as one entry of a list, in block style, its innermost parts on one line."""
    return yaml.dump(
        [dict(case)],
        Dumper=_Plain,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=WIDTH,
    )


class _Plain(yaml.SafeDumper):
    """All scalars of our files are text, so nothing needs quotes to stay text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  as the library declares it

    def ignore_aliases(self, data: Any) -> bool:
        """What stands twice is written twice."""
        return True


def _expected(evaluation: Evaluation) -> dict[str, Any]:
    result = evaluation.result
    levels = {f.code: str(f.level) for f in result.findings if f.state == "raised"}
    found: dict[str, Any] = {}
    if result.scores:
        found["scores"] = {one.code: dict(_score(one)) for one in result.scores}
    if result.computed:
        found["computed"] = {one.code: dict(_computed(one)) for one in result.computed}
    found["findings"] = levels or []
    if ask := [f.code for f in result.findings if f.state == "ask"]:
        found["ask"] = ask
    return found


def _score(found: Observation) -> Iterator[tuple[str, Any]]:
    if found.value is None:
        missing = [one.item_id for one in found.missing]
        if missing and not any("." in item_id for item_id in missing):
            yield "incomplete", missing
        yield "possible", [_number(found.low), _number(found.high)]
        return
    yield "value", _number(found.value)
    if found.prorated:
        yield "prorated", "yes"
    yield from _bands(found.bands)


def _computed(found: Computed) -> Iterator[tuple[str, Any]]:
    if found.low is None or found.high is None:
        yield "unknown", "yes"
        return
    if found.low == found.high:
        yield "value", _number(found.low)
    else:
        yield "low", _number(found.low)
        yield "high", _number(found.high)
    yield from _bands(found.bands)


def _bands(hits: tuple[BandHit, ...]) -> Iterator[tuple[str, Any]]:
    if len(hits) == 1:
        yield "band", hits[0].band_id
    elif hits:
        yield "bands", {hit.set_id: hit.band_id for hit in hits}


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _indent(line: bytes) -> int:
    """Spaces before the dash of the first case."""
    inner = line.lstrip(b" ")
    if not inner.startswith(b"- "):
        raise NoRoom("The cases are not written one below the other.")
    return len(line) - len(inner)


def _end_of_cases(tree: Any, lines: list[bytes]) -> int:
    """Number of lines up to the end of the last case; what follows belongs to the next key."""
    begins = tree.key_mark(CASES).line
    after = [line for key in tree if (line := tree.key_mark(key).line) > begins]
    end = min(after) - 1 if after else len(lines)
    while not lines[end - 1].strip() or lines[end - 1].startswith(b"#"):
        end -= 1
    return end


def _put(lines: list[bytes], at: int, text: str) -> bytes:
    newline = "\r\n" if lines and lines[0].endswith(b"\r\n") else "\n"
    before, after = b"".join(lines[:at]), b"".join(lines[at:])
    if before and not before.endswith((b"\n", b"\r")):
        before += newline.encode()
    return before + text.replace("\n", newline).encode() + after


def _check_only_added(old: bytes, new: bytes, case: Mapping[str, Any]) -> None:
    """Read both and compare: a text may end in ways that lines alone do not tell."""
    try:
        before, after = read_tree(old), read_tree(new)
    except YamlFault:
        raise NoRoom("With the case in it the text could not be read any more.") from None
    held = bare(before[0])
    wanted = held | {CASES: (*held.get(CASES, ()), _bare(case))}
    if bare(after[0]) != wanted or len(after[1]) != len(before[1]):
        raise NoRoom("The end of the cases cannot be told for sure.")


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_bare(part) for part in value)
    return value
