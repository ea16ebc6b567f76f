"""Translations and wording packs: tried beside what is in use, and put into use."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from screening.commands import opening
from screening.commands.given import questionnaire_folder
from screening.commands.publishing import sources
from screening.core.library import build_library
from screening.core.loading import (
    load_stored,
    load_stored_translation,
    load_translation,
    place_faults,
)
from screening.core.questionnaire import Questionnaire
from screening.core.translation import Translation
from screening.core.versions import translation_version_faults
from screening.errors import DefinitionErrors
from screening.library_folder import load_folder
from screening.store import library


def publish(path: Path) -> str:
    """Take a translation into the database; says what was done. No questionnaire changes by it.

    raises   DefinitionErrors with every fault of the file
    """
    data = path.read_bytes()
    with opening.opened(opening.settings()) as database:
        with database.read() as session:
            originals = {
                v.id: load_stored(f"{v.id} {v.version}", v.data) for v in library.current(session)
            }
            stored = {v.id: v for v in library.current_translations(session)}
        known = stored.get(load_stored_translation(str(path), data).id)
        before = load_stored_translation(known.id, known.data) if known else None
        found = _judge(path, data, originals, before)
        if before is not None and before.sha256 == found.sha256:
            return f"{found.id} {found.version} is in use already."
        with database.write() as session:
            library.import_translation(
                session,
                found.id,
                found.version,
                data,
                for_version=found.for_version,
                now=opening.now(),
            )
    return f"{found.id} {found.version} is in use now."


def judge_beside(path: Path, against: Path) -> Translation:
    """The file as if `against` were in use, beside the questionnaires of the folder.

    raises   DefinitionErrors as publish does
    """
    before = load_stored_translation(str(against), against.read_bytes())
    originals = load_folder(questionnaire_folder(), cases=False).questionnaires
    return _judge(path, path.read_bytes(), originals, before)


def _judge(
    path: Path,
    data: bytes,
    originals: Mapping[str, Questionnaire],
    before: Translation | None,
) -> Translation:
    """The file, read and found fit to follow `before`."""
    known = build_library(sources()).references or None
    found = load_translation(str(path), data, originals, known)
    if before is not None:
        faults = place_faults(str(path), data, translation_version_faults(before, found))
        if faults:
            raise DefinitionErrors(faults)
    return found
