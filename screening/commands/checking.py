"""check: every fault of every file, and the deliberate mistakes that no worked case notices."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from screening.commands.reading import questionnaire_folder
from screening.core.checks.fault import Fault
from screening.core.library import Checked, Library, SourceFile, build_library
from screening.core.loading import load_questionnaire, place_faults
from screening.core.mutants import run_mutants
from screening.core.result_json import dump
from screening.errors import DefinitionError
from screening.library_folder import read_files


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--mutants", is_flag=True, help="Name the mistakes that no worked case notices.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(paths: tuple[Path, ...], mutants: bool, as_json: bool) -> None:
    """Check definition files; folders are walked."""
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: there is no such file or folder.")
    given = read_files(paths)
    library = build_library(_with_references(given))
    wanted = {file.path: file for file in given}
    files = [file for file in library.files if file.path in wanted]
    if mutants:
        files = [_with_mistakes(library, wanted[file.path], file) for file in files]
    if as_json:
        click.echo(dump({"files": [_as_json(file) for file in files]}))
    else:
        _print(files)
    if any(file.faults for file in files):
        sys.exit(1)


def _with_references(files: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
    """The files, with the shipped sources where none is among them: a ref must be known."""
    if any(file.kind == "references" for file in files):
        return files
    shipped = questionnaire_folder() / "references.yaml"
    return (*files, *read_files([shipped])) if shipped.is_file() else files


def _with_mistakes(library: Library, source: SourceFile, file: Checked) -> Checked:
    """The file with each mistake that its cases would not notice as a fault."""
    if file.kind != "questionnaire" or file.faults:
        return file
    known = library.references or None
    questionnaire = load_questionnaire(file.path, source.data, known, cases=False)
    unnoticed = [
        Fault(
            "unnoticed_mistake",
            mutant.place,
            f"No case would notice this mistake: {mutant.what}.",
            "Add a case that comes out otherwise with it.",
        )
        for mutant in run_mutants(questionnaire).unnoticed
    ]
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
        if not faults:
            cases = f", {file.cases} cases" if file.kind == "questionnaire" else ""
            click.echo(f"{file.path}: sound{cases}")


COMMANDS = (check,)
