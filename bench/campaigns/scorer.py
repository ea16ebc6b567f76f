"""200,000 random answer sets of the whole library, scored by three scorers that share no code.

Run with: ./run campaign scorer [COUNT] [SEED]

Besides the random ones: an answer set on both sides of every band edge, and every single answer
missing for every reason. Published scales are compared with the dossier's tables, by which a wrong
file is found as well as a wrong core; every third set, and all of the other questionnaires, also
with a plain reading of the file, which follows conditions, findings and computed values.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.loading import load_questionnaire
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.errors import AnswersRefused
from tests import dossier_documents
from tests.comparing import Document, unlike_dossier, unlike_plain
from tests.dossier_tables import TABLES
from tests.library_place import LIBRARY, NAMES
from tests.plain_scorer import Plain, load
from tests.random_documents import random_document

COUNT, SEED = 200_000, 20261119
VISIT = "2026-11-19T09:30+00:00"
PLAIN_EVERY = 3  # of the sets of published scales
# Shares of the random sets. Long histories have no score and cost ten times a scale.
SHARES = {name: 6 if name in TABLES else 1 for name in NAMES} | {"hair_exam": 2}
# Two parts that take about as long, so that two processes can share them.
WITHDRAWAL = ("cows", "oows13", "sows16", "sows_gossop", "sds", "kud")
OTHERS = tuple(name for name in NAMES if name not in WITHDRAWAL)


@dataclass
class Trial:
    """What was tried, and each difference with the answers that show it."""

    random: Counter[str] = field(default_factory=Counter)  # questionnaire -> answer sets
    edges: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        names = sorted({*self.random, *self.edges, *self.missing})
        lines = [
            f"  {name:18} {self.random[name]:8} {self.edges[name]:6} {self.missing[name]:6}"
            for name in names
        ]
        head = f"  {'questionnaire':18} {'random':>8} {'edges':>6} {'gone':>6}"
        sums = [counts.total() for counts in (self.random, self.edges, self.missing)]
        foot = f"  {'together':18} {sums[0]:8} {sums[1]:6} {sums[2]:6}"
        return "\n".join([head, *lines, foot, f"{len(self.differences)} differences"])


@cache
def library() -> dict[str, Questionnaire]:
    """Every questionnaire of the library, by id, its worked cases unrun.

    A core that fails them would refuse the files, and nothing would be told of its scores.
    """
    paths = {name: LIBRARY / f"{name}.yaml" for name in NAMES}
    return {
        name: load_questionnaire(str(path), path.read_bytes(), cases=False)
        for name, path in paths.items()
    }


class Bench:
    """One questionnaire with what it is compared with."""

    def __init__(self, questionnaire: Questionnaire, plain: Plain) -> None:
        self.questionnaire, self.plain = questionnaire, plain
        self.plain.visit = datetime.fromisoformat(VISIT)
        self.visit = read_moment(VISIT)

    def differences(self, document: Document, *, plain: bool) -> list[str]:
        """What the scorers say otherwise of one document."""
        questionnaire = self.questionnaire
        try:
            answers = read_document(questionnaire, document, visit=self.visit, others=library())
        except AnswersRefused as refused:
            return [f"{questionnaire.id}: refused: {refused}: {document}"]
        evaluation = Evaluation(questionnaire, answers, self.visit)
        published = questionnaire.id in TABLES
        found = unlike_dossier(evaluation, document) if published else []
        if plain or not published:
            found += unlike_plain(evaluation, self.plain, document)
        return [f"{questionnaire.id}: {what}: {document}" for what in found]


def on_shelf(name: str) -> Bench:
    """The questionnaire of that id, read by the core and plainly."""
    return Bench(library()[name], Plain(load(LIBRARY / f"{name}.yaml")))


def part_of(count: int, names: Iterable[str]) -> int:
    """How many of so many random sets fall to these questionnaires, rounded up."""
    return -(-count * sum(SHARES[name] for name in names) // sum(SHARES.values()))


def run(count: int, seed: int, names: Iterable[str] = NAMES) -> Trial:
    """Edges and single missing answers of these questionnaires, and so many random sets."""
    trial, wanted = Trial(), list(names)
    whole = sum(SHARES[name] for name in wanted)
    given = [count * SHARES[name] // whole for name in wanted]
    given[0] += count - sum(given)
    for name, times in zip(wanted, given, strict=True):
        rng = random.Random(f"{seed} {name}")  # noqa: S311  not for secrets: the same trial again
        bench = on_shelf(name)
        for counts, documents in (
            (trial.edges, _edges(name, rng)),
            (trial.missing, _missing(bench, rng)),
            (trial.random, _random(bench, times, rng)),
        ):
            for n, document in enumerate(documents):
                counts[name] += 1
                every = counts is not trial.random or n % PLAIN_EVERY == 0
                trial.differences += bench.differences(document, plain=every)
    return trial


def _edges(name: str, rng: random.Random) -> Iterator[Document]:
    if name in TABLES:
        yield from dossier_documents.at_edges(name, rng)


def _missing(bench: Bench, rng: random.Random) -> Iterator[Document]:
    questionnaire = bench.questionnaire
    if questionnaire.id in TABLES:
        yield from dossier_documents.with_one_missing(questionnaire.id, rng)
    reasons = {"patient": ("declined",), "clinician": ("not_assessed",)}
    for item in questionnaire.items:
        for reason in (*reasons.get(questionnaire.rater(item), ("declined", "not_assessed")), ""):
            document = random_document(questionnaire, rng, library())
            yield dossier_documents.without(document, item.id, reason)


def _random(bench: Bench, times: int, rng: random.Random) -> Iterator[Document]:
    return (random_document(bench.questionnaire, rng, library()) for _ in range(times))


def main() -> None:
    """Print the counts and what differs; exit 1 when anything does."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    trial = run(count, seed)
    print(f"seed {seed}")
    print(trial)
    print("\n".join(trial.differences[:20]))
    sys.exit(1 if trial.differences else 0)


if __name__ == "__main__":
    main()
