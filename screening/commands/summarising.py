"""From a visit file to the PDF of its summary: imported while the renderer gets ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from screening.commands.given import is_named_after, questionnaire_folder, read_json
from screening.core.file_kinds import kind_of
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.sound import sound_questionnaires
from screening.report.pdf import to_pdf
from screening.report.renderer import Renderer
from screening.report.retold import InWords
from screening.report.visit_file import questionnaires_of, read_visit
from screening.summary_file.attaching import tell_with_data

Definitions = tuple[Mapping[str, Questionnaire], Mapping[str, Reference], InWords]


def pdf_of(visit_file: str, renderer: Renderer, paper: str, language: str) -> bytes:
    """The summary of a visit.

    visit_file  a path, or - for standard input
    raises      ScreeningError, OSError
    """
    document = read_json(visit_file)
    folder, ids = questionnaire_folder(), questionnaires_of(document)
    definitions = _sound(folder, ids, language)
    if definitions is None:
        # Something is translated, missing, there twice or wrong: what says so is imported now.
        from screening.commands.summary_folder import read_folder

        definitions = read_folder(folder, ids, language)
    questionnaires, references, in_words = definitions
    record = read_visit(document, questionnaires)
    told, attached = tell_with_data(record, references, language, in_words)
    return to_pdf(told, renderer, paper, attached)


def _sound(folder: Path, ids: frozenset[str], language: str) -> Definitions | None:
    """The files that are named after these questionnaires, where each is there once and sound."""
    files = [path for path in folder.rglob("*.yaml") if is_named_after(path.name, ids, language)]
    if not all(path.is_file() for path in files):
        return None
    read: dict[str, dict[str, bytes]] = {"questionnaire": {}, "references": {}}
    for path in files:
        data = path.read_bytes()
        of_kind = read.get(kind_of(str(path.absolute()), data))
        if of_kind is None or path.stem in of_kind:
            return None
        of_kind[path.stem] = data
    if read["questionnaire"].keys() != ids:
        return None
    found = sound_questionnaires(
        read["questionnaire"], next(iter(read["references"].values()), None)
    )
    return found and (*found, _as_it_is)


def _as_it_is(questionnaire: Questionnaire) -> Questionnaire:
    return questionnaire
