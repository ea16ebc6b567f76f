"""The folder of definitions on disk: the one place that reads it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache
from pathlib import Path

from screening.core.clinic_texts import ClinicTexts
from screening.core.library import Kind, Library, SourceFile, build_library, kind_of
from screening.core.loading import load_clinic_texts
from screening.settings import ROOT


def read_files(paths: Iterable[Path]) -> tuple[SourceFile, ...]:
    """The YAML files of folders (walked) and single files, each once, in the order of the paths.

    raises  OSError where a path cannot be read
    """
    found: dict[Path, SourceFile] = {}  # by the whole path
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in files:
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
    proven: Container[str] = (),
    kinds: Container[Kind] | None = None,
    named: Container[str] | None = None,
) -> Library:
    """Everything a folder of definitions holds.

    cases   False leaves worked cases unrun
    proven  SHA-256 of files whose worked cases held before: they are not run again
    kinds   the only ones to be taken; None takes all
    named   what the names of questionnaires' and translations' files begin with; None takes all
    """
    files = tuple(
        one
        for one in read_files([folder])
        if (kinds is None or one.kind in kinds)
        and (named is None or one.kind == "references" or _begin(one) in named)
    )
    return build_library(files, cases=cases, proven=proven)


def _begin(file: SourceFile) -> str:
    """hair_check of hair_check.yaml and of hair_check.es.yaml."""
    return Path(file.path).name.partition(".")[0]
