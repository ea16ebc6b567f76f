"""What the language must be able to say, and the small definition that stands for each of it.

The tests of core, web and report all go by this list: a file in tests/definitions that it does not
name is a fault, and so is a need without a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from screening.core.answers import Answers, Missing
from screening.core.documents import read_document
from screening.core.elsewhere import with_others_figures
from screening.core.evaluation import Evaluation
from screening.core.loading import load_questionnaire
from screening.core.moments import Moment, read_moment
from screening.core.questionnaire import Questionnaire

FOLDER = Path(__file__).parent / "definitions"
VISIT = "2026-11-19T09:30"
TIME_ZONE = "America/New_York"

NEEDS: Mapping[str, tuple[str, ...]] = {
    "points as explicit lists with gaps": ("points_with_gaps",),
    "points from a number by lower edges": ("points_from_numbers",),
    "points reversed": ("points_reversed", "dast10"),
    "weighted sums with decimals": ("salt",),
    "means and maxima": ("mean_maximum",),
    "counts with items left out under a condition": ("kud",),
    "prorating with a largest number of missing items": ("ldq",),
    "incomplete apart from 0": ("incomplete_is_not_zero",),
    "legitimate skips": ("legitimate_skip",),
    "several band sets with a basis, and none at all": ("band_sets_by_basis",),
    "bands chosen by an answer": ("audit_c",),
    "reference lines, off by default": ("reference_lines",),
    "findings from one answer, three-valued, asked in person when unknown": (
        "finding_from_answer",
    ),
    "findings from scores": ("finding_from_score",),
    "findings from computed values; ratios": ("ratio",),
    "bands on computed values": ("bands_on_computed",),
    "ratios of ratios": ("ratio_of_ratios",),
    "findings from rows; repeating rows with unit choice": ("rows_any",),
    "answers of other questionnaires": ("uses_other",),
    "scores, computed values and dates of other questionnaires": ("score_elsewhere", "first_two"),
    "durations with honest coarseness, hours when hours are known": ("durations",),
    "trigger lag from onset": ("trigger_lag",),
    "entered totals": ("entered_total",),
    "features table": ("features_table",),
    "every type of item, several choices with an exclusive one": ("item_types",),
    "declined, not assessed, not asked, not recorded": ("missing_reasons",),
    "who rates": ("who_rates", "hair_check"),
    "every operator of a condition, and nested conditions": ("operators", "gates"),
    "short names of options": ("short_options",),
}
NAMES = tuple(dict.fromkeys(name for names in NEEDS.values() for name in names))


@dataclass(frozen=True)
class Filling:
    """How a definition is filled in where no case of its file answers all that is asked."""

    answers: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # asked before it


FILLINGS: Mapping[str, Filling] = {
    "durations": Filling(
        {"last_use": "2026-11-18T20:31", "began": "2024-02-29", "ended": "2025-02-28"}
    ),
    "gates": Filling(
        {"first": "yes", "second": "yes", "third": "yes", "either_one": "no", "words": "A word"}
    ),
    "operators": Filling(
        {
            "count": "5",
            "colour": "green",
            "signs": ["rash", "itch"],
            "things": [{"form": "shot", "times": "3"}],
        }
    ),
    "rows_any": Filling(
        {
            "products": [
                {"form": "strong", "amount": {"value": "2.5", "unit": "capsule"}, "times": "4"}
            ],
            "helped": "no",
        }
    ),
    "uses_other": Filling(
        {"unwell": "yes"},
        {"points_from_numbers": {"pulse": "121", "signs": ["tremor"], "level": "worst"}},
    ),
    "score_elsewhere": Filling(
        {"onset": "2026-06-02", "more": "It came slowly"},
        {"first_two": {"interest": "never", "down": "daily", "changed": "2026-03-02"}},
    ),
}


def load(name: str) -> Questionnaire:
    """A definition of the folder, checked, its cases run."""
    path = FOLDER / f"{name}.yaml"
    return load_questionnaire(str(path), path.read_bytes())


@dataclass(frozen=True)
class Filled:
    """One definition filled in, with those it looks at."""

    questionnaire: Questionnaire
    others: tuple[Questionnaire, ...]
    documents: Mapping[str, Mapping[str, Any]]  # by questionnaire id
    visit: str

    @property
    def moment(self) -> Moment:
        return read_moment(self.visit, ZoneInfo(TIME_ZONE))

    def answers(self, questionnaire: Questionnaire) -> Answers:
        """One document, read."""
        return read_document(questionnaire, self.documents[questionnaire.id], visit=self.moment)

    @property
    def evaluation(self) -> Evaluation:
        """What comes out of it by core alone."""
        read: dict[str, Any] = {
            f"{other.id}.{item_id}": answer
            for other in self.others
            for item_id, answer in self.answers(other).items()
        }
        others = {other.id: other for other in self.others}
        known = {**self.answers(self.questionnaire), **read}
        seen = with_others_figures(self.questionnaire, known, others, self.moment)
        return Evaluation(self.questionnaire, seen, self.moment)


def filled(name: str) -> Filled:
    """The definition filled in so that everything asked has an answer, or a reason for none."""
    questionnaire = load(name)
    if name in FILLINGS:
        filling = FILLINGS[name]
        others = tuple(load(other) for other in filling.others)
        documents = {name: filling.answers, **filling.others}
        return Filled(questionnaire, others, documents, VISIT)
    for case in questionnaire.cases:
        visit = case.visit or VISIT
        one = Filled(questionnaire, (), {questionnaire.id: case.answers}, visit)
        if _is_whole(one.evaluation):
            return one
    raise AssertionError(f"no case of {name} answers all that is asked")


def _is_whole(evaluation: Evaluation) -> bool:
    states = [evaluation.state(item.id) for item in evaluation.asked()]
    return not any(isinstance(s, Missing) and s.reason == "not_recorded" for s in states)
