"""The folder of definitions on disk: the one place that reads it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from screening.core.library import Library, SourceFile, build_library, kind_of


def read_files(paths: Iterable[Path]) -> tuple[SourceFile, ...]:
    """The YAML files of folders (walked) and single files, in the order of their paths.

    raises  OSError where a path cannot be read
    """
    found: list[SourceFile] = []
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        found += [SourceFile(str(f), f.read_bytes(), kind_of(str(f))) for f in files]
    return tuple(found)


def load_folder(folder: Path, *, cases: bool = True, proven: Container[str] = ()) -> Library:
    """Everything a folder of definitions holds.

    cases   False leaves worked cases unrun
    proven  SHA-256 of files whose worked cases held before: they are not run again
    """
    return build_library(read_files([folder]), cases=cases, proven=proven)
