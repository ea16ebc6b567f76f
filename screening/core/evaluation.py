"""One questionnaire, one set of answers, one visit: everything that follows from them.

The same three always give the same result; no clock, no network, no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from screening.core.answers import Answer, Answers, Missing
from screening.core.computing import compute
from screening.core.enabling import counted, enabled
from screening.core.facts import Computed, FeatureSays, Observation, RaisedFinding
from screening.core.features import read_features
from screening.core.findings import raise_finding
from screening.core.item import Item
from screening.core.logic import Truth
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.core.scoring import observe_score


class Evaluation:
    """Works out each thing once and remembers it (facts.Facts)."""

    def __init__(
        self, questionnaire: Questionnaire, answers: Answers, visit: Moment | None = None
    ) -> None:
        """
        answers  by item id; those of other questionnaires as "other.item"
        visit    the moment that durations run to; None leaves what rests on it untold
        """
        self._questionnaire = questionnaire
        self._answers = answers
        self._visit = visit
        self._enabled: dict[str, Truth] = {}
        self._found: dict[str, Answer | Missing | Computed | Observation] = {}

    @property
    def questionnaire(self) -> Questionnaire:
        return self._questionnaire

    @property
    def visit(self) -> Moment | None:
        return self._visit

    @property
    def given(self) -> Answers:
        """The answers as they were given, those that do not count included."""
        return self._answers

    def enabled(self, item_id: str) -> Truth:
        """Whether the item is asked; None while what decides it is missing."""
        if item_id not in self._enabled:
            self._enabled[item_id] = enabled(self, item_id)
        return self._enabled[item_id]

    def look(self, ref: str) -> Answer | Missing | Computed | Observation:
        """The item as it counts, or the computed value or score of that name."""
        if ref not in self._found:
            self._found[ref] = self._work_out(ref)
        return self._found[ref]

    def state(self, item_id: str) -> Answer | Missing:
        """The item as it counts."""
        found = self.look(item_id)
        assert isinstance(found, Answer | Missing)
        return found

    def score(self, score_id: str) -> Observation:
        """The score of that id."""
        found = self.look(score_id)
        assert isinstance(found, Observation)
        return found

    def supposing(self, answers: Answers) -> Evaluation:
        """The same with these answers in place of what is missing."""
        return Evaluation(self._questionnaire, {**self._answers, **answers}, self._visit)

    def asked(self) -> tuple[Item, ...]:
        """The items that are asked, in the order of the file."""
        return tuple(i for i in self._questionnaire.items if self.enabled(i.id) is True)

    def _work_out(self, ref: str) -> Answer | Missing | Computed | Observation:
        if self._questionnaire.has_item(ref):
            return counted(self, ref, self._answers.get(ref))
        for definition in self._questionnaire.computed:
            if definition.id == ref:
                return compute(self, definition)
        for score in self._questionnaire.scores:
            if score.id == ref:
                return observe_score(self, score)
        return self._answers.get(ref) or Missing(ref, "not_recorded")

    @cached_property
    def result(self) -> Result:
        """All observations and findings."""
        questionnaire = self._questionnaire
        raised = (raise_finding(self, finding) for finding in questionnaire.findings)
        return Result(
            scores=tuple(self.score(score.id) for score in questionnaire.scores),
            computed=tuple(compute(self, definition) for definition in questionnaire.computed),
            features={t.id: read_features(self, t) for t in questionnaire.features},
            findings=tuple(finding for finding in raised if finding is not None),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that follows from a filled-in questionnaire, in the order of its file."""

    scores: tuple[Observation, ...]
    computed: tuple[Computed, ...]
    features: Mapping[str, tuple[FeatureSays, ...]]
    findings: tuple[RaisedFinding, ...]


def observe(
    questionnaire: Questionnaire, answers: Answers, visit: Moment | None = None
) -> tuple[Observation, ...]:
    """The scores of a filled-in questionnaire."""
    return Evaluation(questionnaire, answers, visit).result.scores
