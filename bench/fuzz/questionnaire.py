"""A coverage-guided search for a file that the loader answers with anything but faults with places.

libFuzzer changes files and keeps those that reach new lines of screening/core; every other change
is one of tests/damage.py, so that it gets past the parser and the shape into the meaning. It stops
at the first find and writes the file that shows it to the working folder.

It is no part of ./run test and needs a virtual environment of its own, with Python 3.11:

    python3.11 -m venv /tmp/fuzz
    /tmp/fuzz/bin/pip install --require-hashes -r requirements/run.txt
    /tmp/fuzz/bin/pip install atheris==3.0.0
    mkdir -p /tmp/corpus
    PYTHONPATH=. /tmp/fuzz/bin/python -m bench.fuzz.questionnaire /tmp/corpus -max_total_time=300

The folder keeps what was found to reach new lines, for the next search. Other flags are
libFuzzer's; a file is tried alone by naming it instead of a folder.
"""

from __future__ import annotations

import importlib
import random
import sys
import time
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "tests" / "definitions"
LONGEST = 16_000  # bytes of a file: more shows nothing new, only slower
SLOWEST_S = 1.0  # five times what the trial allows: watched lines run that much slower


def main() -> None:
    """Search until the time is up or something is found."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["screening"]):
        loading = importlib.import_module("screening.core.loading")
        damage = importlib.import_module("tests.damage")
    errors = importlib.import_module("screening.errors")
    no_tree = importlib.import_module("screening.core.yaml_text").YamlFault

    def load(data: bytes) -> None:
        faults, start = None, time.process_time()
        try:
            loading.load_questionnaire("fuzzed.yaml", data)
        except errors.DefinitionErrors as error:
            faults = error.faults
        assert time.process_time() - start < SLOWEST_S, "too slow"
        assert faults is None or faults, "refused without a fault"
        assert all(min(f.line, f.column) >= 1 for f in faults or ()), "a fault without a place"

    def change(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)  # noqa: S311  not for secrets: libFuzzer repeats by the seed
        if rng.random() < 0.5:
            try:
                changed = damage.damaged(rng.choice(damage.KINDS), damage.Original(data), rng)
            except (no_tree, IndexError):  # no tree, or none with anything to change
                changed = b""
            if 0 < len(changed) <= most:
                return bytes(changed)
        return bytes(atheris.Mutate(data, most))

    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit("Name a folder for what is found to reach new lines.")
    # libFuzzer writes to the first folder only, and reads them all.
    seeds = [str(SEEDS)] if Path(sys.argv[1]).is_dir() else []
    argv = [sys.argv[0], *sys.argv[1:], *seeds, f"-max_len={LONGEST}"]
    atheris.Setup(argv, load, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
