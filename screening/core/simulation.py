"""Thousands of random answer sets through the real reader and evaluation, and what comes of them.

Answers are spread from the lowest to the highest, not as patients give them: the figures say what
can happen and what never does, and nothing about how often it will.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from screening.core.documents import read_document
from screening.core.effort import seconds_for
from screening.core.elsewhere import with_others_figures
from screening.core.evaluation import Evaluation
from screening.core.facts import Observation
from screening.core.item import Item
from screening.core.moments import Moment, read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import drawers
from screening.core.score import Score
from screening.quick_dataclass import dataclass

VISIT = read_moment("2026-03-02T10:00")  # any fixed moment: what comes out must not hang on today
Role = Literal["patient", "clinician"]
ROLES: tuple[Role, ...] = ("patient", "clinician")


@dataclass(frozen=True, slots=True)
class ScoreSeen:
    """What one score came to."""

    code: str
    values: Mapping[Decimal, int]  # value -> number of sets, from low to high
    incomplete: int  # sets without a value
    bands: Mapping[tuple[str, str], int]  # set and band -> number of sets, all bands of the file

    @property
    def bands_never(self) -> tuple[tuple[str, str], ...]:
        return tuple(band for band, seen in self.bands.items() if not seen)


@dataclass(frozen=True, slots=True)
class Span:
    """Least, middle and most over all sets."""

    least: Decimal
    middle: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """What all sets of a questionnaire came to."""

    sets: int
    scores: tuple[ScoreSeen, ...]
    items_never: tuple[str, ...]  # item ids that no set was asked
    findings: Mapping[str, tuple[int, int]]  # code -> sets with it raised, sets with it to ask
    shortest: tuple[str, ...]  # item ids of the path with the fewest items
    longest: tuple[str, ...]
    minutes: Mapping[Role, Span]


@dataclass(slots=True)
class _Tally:
    """Counts while sets come in."""

    asked: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    to_ask: Counter[str] = field(default_factory=Counter)
    observed: list[tuple[Observation, ...]] = field(default_factory=list)
    paths: list[tuple[str, ...]] = field(default_factory=list)
    seconds: dict[Role, list[int]] = field(default_factory=lambda: {role: [] for role in ROLES})

    def take(self, questionnaire: Questionnaire, evaluation: Evaluation) -> None:
        items = evaluation.asked()
        self.paths.append(tuple(item.id for item in items))
        self.asked.update(self.paths[-1])
        self.observed.append(evaluation.result.scores)
        for finding in evaluation.result.findings:
            (self.raised if finding.state == "raised" else self.to_ask)[finding.code] += 1
        for role in ROLES:
            self.seconds[role].append(seconds_of(questionnaire, evaluation, items, role))


def simulate(
    questionnaire: Questionnaire,
    others: Mapping[str, Questionnaire],
    *,
    sets: int,
    seed: int,
    visit: Moment = VISIT,
) -> Simulation:
    """Fill a questionnaire with random answers again and again.

    others   the other questionnaires, by id; what is used of them is answered at random too
    sets     1 or more
    seed     the same seed gives the same figures
    """
    tally = _Tally()
    rng = random.Random(seed)  # noqa: S311  nothing secret is drawn
    for drawer in drawers(rng, visit, sets):
        document = drawer.document(questionnaire, others)
        answers = read_document(questionnaire, document, visit=visit, others=others)
        seen = with_others_figures(questionnaire, answers, others, visit)
        tally.take(questionnaire, Evaluation(questionnaire, seen, visit))
    by_score = zip(questionnaire.scores, zip(*tally.observed, strict=True), strict=True)
    return Simulation(
        sets=sets,
        scores=tuple(_seen(score, observed) for score, observed in by_score),
        items_never=tuple(i.id for i in questionnaire.items if not tally.asked[i.id]),
        findings={f.id: (tally.raised[f.id], tally.to_ask[f.id]) for f in questionnaire.findings},
        shortest=min(tally.paths, key=len),
        longest=max(tally.paths, key=len),
        minutes={role: span([minutes(s) for s in tally.seconds[role]]) for role in ROLES},
    )


def seconds_of(
    questionnaire: Questionnaire,
    evaluation: Evaluation,
    items: Sequence[Item],
    role: Role,
) -> int:
    """Seconds that this person takes over the items that are theirs; `either` is the patient's."""
    return sum(
        seconds_for(item, evaluation.state(item.id))
        for item in items
        if role_of(questionnaire, item) == role
    )


def role_of(questionnaire: Questionnaire, item: Item) -> Role:
    """Who meets the item: a clinician only what is a clinician's alone."""
    return "clinician" if questionnaire.rater(item) == "clinician" else "patient"


def minutes(seconds: int) -> Decimal:
    """Minutes to one decimal, half up."""
    return (Decimal(seconds) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)


def span(values: Sequence[Decimal]) -> Span:
    """Least, middle and most of one or more values."""
    ordered = sorted(values)
    return Span(ordered[0], ordered[len(ordered) // 2], ordered[-1])


def _seen(score: Score, observed: Sequence[Observation]) -> ScoreSeen:
    values = Counter(one.value for one in observed if one.value is not None)
    hits = Counter((hit.set_id, hit.band_id) for one in observed for hit in one.bands)
    bands = [
        (band_set.id, band.id)
        for band_set in score.sets
        for branch in band_set.branches()
        for band in branch
    ]
    return ScoreSeen(
        code=score.id,
        values={value: values[value] for value in sorted(values)},
        incomplete=sum(one.value is None for one in observed),
        bands={band: hits[band] for band in dict.fromkeys(bands)},
    )
