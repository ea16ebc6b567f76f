"""Files in which nothing is wrong, by a short way; `loading` tells what is wrong with the others.

A command that prints one page has its questionnaires without importing all that may be said of a
file at fault, nor the kinds of file that it does not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain

from screening.core.checks import check_questionnaire
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.others import check_others
from screening.core.option_sets import resolve_options
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference, References
from screening.core.shapes import WrongShape, placed, read_model
from screening.core.yaml_text import without_last
from screening.core.yaml_tree import Mapping as Tree

REFERENCES = "references.yaml"  # the file of all sources


def sound_questionnaires(
    files: Mapping[str, bytes], references: bytes | None
) -> tuple[dict[str, Questionnaire], dict[str, Reference]] | None:
    """The questionnaires and the known sources, by id; None where anything at all is wrong.

    files       by the id that each is to have; their worked cases are not read
    references  the file of all sources; None leaves unchecked what the others name
    """
    try:
        sources = None if references is None else _sources(references)
        found = {name: _without_cases(name, data) for name, data in files.items()}
    except WrongShape:
        return None
    by_id = {source.id: source for source in sources or ()}
    known = None if sources is None else by_id
    faults = chain(
        doubled_sources(sources or ()),
        *(check_questionnaire(one, known, cases=False) for one in found.values()),
        *(check_others(one, found) for one in found.values()),
    )
    if any(faults) or any(one.id != name for name, one in found.items()):
        return None
    return found, by_id


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


def _sources(data: bytes) -> tuple[Reference, ...]:
    return tuple(read_model("", data, References)[1].references)


def _without_cases(path: str, data: bytes) -> Questionnaire:
    questionnaire = read_questionnaire(path, without_last(data, "cases"))[1]
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire
