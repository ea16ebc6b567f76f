"""From a visit file to the PDF of its summary: imported while the renderer gets ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from screening.commands.given import questionnaire_folder, read_json
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.sound import REFERENCES, sound_questionnaires
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
        # Something is translated, missing or wrong; what says so is imported when it is wanted.
        from screening.commands.summary_folder import read_folder

        definitions = read_folder(folder, ids, language)
    questionnaires, references, in_words = definitions
    record = read_visit(document, questionnaires)
    told, attached = tell_with_data(record, references, language, in_words)
    return to_pdf(told, renderer, paper, attached)


def _sound(folder: Path, ids: frozenset[str], language: str) -> Definitions | None:
    """The files that are named after these questionnaires, where each is there once and sound."""
    wanted = {f"{name}.yaml" for name in ids}
    foreign = {f"{name}.{language}.yaml" for name in ids}
    read = wanted | foreign | {REFERENCES}
    paths = [path for path in folder.rglob("*.yaml") if path.name in read]
    files = {path.name: path for path in paths}
    if len(files) < len(paths) or not wanted <= files.keys() or foreign & files.keys():
        return None
    found = sound_questionnaires(
        {name: files[f"{name}.yaml"].read_bytes() for name in sorted(ids)},
        files[REFERENCES].read_bytes() if REFERENCES in files else None,
    )
    return found and (*found, _as_it_is)


def _as_it_is(questionnaire: Questionnaire) -> Questionnaire:
    return questionnaire
