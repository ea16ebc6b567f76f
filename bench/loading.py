"""All shipped questionnaires loaded and validated, beside the C YAML parser alone on their bytes.

Two baselines: `yaml.load` with CBaseLoader, which gives plain dictionaries and text (our limit is a
multiple of it), and the bare stream of events, which gives nothing and is printed for comparison.
Validating is what a start does when every worked case was run before. Each round measures all
three, so that a slow moment of the machine hits all; the medians are compared.
Run with: python -m bench.loading [FOLDER]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

from screening.core.library import SourceFile, build_library
from screening.library_folder import read_files

SHIPPED = Path(__file__).resolve().parents[1] / "questionnaires"
ROUNDS = 25
LIMIT = 1.5  # times the C parser alone


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of one run: what else the machine does meanwhile is not ours."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(files: tuple[SourceFile, ...]) -> tuple[float, float, float]:
    """Median seconds of the events, of the plain data, and of the library."""

    def events() -> None:
        for file in files:
            for _ in yaml.parse(file.data, Loader=yaml.CSafeLoader):
                pass

    def plain() -> None:
        for file in files:
            yaml.load(file.data, Loader=yaml.CBaseLoader)  # noqa: S506  it builds text alone

    def library() -> None:
        assert build_library(files, cases=False).faults == ()

    rounds = [(timed(events), timed(plain), timed(library)) for _ in range(ROUNDS)]
    bare, data, ours = zip(*rounds, strict=True)
    return median(bare), median(data), median(ours)


def main() -> int:
    """Print the three times; 1 when ours is above the limit."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    files = read_files([folder])
    bare, data, ours = measure(files)
    size = sum(len(file.data) for file in files)
    print(f"{len(files)} files, {size / 1000:.0f} kB")
    print(f"bare events of the C parser     {bare * 1e3:8.1f} ms   ratio {ours / bare:5.2f}")
    print(f"C parser alone, plain data      {data * 1e3:8.1f} ms   ratio {ours / data:5.2f}")
    print(
        f"loaded and validated            {ours * 1e3:8.1f} ms   (limit {LIMIT} times the parser)"
    )
    return int(ours > LIMIT * data)


if __name__ == "__main__":
    sys.exit(main())
