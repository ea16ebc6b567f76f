"""The cards: one for each instrument with a total."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.answers import Missing
from screening.core.condition import refs_in
from screening.core.facts import BandHit, MissingItem, Observation
from screening.core.findings import value_words
from screening.core.logic import holds_in
from screening.core.questionnaire import Questionnaire
from screening.core.score import Band, BandSet, Score
from screening.core.since import roles, why_not
from screening.core.visit_evaluation import Evaluated, EvaluatedVisit
from screening.core.words import MISSING_WORDS, missing_words
from screening.quick_dataclass import dataclass
from screening.report.reading import (
    Reading,
    hours_open,
    main_score,
    observation,
    since_use,
    state,
)
from screening.report.sections.bands import active_bands, band_hit, published_set
from screening.report.sections.bar import Bar, draw_bar, possible_words

ABOUT_WITHDRAWAL = "withdrawal"  # a word of instrument.used_for


@dataclass(frozen=True, slots=True)
class Change:
    """How a value differs from the last time."""

    sign: str  # ▲, ▼ or –; empty at a first visit
    amount: str  # "4 higher"
    rest: str  # " than 9 Nov (13) · first visit 27"


@dataclass(frozen=True, slots=True)
class Card:
    """One score of today."""

    name: str
    rater: str
    completeness: str  # 11 of 11 answered
    value: str  # empty when not scored
    maximum: str  # / 48
    state: str  # "not scored"; empty when there is a value
    band: str  # the published band's word; empty without one
    highest: bool  # the band is the highest of its set
    basis: str  # why there is no band: none is published, or which ones apply cannot be told
    open: tuple[str, ...]  # what is still possible and what is missing
    bar: Bar
    change: Change
    beside: tuple[str, ...]  # hours since last use; items that a finding looks at
    cautions: tuple[str, ...]


def tell_scores(reading: Reading) -> tuple[Card, ...]:
    """Clinician-rated cards first; raters' points are never added up."""
    return tuple(
        _card(reading, evaluated, score)
        for evaluated in reading.in_order()
        if (score := main_score(evaluated)) is not None
    )


def _card(reading: Reading, evaluated: Evaluated, score: Score) -> Card:
    observed = observation(evaluated.now, score)
    band_set = published_set(score)
    bands = active_bands(evaluated.now, band_set) if band_set else ()
    hit = band_hit(observed, band_set)
    name = evaluated.questionnaire.name
    tell, words = reading.tell, reading.words
    scored = observed.value is not None
    return Card(
        name=name,
        rater=reading.raters(evaluated.filled),
        completeness=words.answered_of.format(answered=observed.answered, number=observed.needed),
        value=tell.number(observed.value) if observed.value is not None else "",
        maximum=words.maximum.format(maximum=tell.number(observed.range[1])),
        state="" if scored else words.not_scored,
        band=hit.text if hit else "",
        highest=bool(hit and bands and hit.band_id == bands[-1].id),
        basis=_basis(reading, band_set, bands),
        open=_open(reading, evaluated, observed),
        bar=draw_bar(reading, score, observed, bands, name),
        change=_change(reading, evaluated, score, observed),
        beside=(*hours_beside(reading, evaluated), *_looked_at(reading, evaluated, score)),
        cautions=(*_branch(hit), *_cautions(evaluated, score)),
    )


def _basis(reading: Reading, band_set: BandSet | None, bands: tuple[Band, ...]) -> str:
    if band_set is None:
        return reading.words.no_published_bands
    return "" if bands else reading.words.bands_untold


def _why(reading: Reading, evaluated: Evaluated, missing: MissingItem) -> str:
    """Why an item is missing, with the reason that was given where there is one."""
    found = state(evaluated, missing.item_id)
    if isinstance(found, Missing) and found.reason == missing.reason:
        return missing_words(found, reading.tell.speech)
    return reading.tell.say(MISSING_WORDS[missing.reason])


def _missing(reading: Reading, evaluated: Evaluated, observed: Observation) -> Iterator[str]:
    """Items that are missing for one reason together, so that all of a form find room."""
    by_reason: dict[str, list[str]] = {}
    for one in observed.missing:
        if evaluated.questionnaire.has_item(one.item_id):
            label = evaluated.questionnaire.item(one.item_id).label
            by_reason.setdefault(_why(reading, evaluated, one), []).append(label)
        else:
            by_reason.setdefault("", []).append(one.item_id)
    for why, labels in by_reason.items():
        yield f"{', '.join(labels)} ({why})" if why else ", ".join(labels)


def _open(reading: Reading, evaluated: Evaluated, observed: Observation) -> tuple[str, ...]:
    if not observed.missing:
        return ()
    named = "; ".join(_missing(reading, evaluated, observed))
    missing = reading.tell.cut(reading.words.missing.format(items=named))
    if observed.prorated:
        scaled = reading.words.prorated.format(answered=observed.answered, number=observed.needed)
        return (scaled, missing)
    return (possible_words(reading, observed), missing)


def is_about_withdrawal(questionnaire: Questionnaire) -> bool:
    """Whether hours since last use have to stand beside its points."""
    return any(ABOUT_WITHDRAWAL in use.lower() for use in questionnaire.instrument.used_for)


def hours_beside(reading: Reading, evaluated: Evaluated) -> Iterator[str]:
    """Hours since last use of each substance, for a withdrawal score; nothing for another."""
    if is_about_withdrawal(evaluated.questionnaire):
        yield from (
            reading.words.since_use.format(label=label, value=value)
            for label, value in hours_of(reading, reading.today)
        )
        if hours_open(reading.today):
            yield reading.words.hours_open


def hours_of(reading: Reading, visit: EvaluatedVisit) -> Iterator[tuple[str, str]]:
    """Each substance's label and hours since last use, at the time of the rating."""
    for home, ref in since_use(visit):
        label = next(
            (line.text for line in home.questionnaire.summary.right_now if ref in line.of), ref
        )
        yield label, value_words(home.at_rating, ref, reading.tell.speech)


def _looked_at(reading: Reading, evaluated: Evaluated, score: Score) -> Iterator[str]:
    """Items of the score that a finding looks at whatever the total: PHQ-9's last, for one."""
    items = dict.fromkeys(
        ref
        for finding in evaluated.questionnaire.findings
        for ref in refs_in(finding.when)
        if ref in score.items
    )
    for item_id in items:
        item = evaluated.questionnaire.item(item_id)
        answer = reading.tell.answer(item, state(evaluated, item_id))
        yield reading.words.item_with.format(item=item.label, answer=answer)


def _branch(hit: BandHit | None) -> tuple[str, ...]:
    """Why the bands are those of the `otherwise` branch, as a sentence among others."""
    return (f"{hit.reason.removesuffix('.')}.",) if hit and hit.reason else ()


def _cautions(evaluated: Evaluated, score: Score) -> tuple[str, ...]:
    return tuple(
        caution.text
        for caution in score.cautions
        if caution.when is None or holds_in(caution.when, evaluated.at_rating) is True
    )


def observed_at(visit: EvaluatedVisit, evaluated: Evaluated, score: Score) -> Observation | None:
    """The same score at another visit, rated by the same role; None when it was not asked."""
    then = visit.find(evaluated.questionnaire.id)
    found = main_score(then) if then else None
    if then is None or found is None or found.id != score.id or roles(then) != roles(evaluated):
        return None
    return observation(then.now, found)


def _change(reading: Reading, evaluated: Evaluated, score: Score, observed: Observation) -> Change:
    words, tell = reading.words, reading.tell
    before = [
        (visit, found)
        for visit in reading.earlier
        if (found := observed_at(visit, evaluated, score)) is not None
    ]
    if not before:
        return Change("", _other_raters(reading, evaluated) or words.first_visit, "")
    visit, last = before[-1]
    day = tell.near_day(visit.record.visit.started)
    if not _is_like(visit, evaluated):
        told = words.not_scored if last.value is None else tell.number(last.value)
        return Change("", words.other_version.format(day=day, value=told), "")
    if last.value is None:
        return Change("", words.change_unknown.format(day=day), "")
    value = tell.number(last.value)
    first = before[0][1].value
    tail = ""
    if first is not None and len(before) > 1 and _is_like(before[0][0], evaluated):
        tail = words.first_was.format(value=tell.number(first))
    if observed.value is None:
        return Change("", words.change_open.format(day=day, value=value), tail)
    difference = observed.value - last.value
    if difference == 0:
        since = words.change_since_same.format(day=day, value=value)
        return Change("–", words.change_none, since + tail)
    text = words.change_higher if difference > 0 else words.change_lower
    since = words.change_since.format(day=day, value=value)
    sign = "▲" if difference > 0 else "▼"
    return Change(sign, text.format(number=tell.number(abs(difference))), since + tail)


def _is_like(visit: EvaluatedVisit, evaluated: Evaluated) -> bool:
    """Whether the questionnaire at another visit may be compared with today's."""
    then = visit.find(evaluated.questionnaire.id)
    return then is not None and why_not(evaluated, then) is None


def _other_raters(reading: Reading, evaluated: Evaluated) -> str:
    """The last visit at which somebody else rated it, in words; empty where nobody did."""
    for visit in reversed(reading.earlier):
        if visit.find(evaluated.questionnaire.id) is not None:
            day = reading.tell.near_day(visit.record.visit.started)
            return reading.words.other_raters.format(day=day)
    return ""
