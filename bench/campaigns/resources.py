"""Damaged FHIR Questionnaires: each becomes a draft or is refused with reasons, soon.

A draft must be YAML that the loader reads to its end, whatever it then finds missing. Totals are
looked at too, of a response that is damaged the same way.
Run with: ./run campaign resources [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from screening.core.loading import load_questionnaire
from screening.core.yaml_tree import read_tree
from screening.errors import DefinitionErrors
from screening.exchange.bundle import encode
from screening.exchange.questionnaire import write_questionnaire
from screening.exchange.read_questionnaire import read_questionnaire
from screening.exchange.read_totals import read_totals
from screening.exchange.source import WrongQuestionnaire, read_resource
from screening.library_folder import load_folder
from tests.exchange.resource_damage import damaged

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "exchange" / "files"
COUNT, SEED = 50_000, 20261130
SLOWEST_MS = 1000  # of the processor; the largest file that is taken is one of 256 KiB


@dataclass
class Tally:
    """What came of the damaged files."""

    drafts: int = 0
    refused: int = 0
    totals: int = 0
    slowest_ms: float = 0


def originals(shipped: int) -> list[str]:
    """The small file with everything in it, and so many of our own exports."""
    own = load_folder(ROOT / "questionnaires", cases=False).questionnaires
    several = list(own.values())[:shipped]
    exported = [encode(write_questionnaire(one).resource) for one in several]
    return [(FILES / "small_scale.json").read_text("utf-8"), *(one.decode() for one in exported)]


def try_one(data: bytes, response: bytes, tally: Tally) -> None:
    """Import a file and compare its totals; what is no refusal with a reason is raised."""
    start = time.process_time()
    try:
        made = read_questionnaire(data)
    except WrongQuestionnaire as error:
        tally.refused += 1
        if not error.reasons or not all(reason.why for reason in error.reasons):
            raise ValueError("refused without a reason") from None
    else:
        tally.drafts += 1
        read_tree(made.text.encode())  # raises where it is no YAML of ours
        try:
            load_questionnaire("draft.yaml", made.text.encode(), cases=False)
        except DefinitionErrors as error:
            if any(fault.code == "not_yaml" for fault in error.faults):
                raise ValueError("the draft is no YAML") from None
        try:
            tally.totals += len(read_totals(read_resource(data), read_resource(response)))
        except WrongQuestionnaire:
            pass
    tally.slowest_ms = max(tally.slowest_ms, (time.process_time() - start) * 1000)


def run(count: int, seed: int, *, shipped: int = 6) -> Tally:
    """So many damaged files from a seed."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    texts, tally = originals(shipped), Tally()
    response = (FILES / "small_scale_response.json").read_text("utf-8")
    for n in range(count):
        text = texts[0] if n % 4 else rng.choice(texts)
        try_one(damaged(text, rng), damaged(response, rng), tally)
    return tally


def main() -> int:
    """Exit code 0 where every file became a draft or was refused, soon enough."""
    given = [int(word) for word in sys.argv[1:]]
    count, seed = given + [COUNT, SEED][len(given) :]
    tally = run(count, seed)
    print(f"{tally.drafts:6} drafts, {tally.refused:6} refused, {tally.totals} totals compared")  # noqa: T201  a command's output
    print(f"slowest {tally.slowest_ms:.0f} ms (allowed: {SLOWEST_MS})")  # noqa: T201  as above
    return 0 if tally.slowest_ms <= SLOWEST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
