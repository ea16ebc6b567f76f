"""What one questionnaire sees of the others of its visit: items, computed values and scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from screening.core.answers import Answer, Missing
from screening.core.computing import within_visit
from screening.core.evaluation import Evaluation
from screening.core.facts import Seen, SeenAnswers
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire


def seen_elsewhere(evaluation: Evaluation, name: str) -> Seen | None:
    """What counts under a name of this questionnaire, as "questionnaire.name".

    returns  None when it has no such item, computed value or score
    """
    questionnaire = evaluation.questionnaire
    if questionnaire.named(name) is None:
        return None
    found, ref = evaluation.look(name), f"{questionnaire.id}.{name}"
    if isinstance(found, Answer) and isinstance(found.value, Moment):
        # The others do not know that this moment may not lie after the visit.
        found = replace(found, value=within_visit(evaluation, name, found.value))
    return _named(found, ref)


def with_others_figures(
    questionnaire: Questionnaire,
    answers: SeenAnswers,
    others: Mapping[str, Questionnaire],
    visit: Moment | None,
) -> SeenAnswers:
    """A document's answers with the computed values and scores of others that the file uses.

    answers  those of others as "other.item"; a value that is given under its own name stays
    """
    found: dict[str, Seen] = {}
    for ref in questionnaire.uses:
        owner_id, _, name = ref.partition(".")
        owner = others.get(owner_id)
        if owner is None or owner.named(name) is None:
            continue
        there = Evaluation(owner, {**answers, **_local(answers, owner_id)}, visit)
        given = answers.get(ref)
        if isinstance(given, Answer) and isinstance(given.value, Moment) and owner.has_item(name):
            found[ref] = replace(given, value=within_visit(there, name, given.value))
        elif given is None and not owner.has_item(name) and _local(answers, owner_id):
            seen = seen_elsewhere(there, name)
            assert seen is not None
            found[ref] = seen
    return {**answers, **found}


def _local(answers: SeenAnswers, owner_id: str) -> dict[str, Seen]:
    """The answers to one questionnaire's items by their own ids."""
    prefix = f"{owner_id}."
    return {
        ref.removeprefix(prefix): _named(answer, ref.removeprefix(prefix))
        for ref, answer in answers.items()
        if ref.startswith(prefix)
    }


def _named(found: Seen, name: str) -> Seen:
    if isinstance(found, Answer | Missing):
        return replace(found, item_id=name)
    return replace(found, code=name)
