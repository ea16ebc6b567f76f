"""Reading the questionnaires that a command is given by id or path."""

from __future__ import annotations

from pathlib import Path

import click

from screening.commands.given import questionnaire_folder
from screening.core.library import Library, SourceFile, build_library, kind_of, translated_in
from screening.core.loading import load_questionnaire, load_translation
from screening.core.questionnaire import Questionnaire
from screening.core.translation import Translation
from screening.errors import UnknownQuestionnaire
from screening.library_folder import load_folder, read_files


def find(id_or_path: str) -> tuple[Questionnaire, dict[str, Questionnaire]]:
    """A questionnaire by id or by path, its cases run, and the others that lie beside it.

    raises  UnknownQuestionnaire, DefinitionErrors, OSError
    """
    path = Path(id_or_path)
    library = load_folder(questionnaire_folder(), cases=False)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        data = questionnaire_bytes(path)
        beside = _neighbours(path)
        references = {**library.references, **beside.references} or None
        found = load_questionnaire(str(path), data, references)
        return found, {**library.questionnaires, **beside.questionnaires, found.id: found}
    if id_or_path in library.questionnaires:
        # Nothing is scored by a file whose own worked cases fail.
        found = load_questionnaire(id_or_path, library.data[id_or_path], library.references or None)
        return found, dict(library.questionnaires)
    for fault in library.faults:
        if Path(fault.path).stem == id_or_path:
            click.echo(str(fault), err=True)
    known_ids = ", ".join(sorted(library.questionnaires)) or "none"
    raise UnknownQuestionnaire(f"There is no questionnaire “{id_or_path}”. There is: {known_ids}.")


def questionnaire_bytes(path: Path) -> bytes:
    """The bytes of a file that is to be read as a questionnaire.

    raises  UnknownQuestionnaire for a translation, OSError
    """
    data = path.read_bytes()
    file = SourceFile(str(path), data, kind_of(str(path), data))
    if file.kind == "translation":
        of = translated_in(file) or "a questionnaire"
        raise UnknownQuestionnaire(f"{path} is a translation of {of}. Give the questionnaire.")
    return data


def is_translation(path: Path) -> bool:
    """Whether a file is a translation or a wording pack; raises OSError."""
    return kind_of(str(path), path.read_bytes()) == "translation"


def find_translation(id_or_path: str) -> Translation | None:
    """A translation by path, or by its name such as hair_check.es; None for anything else.

    raises  DefinitionErrors, OSError
    """
    path = Path(id_or_path)
    if path.is_file():
        if not is_translation(path):
            return None
        folder = load_folder(questionnaire_folder(), cases=False)
        known = {**folder.questionnaires, **_neighbours(path).questionnaires}
        return load_translation(str(path), path.read_bytes(), known)
    if "." not in id_or_path:
        return None
    return load_folder(questionnaire_folder(), cases=False).translations.get(id_or_path)


def _neighbours(path: Path) -> Library:
    if not path.is_file():
        return build_library(())
    beside = [other for other in path.parent.glob("*.yaml") if other != path]
    return build_library(read_files(beside), cases=False)
