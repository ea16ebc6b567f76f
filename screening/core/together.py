"""The questionnaires of one visit read together: each sees what counts in the others."""

from __future__ import annotations

from collections.abc import Container, Mapping

from screening.core.elsewhere import seen_elsewhere
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen, SeenAnswers
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire


def with_others(
    questionnaires: Mapping[str, Questionnaire],
    given: Mapping[str, SeenAnswers],
    moment: Moment,
) -> dict[str, SeenAnswers]:
    """Each questionnaire's answers with those of the others beside them, as they count there.

    What counts in one may hang on what counts in another, so this goes round until nothing
    changes; a chain through all questionnaires needs as many rounds as there are.
    """
    if len(given) == 1:  # nothing stands beside it
        return {name: dict(answers) for name, answers in given.items()}
    used = frozenset(ref for one in questionnaires.values() for ref in one.uses)
    seen: Mapping[str, SeenAnswers] = {}
    known: dict[str, SeenAnswers] = {}
    for _ in range(len(questionnaires) + 1):
        known = {
            name: {**answers, **_seen_by(name, seen or _prefixed(given))}
            for name, answers in given.items()
        }
        counted = {
            name: _counted(Evaluation(questionnaires[name], answers, moment), used)
            for name, answers in known.items()
        }
        if counted == seen:
            break
        seen = counted
    return known


def _prefixed(given: Mapping[str, SeenAnswers]) -> dict[str, SeenAnswers]:
    return {
        name: {f"{name}.{ref}": answer for ref, answer in answers.items()}
        for name, answers in given.items()
    }


def _counted(evaluation: Evaluation, used: Container[str]) -> dict[str, Seen]:
    """Every item, and the computed values and scores that others use, under their full names."""
    questionnaire = evaluation.questionnaire
    names = [item.id for item in questionnaire.items]
    names += [one.id for one in questionnaire.figures if f"{questionnaire.id}.{one.id}" in used]
    seen = {f"{questionnaire.id}.{name}": seen_elsewhere(evaluation, name) for name in names}
    return {ref: found for ref, found in seen.items() if found is not None}


def _seen_by(name: str, seen: Mapping[str, SeenAnswers]) -> dict[str, Seen]:
    return {
        ref: answer for other, answers in seen.items() if other != name
        for ref, answer in answers.items()
    }  # fmt: skip
