"""How each score of a visit came about, step by step, for the clinician to open."""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.answers import Missing
from screening.core.facts import MissingItem, Observation
from screening.core.score import Kind, Score
from screening.core.typed_in import TypedIn
from screening.core.visit_evaluation import Evaluated
from screening.core.words import MISSING_WORDS, answer_words, missing_words, number_words
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading
from screening.report.sections.made import band_line, tested_words, version_line
from screening.report.sections.sources import source_words

KINDS: dict[Kind, str] = {
    "sum": "Sum",
    "count": "Count",
    "mean": "Mean",
    "maximum": "Highest",
    "weighted": "Weighted sum",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a score."""

    label: str
    answer: str
    points: str
    running: str  # the value up to here


@dataclass(frozen=True, slots=True)
class Trace:
    """One score with its steps."""

    name: str
    result: str  # "17 of 48", or that it is not scored and what is still possible
    steps: tuple[Step, ...]
    missing: tuple[str, ...]  # items that the score still needs, and why they are missing
    facts: tuple[tuple[str, str], ...]  # rule, bands, what it was tested for, version, source
    typed_in: str  # how the answers got from paper into the record; empty where they did not


def tell_traces(reading: Reading) -> tuple[Trace, ...]:
    """The scores in the order of their cards; those of a single item explain themselves."""
    return tuple(
        _trace(reading, one, found, len(one.now.result.scores))
        for one in reading.in_order()
        for found in one.now.result.scores
        if found.trace and found.needed > 1
    )


def _trace(reading: Reading, home: Evaluated, found: Observation, scores: int) -> Trace:
    questionnaire = home.questionnaire
    definition = next(score for score in questionnaire.scores if score.id == found.code)
    title = definition.title or found.code.replace("_", " ")
    name = (
        questionnaire.name if found.code == questionnaire.id else f"{questionnaire.name}: {title}"
    )
    return Trace(
        name=questionnaire.name if scores == 1 else name,
        result=_result(found),
        steps=tuple(
            Step(
                label=_label(home, step.item_id),
                answer=answer_words(questionnaire.item(step.item_id), step.answer),
                points=number_words(step.points, None),
                running=number_words(step.running, None),
            )
            for step in found.trace
            if questionnaire.has_item(step.item_id)
        ),
        missing=tuple(
            f"{_label(home, part.item_id)}: {_why(home, part)}" for part in found.missing
        ),
        facts=tuple(_facts(reading, home, definition)),
        typed_in=" ".join(_typed_in(f.typed_in) for f in home.filled if f.typed_in),
    )


def _facts(reading: Reading, one: Evaluated, score: Score) -> Iterator[tuple[str, str]]:
    """Bands without a published basis stand on paper alone, with their caution."""
    low, high = (number_words(end, None) for end in score.range)
    rule = f"{KINDS[score.kind]} of {len(score.items)} items, {low} to {high}. {_missing(score)}"
    source = source_words(score.source)
    yield "Rule", f"{rule} {source}".strip()
    published = [band_set for band_set in score.sets if band_set.basis == "published"]
    for band_set in published:
        line = band_line(reading, one, score, band_set)
        yield "Bands", f"{line.text} {line.note}".strip()
    if not published:
        yield "Bands", f"{reading.words.no_published_bands.capitalize()}."
    if tested := tested_words(reading.words, one).strip():
        yield "Tested for", tested
    yield "Version", version_line(reading, one)


def _missing(score: Score) -> str:
    if score.missing == "incomplete":
        return "While an item is missing there is no total."
    return f"Up to {score.missing.prorate.at_most} missing items are scaled up."


def _typed_in(paper: TypedIn) -> str:
    names = ", ".join(paper.typists)
    looked = (
        f"held against it by {paper.checked_by}" if paper.checked_by else "not yet held against it"
    )
    return f"Answered on paper by the patient, typed in by {names}, {looked}."


def _result(found: Observation) -> str:
    most = number_words(found.range[1], None)
    if found.value is not None:
        return f"{number_words(found.value, None)} of {most}"
    low, high = number_words(found.low, None), number_words(found.high, None)
    return f"not scored; possible {low}–{high} of {most}"


def _why(home: Evaluated, missing: MissingItem) -> str:
    """Why an item is missing, with the reason that was given where there is one."""
    if home.questionnaire.has_item(missing.item_id):
        state = home.now.state(missing.item_id)
        if isinstance(state, Missing) and state.reason == missing.reason:
            return missing_words(state)
    return MISSING_WORDS[missing.reason]


def _label(home: Evaluated, item_id: str) -> str:
    """The item's label; with who answered it where either might have."""
    questionnaire = home.questionnaire
    if questionnaire.has_item(item_id):
        item = questionnaire.item(item_id)
        by = home.given_by.get(item_id)
        if by is None or questionnaire.rater(item) != "either":
            return item.label
        return f"{item.label} (answered by {by.rater_name or 'the patient'})"
    return item_id.rpartition(".")[2].replace("_", " ")
