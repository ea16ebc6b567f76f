"""Files read into models, before anybody says what is wrong with them: for both ways of loading."""

from __future__ import annotations

from collections.abc import Iterable

from screening.core.checks.fault import Fault, Faults
from screening.core.option_sets import resolve_options
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.shapes import WrongShape, placed, read_model
from screening.core.yaml_tree import Mapping as Tree


def read_questionnaire(path: str, data: bytes) -> tuple[Tree, Questionnaire]:
    """One that is well formed, with its options resolved; raises WrongShape."""
    tree, model = read_model(path, data, Questionnaire)
    questionnaire, faults = resolve_options(model)
    if faults:
        raise WrongShape([placed(path, tree, fault) for fault in faults], tree)
    return tree, questionnaire


def doubled_sources(sources: Iterable[Reference]) -> Faults:
    """Sources that stand twice in their file."""
    known: set[str] = set()
    for place, source in enumerate(sources):
        if source.id in known:
            problem = f"The source “{source.id}” stands twice."
            at = ("references", place, "id")
            yield Fault("doubled_id", at, problem, "Keep one of the two.")
        known.add(source.id)
