"""2,000 damaged copies of the shipped files: the loader must find faults with places, or none.

Run with: ./run campaign loader [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from screening.core.loading import load_questionnaire
from screening.errors import DefinitionErrors
from tests.random_documents import damaged

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
NAMES = ("cows", "sows16", "vitals", "kratom_use", "hair_exam", "hair_history")


def run(count: int, seed: int) -> tuple[int, int]:
    """How many damaged files were sound and how many at fault; anything else is raised."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    files = [(SHIPPED / f"{name}.yaml").read_bytes() for name in NAMES]
    sound = wrong = 0
    for n in range(count):
        try:
            load_questionnaire("damaged.yaml", damaged(files[n % len(files)], rng))
            sound += 1
        except DefinitionErrors as error:
            wrong += 1
            if not error.faults or min(min(f.line, f.column) for f in error.faults) < 1:
                raise ValueError("a fault without a place") from error
    return sound, wrong


def main() -> None:
    """Print the counts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261119
    sound, wrong = run(count, seed)
    print(f"{count} damaged files, seed {seed}: {wrong} at fault, {sound} still sound")


if __name__ == "__main__":
    main()
