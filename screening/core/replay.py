"""What a new version would make of answers that were given before: how many, and nothing of whom.

Each visit is worked out twice, as the version in use reads it and as the new one would; what
differs is counted. The answers are not kept, and nothing that was stored is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from screening.core.answers import Role
from screening.core.documents import read_document
from screening.core.facts import BandHit, RaisedFinding
from screening.core.moments import moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn, PatientIdentity, Visit, VisitRecord
from screening.core.visit_evaluation import Evaluated, evaluate_visit
from screening.errors import AnswersRefused
from screening.quick_dataclass import dataclass

What = Literal["total", "band", "finding", "feature"]
Key = tuple[What, str, str]  # what it is; of what; the band set, or the row of a table
State = Decimal | str | tuple[Decimal | None, Decimal | None]

_Words = dict[tuple[str, str, str], str]  # figure, set, band -> words

NOT_THERE, OPEN = "none", "cannot be told"
NOT_RAISED, ASKED = "not raised", "to be asked in person"
NOBODY = PatientIdentity("", "", date.min, "")  # whose answers they are does not matter


@dataclass(frozen=True, slots=True)
class Kept:
    """One response as it was sent, or as it was amended last."""

    role: Role
    document: Mapping[str, object] = field(repr=False)
    completed: datetime  # aware; when it was sent
    amended: datetime | None  # aware


@dataclass(frozen=True, slots=True)
class Move:
    """In so many visits one thing would be another."""

    what: What
    label: str  # of the total, band set, finding or row
    from_: str  # in words; empty of a total: no value of anybody is shown
    to: str
    visits: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was read, and what would differ."""

    visits: int  # worked out in both versions
    responses: int  # in these visits
    changed: int  # visits in which anything would differ
    refused: int  # visits with an answer that the new version does not take
    unread: int  # visits that the version in use does not read: of other items, or damaged
    moves: tuple[Move, ...]  # in the order of the file, the largest first within one thing

    def of(self, what: What) -> tuple[Move, ...]:
        """The moves of one kind."""
        return tuple(move for move in self.moves if move.what == what)


class Replay:
    """Takes visits one by one and remembers counts alone."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self._old, self._new = old, new
        self._moves: Counter[tuple[Key, State, State]] = Counter()
        # Of a version: its words for bands, which the other may have worded anew.
        self._old_words, self._new_words = _Words(), _Words()
        self._visits = self._responses = self._changed = self._refused = self._unread = 0

    def take(self, visit: Visit, kept: Sequence[Kept], others: Sequence[FilledIn] = ()) -> None:
        """Work one visit out in both versions.

        kept    its responses to this questionnaire
        others  what else was filled in at it, where that counts here
        """
        try:
            before = self._states(self._old, visit, kept, others, strict=True)
        except AnswersRefused:
            self._unread += 1
            return
        try:
            after = self._states(self._new, visit, kept, others, strict=False)
        except AnswersRefused:
            self._refused += 1
            return
        self._visits += 1
        self._responses += len(kept)
        moved = [
            (key, before.get(key, NOT_THERE), after.get(key, NOT_THERE))
            for key in {**before, **after}
            if before.get(key, NOT_THERE) != after.get(key, NOT_THERE)
        ]
        self._moves.update(moved)
        self._changed += bool(moved)

    def skip(self) -> None:
        """Count a visit whose answers do not open."""
        self._unread += 1

    def result(self) -> Replayed:
        """The counts so far."""
        return Replayed(
            self._visits, self._responses, self._changed, self._refused, self._unread,
            tuple(self._told()),
        )  # fmt: skip

    def _states(
        self,
        version: Questionnaire,
        visit: Visit,
        kept: Sequence[Kept],
        others: Sequence[FilledIn],
        *,
        strict: bool,
    ) -> dict[Key, State]:
        """What a version makes of a visit; states that a reader meets as "nothing" are left out.

        strict  refuse answers to items that the version does not have
        """
        filled = tuple(_filled(version, visit, one, strict=strict) for one in kept)
        found = evaluate_visit(VisitRecord(NOBODY, visit, (*others, *filled))).find(version.id)
        assert found is not None  # noqa: S101  it was put in
        return dict(_read(found, self._old_words if strict else self._new_words))

    def _told(self) -> Iterator[Move]:
        places = {key: place for place, key in enumerate(self._keys())}
        totals: Counter[Key] = Counter()
        for (key, _, _), visits in self._moves.items():
            if key[0] == "total":
                totals[key] += visits
        moves = [(key, "", "", visits) for key, visits in totals.items()]
        moves += [
            (
                key,
                _state_words(key, before, self._old_words),
                _state_words(key, after, self._new_words),
                visits,
            )
            for (key, before, after), visits in self._moves.items()
            if key[0] != "total"
        ]
        moves.sort(key=lambda move: (places[move[0]], -move[3], move[1], move[2]))
        for key, before, after, visits in moves:
            yield Move(key[0], self._label(key), before, after, visits)

    def _keys(self) -> Iterator[Key]:
        """Everything that either version works out, in the order of the new file."""
        found: dict[Key, None] = {}
        for one in (self._new, self._old):
            for figure in one.figures:
                found["total", figure.id, ""] = None
                found.update({("band", figure.id, s.id): None for s in figure.sets})
            found.update({("finding", finding.id, ""): None for finding in one.findings})
            found.update(
                {("feature", table.id, r.id): None for table in one.features for r in table.rows}
            )
        return iter(found)

    def _label(self, key: Key) -> str:
        what, of, part = key
        named = _names(self._new).get((what, of, part)) or _names(self._old)[what, of, part]
        return named if what != "band" or part == "main" else f"{named}, {part}"


def _filled(version: Questionnaire, visit: Visit, kept: Kept, *, strict: bool) -> FilledIn:
    known = {ref: raw for ref, raw in kept.document.items() if strict or version.has_item(ref)}
    # What was "not in the future" when it was typed is so for ever, though the visit began before.
    typed = moment_of((kept.amended or kept.completed).astimezone(visit.zone))
    return FilledIn(
        questionnaire=version,
        role=kept.role,
        rater_name="",
        completed=kept.completed,
        answers=read_document(version, known, visit=typed),
        amended=kept.amended,
    )


def _read(found: Evaluated, words: _Words) -> Iterator[tuple[Key, State]]:
    result = found.now.result
    for score in result.scores:
        yield ("total", score.code, ""), OPEN if score.value is None else score.value
        yield from _bands(score.code, score.bands, words)
    for one in result.computed:
        yield ("total", one.code, ""), (one.low, one.high)
        yield from _bands(one.code, one.bands, words)
    for finding in result.findings:
        yield ("finding", finding.code, ""), _finding_words(finding)
    for table, rows in result.features.items():
        for row in rows:
            yield ("feature", table, row.row_id), row.says


def _bands(code: str, hits: Sequence[BandHit], words: _Words) -> Iterator[tuple[Key, State]]:
    for hit in hits:
        words[code, hit.set_id, hit.band_id] = hit.text
        yield ("band", code, hit.set_id), hit.band_id


def _state_words(key: Key, state: State, words: _Words) -> str:
    what, of, part = key
    if what == "band":
        return words.get((of, part, str(state)), "no band")
    if what == "finding":
        return NOT_RAISED if state == NOT_THERE else str(state)
    return str(state)


def _finding_words(finding: RaisedFinding) -> str:
    return ASKED if finding.state == "ask" else f"raised, {finding.level.replace('_', ' ')}"


def _names(of: Questionnaire) -> dict[Key, str]:
    """What each thing is called."""
    found: dict[Key, str] = {}
    for figure in of.figures:
        found["total", figure.id, ""] = figure.label
        found.update({("band", figure.id, s.id): figure.label for s in figure.sets})
    found.update({("finding", one.id, ""): one.words for one in of.findings})
    for table in of.features:
        found.update({("feature", table.id, r.id): r.text or r.id for r in table.rows})
    return found
