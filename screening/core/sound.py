"""Files in which nothing is wrong, by a short way; `loading` tells what is wrong with the others.

A command that prints one page has its questionnaires without importing all that may be said of a
file at fault, nor the kinds of file that it does not read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import chain

from screening.core.checks import check_questionnaire
from screening.core.checks.others import check_others
from screening.core.questionnaire import Questionnaire
from screening.core.reading_files import doubled_sources, read_questionnaire
from screening.core.references import Reference, References
from screening.core.shapes import WrongShape, read_model
from screening.core.yaml_text import without_last


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


def _sources(data: bytes) -> tuple[Reference, ...]:
    return tuple(read_model("", data, References)[1].references)


def _without_cases(path: str, data: bytes) -> Questionnaire:
    questionnaire = read_questionnaire(path, without_last(data, "cases"))[1]
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire
