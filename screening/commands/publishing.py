"""Putting one file into use: sound, in step with the others, under a version that fits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from screening.commands import opening
from screening.commands.reading import questionnaire_folder
from screening.core.library import SourceFile, build_library
from screening.core.loading import load_questionnaire, load_stored, place_faults
from screening.core.questionnaire import Questionnaire
from screening.core.versions import version_faults
from screening.errors import DefinitionErrors
from screening.library_folder import load_folder, read_files
from screening.store import library
from screening.store.db import Database


def publish(path: Path) -> str:
    """Take a file into the database; says what was done.

    raises   DefinitionErrors with every fault of the file, or those that it would bring to others
    """
    data = path.read_bytes()
    with opening.opened(opening.settings()) as database:
        found_id = load_questionnaire(str(path), data, cases=False).id
        stored = _stored(database)
        old = stored.pop(found_id, None)
        before = load_stored(old.path, old.data) if old else None
        found = _judge(path, data, before, [*stored.values(), *sources()], old)
        if before is not None and before.sha256 == found.sha256:
            return f"{found.id} {found.version} is in use already."
        with database.write() as session:
            library.import_version(session, found.id, found.version, data, now=opening.now())
            behind = _left_behind(session, found)
    return f"{found.id} {found.version} is in use now.{behind}"


def judge_beside(path: Path, against: Path) -> Questionnaire:
    """The file as if `against` were in use, beside the files of the folder of questionnaires.

    raises   DefinitionErrors as publish does
    """
    data, in_use = path.read_bytes(), against.read_bytes()
    before = load_stored(str(against), in_use)
    folder = load_folder(questionnaire_folder(), cases=False)
    own = folder.paths.get(load_questionnaire(str(path), data, cases=False).id)
    # The translations still tell the version before; they are published after this file.
    others = [
        file
        for file in read_files([questionnaire_folder()])
        if file.path != own and file.kind != "translation"
    ]
    return _judge(path, data, before, others, SourceFile(str(against), in_use, "questionnaire"))


def _judge(
    path: Path,
    data: bytes,
    before: Questionnaire | None,
    others: Iterable[SourceFile],
    old: SourceFile | None,
) -> Questionnaire:
    """The file, read and found fit to follow `before`."""
    own = SourceFile(str(path), data, "questionnaire")
    rest = tuple(file for file in others if file.path != own.path)
    proven = frozenset(hashlib.sha256(file.data).hexdigest() for file in rest)
    together = build_library((own, *rest), proven=proven)
    faults = [fault for fault in together.faults if fault.path == own.path]
    if faults:
        raise DefinitionErrors(faults)
    found = load_questionnaire(own.path, data, cases=False)
    if before is not None:
        faults += place_faults(own.path, data, version_faults(before, found))
    # What was wrong with the others before is not this file's doing.
    as_it_was = build_library((*rest, *([old] if old else [])), cases=False)
    known = {str(fault) for fault in as_it_was.faults}
    faults += [f for f in together.faults if f.path != own.path and str(f) not in known]
    if faults:
        raise DefinitionErrors(faults)
    return found


def _stored(database: Database) -> dict[str, SourceFile]:
    """The versions in use, by id."""
    with database.read() as session:
        found = {
            v.id: SourceFile(f"{v.id} {v.version}", v.data, "questionnaire")
            for v in library.current(session)
        }
        for v in library.current_packets(session):
            found[v.id] = SourceFile(f"{v.id} {v.version}", v.data, "packet")
    return found


def _left_behind(session: Session, found: Questionnaire) -> str:
    """The translations that are in use and do not tell this version."""
    names = (version.id for version in library.current_translations(session))
    behind = [
        name
        for name in names
        if name.partition(".")[0] == found.id
        and library.find_translation(session, name, found.version) is None
    ]
    return f" Not told in this version yet: {', '.join(behind)}." if behind else ""


def sources() -> tuple[SourceFile, ...]:
    """The known sources, which the database does not hold."""
    path = questionnaire_folder() / "references.yaml"
    return read_files([path]) if path.is_file() else ()
