"""How each score of a visit came about, step by step, for the clinician to open."""

from __future__ import annotations

from dataclasses import dataclass

from screening.core.facts import Observation
from screening.core.questionnaire import Questionnaire
from screening.core.typed_in import TypedIn
from screening.core.visit import Evaluated, EvaluatedVisit
from screening.core.words import MISSING_WORDS, answer_words, number_words


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
    typed_in: str  # how the answers got from paper into the record; empty where they did not


def tell_traces(visit: EvaluatedVisit) -> tuple[Trace, ...]:
    """The scores in the order of the visit; those of a single item explain themselves."""
    return tuple(
        _trace(one, found)
        for one in visit.questionnaires
        for found in one.now.result.scores
        if found.trace and found.needed > 1
    )


def _trace(one: Evaluated, found: Observation) -> Trace:
    questionnaire, scores = one.questionnaire, len(one.now.result.scores)
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
                label=questionnaire.item(step.item_id).label,
                answer=answer_words(questionnaire.item(step.item_id), step.answer),
                points=number_words(step.points, None),
                running=number_words(step.running, None),
            )
            for step in found.trace
            if questionnaire.has_item(step.item_id)
        ),
        missing=tuple(
            f"{_label(questionnaire, part.item_id)}: {MISSING_WORDS[part.reason]}"
            for part in found.missing
        ),
        typed_in=" ".join(_typed_in(f.typed_in) for f in one.filled if f.typed_in),
    )


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


def _label(questionnaire: Questionnaire, item_id: str) -> str:
    if questionnaire.has_item(item_id):
        return questionnaire.item(item_id).label
    return item_id.rpartition(".")[2].replace("_", " ")
