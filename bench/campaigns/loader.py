"""Damaged copies of sound files: the loader must find faults with places or none, soon and small.

Three kinds of damage in turn (tests/damage.py), of every tiny file and, one time in 40, of a
shipped one. No file may take more than 200 ms of the processor, or 100 MB.
Run with: ./run campaign loader [COUNT] [SEED]
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from screening.core.loading import load_questionnaire
from screening.errors import DefinitionError, DefinitionErrors
from tests.damage import KINDS, Original, damaged

ROOT = Path(__file__).resolve().parents[2]
COUNT, SEED = 50_000, 20261119
SLOWEST_MS, LARGEST_MB = 200, 100
_ONE_SHIPPED_IN = 40
AGAIN, PAUSE_S = 40, 0.5  # a core that is shared counts its neighbour's work as the file's


@dataclass
class Tally:
    """What came of the damaged files of one kind."""

    sound: int = 0
    at_fault: int = 0
    slowest_ms: float = 0
    slowest: bytes = b""
    codes: set[str] = field(default_factory=set)


def originals(folder: Path) -> list[Original]:
    """The questionnaires of a folder, in the order of their names."""
    files = (p for p in sorted(folder.glob("*.yaml")) if p.name != "references.yaml")
    return [Original(path.read_bytes()) for path in files]


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of each damaged file."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    tiny = originals(ROOT / "tests" / "definitions")
    shipped = originals(ROOT / "questionnaires")
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        original = rng.choice(tiny if n % _ONE_SHIPPED_IN else shipped)
        yield kind, damaged(kind, original, rng)


def load(data: bytes, tally: Tally) -> None:
    """Load one file into the tally; what is no fault with a place is raised."""
    took, faults = timed(data)
    for _ in range(AGAIN):
        if took > SLOWEST_MS:  # once may be the machine, every time is the file
            time.sleep(PAUSE_S)
            took = min(took, timed(data)[0])
    lines = data.count(b"\n") + data.count(b"\r") + 2
    if not all(1 <= fault.line <= lines and fault.column >= 1 for fault in faults):
        raise ValueError("a fault without a place")
    tally.at_fault += bool(faults)
    tally.sound += not faults
    tally.codes.update(fault.code for fault in faults)
    if took > tally.slowest_ms:
        tally.slowest_ms, tally.slowest = took, data


def timed(data: bytes) -> tuple[float, tuple[DefinitionError, ...]]:
    """Milliseconds of the processor, and the faults."""
    faults: tuple[DefinitionError, ...] = ()
    start = time.process_time()
    try:
        load_questionnaire("damaged.yaml", data)
    except DefinitionErrors as error:
        faults = error.faults
        assert faults, "refused without a fault"
    return 1000 * (time.process_time() - start), faults


def peak_mb() -> float:
    """The most memory that this process ever held at once."""
    try:
        # What getrusage tells on Linux begins with the peak of the process that started this one.
        words = Path("/proc/self/status").read_text().split()
        return int(words[words.index("VmHWM:") + 1]) / 1e3
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run(count: int, seed: int) -> tuple[dict[str, Tally], float]:
    """What came of each kind of damage, and the MB by which memory ever rose above its start.

    No file needed more than that rise, whatever the others did.
    """
    tallies = {kind: Tally() for kind in KINDS}
    trial = files(count, seed)
    load(next(trial)[1], Tally())  # what is imported and remembered once is not a file's
    before = peak_mb()
    for kind, data in trial:
        load(data, tallies[kind])
    return tallies, peak_mb() - before


def main() -> int:
    """Print the counts; 1 when a file took too long or too much."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    tallies, rise = run(count + 1, seed)
    print(f"{count} damaged files, seed {seed}")
    for kind, t in tallies.items():
        print(
            f"{kind:10} {t.at_fault:6} at fault, {t.sound:6} still sound, "
            f"{len(t.codes):3} kinds of fault, "
            f"slowest {t.slowest_ms:6.1f} ms"
        )
    print(f"memory rose by {rise:.1f} MB at most")
    worst = max(tallies.values(), key=lambda t: t.slowest_ms)
    if worst.slowest_ms > SLOWEST_MS:
        print("the slowest file:", worst.slowest[:2000])
    return int(worst.slowest_ms > SLOWEST_MS or rise > LARGEST_MB)


if __name__ == "__main__":
    sys.exit(main())
