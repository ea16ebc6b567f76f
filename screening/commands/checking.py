"""check: every fault of every file, and the deliberate mistakes that no worked case notices."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from screening.commands.given import questionnaire_folder
from screening.core.at_fault import ids_told
from screening.core.library import (
    Checked,
    Library,
    SourceFile,
    build_library,
    translated_in,
)
from screening.core.loading import load_packet, load_questionnaire, place_faults
from screening.core.mutants import run_mutants
from screening.core.result_json import dump
from screening.errors import DefinitionError, DefinitionErrors
from screening.library_folder import read_files

# What packets bring, and where it lies in a folder of definitions.
BROUGHT = {"questionnaire": "*.yaml", "leaflet": "leaflets/*.yaml"}


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--mutants", is_flag=True, help="Name the mistakes that no worked case notices.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(paths: tuple[Path, ...], mutants: bool, as_json: bool) -> None:
    """Check definition files; folders are walked."""
    absent = [path for path in paths if not path.exists()]
    for path in absent:
        click.echo(f"{path}: There is no such file or folder.", err=True)
    given = read_files([path for path in paths if path not in absent])
    beside = _companions(given)
    # Only the files that were asked for have their worked cases run.
    proven = {sha256(file.data).hexdigest() for file in beside}
    library = build_library((*given, *beside), proven=proven)
    wanted = {file.path: file for file in given}
    rested_on = _rested_on(given, beside)
    files = [
        file
        for file in library.files
        if file.path in wanted or (file.faults and file.path in rested_on)
    ]
    if mutants:
        files = [
            _with_mistakes(library, wanted[file.path], file) if file.path in wanted else file
            for file in files
        ]
    if as_json:
        click.echo(dump({"files": [_as_json(file) for file in files]}))
    else:
        _print(files)
    if absent or any(file.faults for file in files):
        sys.exit(1)


def _companions(given: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
    """What the files rest on and does not lie among them: sources, originals, a packet's parts."""
    shipped = questionnaire_folder() / "references.yaml"
    missing = shipped.is_file() and not any(file.kind == "references" for file in given)
    sources = read_files([shipped]) if missing else ()
    return (*sources, *_originals(given), *_parts(given))


def _originals(given: tuple[SourceFile, ...]) -> Iterator[SourceFile]:
    """The questionnaires of lone translations: those beside them, or else those in use."""
    here = {Path(file.path).stem for file in given}
    alone = [file for file in given if translated_in(file) and translated_in(file) not in here]
    if not alone:
        return
    wanted = {translated_in(file) for file in alone}
    wanted -= set(build_library(given, cases=False).questionnaires)
    beside = [path for file in alone for path in sorted(Path(file.path).parent.glob("*.yaml"))]
    known = {Path(file.path).resolve() for file in given}
    for files in (read_files(dict.fromkeys(beside)), read_files([questionnaire_folder()])):
        for file in files:
            # One that is at fault is taken as well: no other is held against its translation.
            names = wanted & ids_told(file.path, file.data)
            if file.kind == "questionnaire" and names and Path(file.path).resolve() not in known:
                yield file
                wanted -= names


def _parts(given: tuple[SourceFile, ...]) -> Iterator[SourceFile]:
    """For lone packets, what they may bring: from the folder above their own, then those in use."""
    packets = [file for file in given if file.kind == "packet"]
    here = {_stem(file) for file in given if file.kind in BROUGHT}
    named = [_brought(file) for file in packets]
    if all(names is not None and names <= here for names in named):
        return
    above = [Path(file.path).absolute().parent.parent for file in packets]
    for folder in dict.fromkeys([*above, questionnaire_folder()]):
        files = read_files(path for glob in BROUGHT.values() for path in sorted(folder.glob(glob)))
        found = [file for file in files if file.kind in BROUGHT and _stem(file) not in here]
        yield from found
        here |= {_stem(file) for file in found}


def _stem(file: SourceFile) -> str:
    return Path(file.path).name.split(".")[0]


def _brought(file: SourceFile) -> set[str] | None:
    """The ids that a packet names; None where not all of it can be read."""
    try:
        packet = load_packet(file.path, file.data)
    except DefinitionErrors:
        return None
    leaflet = {packet.leaflet} if packet.leaflet else set()
    return {entry.questionnaire for entry in packet.entries} | leaflet


def _rested_on(given: tuple[SourceFile, ...], beside: tuple[SourceFile, ...]) -> set[str]:
    """The paths of companions without which files cannot be judged."""
    named = {translated_in(file) for file in given}
    named |= {name for file in given if file.kind == "packet" for name in _brought(file) or ()}
    return {
        file.path
        for file in beside
        if file.kind in BROUGHT and named & ids_told(file.path, file.data)
    }


def _with_mistakes(library: Library, source: SourceFile, file: Checked) -> Checked:
    """The file with each mistake that its cases would not notice as a fault."""
    if file.kind != "questionnaire" or file.faults:
        return file
    known = library.references or None
    questionnaire = load_questionnaire(file.path, source.data, known, cases=False)
    unnoticed = run_mutants(questionnaire).faults
    return replace(file, faults=tuple(place_faults(file.path, source.data, unnoticed)))


def _as_json(file: Checked) -> dict[str, Any]:
    names = ("path", "line", "column", "code", "problem", "fix")
    return {
        "path": file.path,
        "ok": not file.faults,
        "cases": file.cases,
        "faults": [{name: getattr(fault, name) for name in names} for fault in file.faults],
    }


def _print(files: Iterable[Checked]) -> None:
    for file in files:
        faults: tuple[DefinitionError, ...] = file.faults
        for fault in faults:
            click.echo(str(fault))
        if not faults and file.compared:
            click.echo(f"{file.path}: sound{_counted(file)}")
        elif not faults:
            click.echo(f"{file.path}: not compared with its questionnaire, which is at fault")


def _counted(file: Checked) -> str:
    """What was looked at in a sound file."""
    counted = {"questionnaire": f", {file.cases} cases", "translation": f", {file.texts} texts"}
    return counted.get(file.kind, "")


COMMANDS = (check,)
