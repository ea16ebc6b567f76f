"""5,000 random answer sets of the shipped questionnaires, scored by two scorers that share no code.

Run with: ./run campaign scorer [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.loading import load_questionnaire
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from tests.plain_scorer import Plain, load
from tests.random_documents import random_document

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
NAMES = ("cows", "sows16", "vitals", "kratom_use", "hair_history", "hair_exam")
VISIT = "2026-11-19T09:30+00:00"


def differences(
    questionnaire: Questionnaire, plain: Plain, document: dict[str, object]
) -> list[str]:
    """What the two scorers say otherwise of one document."""
    visit = read_moment(VISIT)
    answers = read_document(questionnaire, document, visit=visit)
    evaluation = Evaluation(questionnaire, answers, visit)
    found: list[str] = []
    for seen in evaluation.result.scores:
        value = plain.value(document, seen.code)
        bands = set() if value is None else plain.bands(document, seen.code, value)
        pairs = {
            "value": (None if seen.value is None else Fraction(seen.value), value),
            "bands": ({(hit.set_id, hit.band_id) for hit in seen.bands}, bands),
            "missing": ([m.item_id for m in seen.missing], plain.missing(document, seen.code)),
        }
        found += [f"{seen.code} {what}" for what, (ours, theirs) in pairs.items() if ours != theirs]
    for one in evaluation.result.computed:
        if "between" in plain.computed[one.code]:
            span = plain.span(document, one.code)
            if span != (None if one.low is None else (one.low, one.high)):
                found.append(f"{one.code} span")
    ours = tuple(
        {f.code for f in evaluation.result.findings if f.state == state}
        for state in ("raised", "ask")
    )
    if ours != plain.findings(document):
        found.append("findings")
    for item in questionnaire.items:
        if evaluation.enabled(item.id) != plain.asked(document, item.id):
            found.append(f"{item.id} asked")
    return found


def run(count: int, seed: int) -> list[str]:
    """Every difference, with the document that shows it."""
    rng = random.Random(seed)  # noqa: S311  not for secrets: the same seed gives the same trial
    pairs: list[tuple[Questionnaire, Plain]] = []
    for name in NAMES:
        path = SHIPPED / f"{name}.yaml"
        plain = Plain(load(path))
        plain.visit = datetime.fromisoformat(VISIT)
        pairs.append((load_questionnaire(str(path), path.read_bytes()), plain))
    found: list[str] = []
    for n in range(count):
        questionnaire, plain = pairs[n % len(pairs)]
        document = random_document(questionnaire, rng)
        found += [
            f"{questionnaire.id}: {what}: {document}"
            for what in differences(questionnaire, plain, document)
        ]
    return found


def main() -> None:
    """Print what differs; exit 1 when anything does."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261119
    found = run(count, seed)
    print(f"{count} answer sets, seed {seed}: {len(found)} differences")
    print("\n".join(found[:20]))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
