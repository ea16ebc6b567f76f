"""One COWS response scored with its trace, beside json.loads and a plain sum of the same answers.

Each round measures both, so that a slow moment of the machine hits both; the medians are compared.
There is no limit yet: the ratio is printed. Run with: python -m bench.scoring
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from screening.core.documents import parse_json, read_document
from screening.core.evaluation import Evaluation
from screening.core.loading import load_questionnaire

COWS = Path(__file__).resolve().parents[1] / "questionnaires" / "cows.yaml"
ROUNDS, REPEATS = 200, 10
ANSWERS = {
    "pulse": "104", "sweating": "drops", "restlessness": "shifting", "pupils": "large",
    "aches": "strong", "nose_eyes": "running", "gi": "nausea", "tremor": "slight",
    "yawning": "three_more", "anxiety": "told", "gooseflesh": "felt",
}  # fmt: skip
TOTAL = 24  # 2 + 3 + 3 + 2 + 2 + 2 + 2 + 2 + 2 + 1 + 3


def timed(work: Callable[[], int]) -> float:
    """Seconds of one run, the mean of some."""
    start = time.perf_counter()
    for _ in range(REPEATS):
        assert work() == TOTAL
    return (time.perf_counter() - start) / REPEATS


def measure() -> tuple[float, float]:
    """Median seconds of the plain sum and of the score with its trace."""
    cows = load_questionnaire(str(COWS), COWS.read_bytes())
    text = json.dumps(ANSWERS)
    points = {
        item.id: {option.id: int(option.points or 0) for option in item.choices}
        for item in cows.items
        if item.type == "choice"
    }

    def plainly() -> int:
        answers = json.loads(text)
        return sum(points[key][word] for key, word in answers.items() if key in points) + 2

    def with_trace() -> int:
        seen = Evaluation(cows, read_document(cows, parse_json(text))).result.scores[0]
        assert len(seen.trace) == len(ANSWERS)
        return int(seen.value or 0)

    rounds = [(timed(plainly), timed(with_trace)) for _ in range(ROUNDS)]
    return median(plain for plain, _ in rounds), median(traced for _, traced in rounds)


def main() -> None:
    """Print both times and their ratio."""
    plain, traced = measure()
    print(f"json.loads and a plain sum      {plain * 1e6:8.1f} us")
    print(f"scored with trace               {traced * 1e6:8.1f} us")
    print(f"ratio                           {traced / plain:8.1f}     (no limit yet)")


if __name__ == "__main__":
    main()
