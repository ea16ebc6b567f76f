"""The folder of definitions on disk: the one place that reads it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from pathlib import Path

from screening.core.clinic_texts import ClinicTexts
from screening.core.library import Kind, Library, SourceFile, build_library, kind_of
from screening.core.loading import load_clinic_texts
from screening.offered import ROOT


def read_files(
    paths: Iterable[Path], named: Callable[[str], bool] | None = None
) -> tuple[SourceFile, ...]:
    """The YAML files of folders (walked) and single files, each once, in the order of the paths.

    named   whether a file of that name is read; None reads all
    raises  OSError where a path cannot be read
    """
    found: dict[Path, SourceFile] = {}  # by the whole path
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in files:
            if named is not None and not named(file.name):
                continue
            whole = file.resolve()
            if whole not in found:
                data = file.read_bytes()
                # The folder tells the kind also where the path is given from within it.
                found[whole] = SourceFile(str(file), data, kind_of(str(file.absolute()), data))
    return tuple(found.values())


@cache
def shipped_clinic_texts() -> Mapping[str, ClinicTexts]:
    """What is said to patients where the clinic's folder has no words of its own, by language."""
    texts = [
        load_clinic_texts(str(path), path.read_bytes())
        for path in sorted((ROOT / "questionnaires" / "clinic").glob("*.yaml"))
    ]
    return {found.language: found for found in texts}


def load_folder(
    folder: Path,
    *,
    cases: bool = True,
    read_cases: bool = True,
    proven: Container[str] = (),
    kinds: Container[Kind] | None = None,
    named: Callable[[str], bool] | None = None,
) -> Library:
    """Everything a folder of definitions holds.

    cases       False leaves worked cases unrun
    read_cases  False leaves them unread, with whatever is wrong in them
    proven      SHA-256 of files whose worked cases held before: they are not run again
    kinds       the only ones to be taken; None takes all
    named       whether a file of that name is read; None reads all
    """
    read = read_files([folder], named)
    files = tuple(one for one in read if kinds is None or one.kind in kinds)
    return build_library(files, cases=cases, proven=proven, read_cases=read_cases)
