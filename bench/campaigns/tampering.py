"""10,000 tamperings with an audit trail: each is seen, and told at its place.

The ways are those of tests/tampering.py: a value changed, events taken out, put in, repeated,
swapped, numbered anew, the tail cut, an old copy put back, another key, another installation's
events, the whole chain written anew with the right key. What the chain cannot show from inside
must show against the lines that were kept elsewhere.
Run with: ./run campaign tampering [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.store.db import Database, open_database
from screening.store.key_file import load_or_create
from screening.store.migrations import upgrade
from tests.tampered_trail import Scene, Tampered, a_scene, is_found
from tests.tampering import WAYS

COUNT, SEED = 10_000, 20261130


@contextmanager
def installations() -> Iterator[tuple[Database, Database]]:
    """Two of them, without an event."""
    with tempfile.TemporaryDirectory() as folder:
        made = [_installation(Path(folder) / name) for name in ("one", "two")]
        yield made[0], made[1]
        for database in made:
            database.close()


def tamperings(scene: Scene, count: int, seed: int) -> Iterator[tuple[str, Tampered]]:
    """Name of the way, and what came of it; each way as often as the others."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    for n in range(count):
        way = WAYS[n % len(WAYS)]
        yield way.__name__.replace("_", " "), way(scene, rng)


def main() -> int:
    """Print the counts; 1 when a tampering was not seen or told at another place."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    tried, found = Counter[str](), Counter[str]()
    with installations() as (one, two):
        scene = a_scene(one, two)
        with one.writing() as session:
            for way, tampered in tamperings(scene, count, seed):
                tried[way] += 1
                found[way] += is_found(session, scene, tampered)
    print(f"{count} tamperings with a trail of {len(scene.rows)} events, seed {seed}")
    for way, times in tried.items():
        print(f"{way:40} {times:6} tried, {found[way]:6} found and located")
    missed = count - found.total()
    print(f"not found, or told at another place: {missed}")
    return int(missed > 0)


def _installation(folder: Path) -> Database:
    folder.mkdir()
    database = open_database(
        f"sqlite:///{folder / 'screening.db'}",
        load_or_create(folder / "config" / "key", folder / "data"),
    )
    upgrade(database.engine)
    return database


if __name__ == "__main__":
    sys.exit(main())
