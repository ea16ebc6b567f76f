"""Putting one file into use: sound, in step with the others, under a version that fits."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from screening.commands import opening
from screening.commands.given import questionnaire_folder
from screening.core.judging import InUse, Judged, judge
from screening.core.library import Kind, SourceFile, build_library
from screening.core.loading import load_packet, load_questionnaire, load_stored, place_faults
from screening.core.questionnaire import Questionnaire
from screening.core.versions import out_of_use
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
        in_use, retired = _stored(database, found_id)
        found = _sound(judge(str(path), data, in_use))
        if in_use.before is not None and in_use.before.sha256 == found.sha256:
            if retired:
                raise DefinitionErrors(place_faults(str(path), data, [out_of_use(found)]))
            return f"{found.id} {found.version} is in use already."
        with database.write() as session:
            library.import_version(session, found.id, found.version, data, now=opening.now())
            behind = _left_behind(session, found)
    return f"{found.id} {found.version} is in use now.{behind}"


def judge_beside(path: Path, against: Path) -> Questionnaire:
    """The file as if `against` were in use, beside the files of the folder of questionnaires.

    raises   DefinitionErrors as publish does
    """
    data, before = path.read_bytes(), load_stored(str(against), against.read_bytes())
    # The translations still tell the version before; they are published after this file.
    kinds: tuple[Kind, ...] = ("questionnaire", "packet", "clinic", "references")
    folder = load_folder(questionnaire_folder(), cases=False, kinds=kinds)
    in_use = InUse(
        before=before,
        others={name: one for name, one in folder.questionnaires.items() if name != before.id},
        packets=folder.packets.values(),
        clinic=folder.clinic.values(),
        references=folder.references or None,
        file_of=lambda key: (folder.paths[key], folder.data[key]),
    )
    return _sound(judge(str(path), data, in_use))


def _sound(judged: Judged) -> Questionnaire:
    """What was judged and has no fault.

    raises   DefinitionErrors with every fault
    """
    if judged.questionnaire is None or judged.all_faults:
        raise DefinitionErrors(judged.all_faults)
    return judged.questionnaire


def _stored(database: Database, found_id: str) -> tuple[InUse, bool]:
    """The versions in use, around the newest one of this id, and whether that is out of use."""
    with database.read() as session:
        held = {version.id: version for version in library.current(session)}
        before = library.newest(session, found_id)  # what is retired comes back as a later version
        packets = {version.id: version for version in library.current_packets(session)}

    def file_of(key: str) -> tuple[str, bytes]:
        version = packets.get(key) or held[key]
        return f"{version.id} {version.version}", version.data

    in_use = InUse(
        before=load_stored(f"{before.id} {before.version}", before.data) if before else None,
        others={name: load_stored(*file_of(name)) for name in held if name != found_id},
        packets=[load_packet(*file_of(name)) for name in packets],
        clinic=(),
        references=build_library(sources()).references or None,
        file_of=file_of,
    )
    return in_use, before is not None and found_id not in held


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
