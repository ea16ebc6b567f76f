"""One questionnaire, one set of answers, one visit: everything that follows from them.

The same three always give the same result; no clock, no network, no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from screening.core.answers import Answer, Answers, Missing
from screening.core.computing import compute
from screening.core.enabling import counted, enabled
from screening.core.facts import (
    Computed,
    FeatureSays,
    Observation,
    RaisedFinding,
    Seen,
    SeenAnswers,
)
from screening.core.features import read_features
from screening.core.findings import raise_finding
from screening.core.item import Item
from screening.core.logic import Truth
from screening.core.moments import Moment
from screening.core.questionnaire import Computed as Definition
from screening.core.questionnaire import Questionnaire
from screening.core.score import Score
from screening.core.scoring import observe_score
from screening.quick_dataclass import dataclass


class Evaluation:
    """Works out each thing once and remembers it (facts.Facts)."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: SeenAnswers,
        visit: Moment | None = None,
        supposed: Answers | None = None,
    ) -> None:
        """
        answers   by item id; what is known of other questionnaires as "other.name"
        visit     the moment that durations run to; None leaves what rests on it untold
        supposed  goes before the answers, which are only looked at one by one
        """
        self._questionnaire = questionnaire
        self._answers = answers
        self._supposed = supposed or {}
        self._visit = visit
        self._enabled: dict[str, Truth] = {}
        self._found: dict[str, Seen] = {}

    @property
    def questionnaire(self) -> Questionnaire:
        return self._questionnaire

    @property
    def visit(self) -> Moment | None:
        return self._visit

    def given(self, ref: str) -> Seen | None:
        """The answer as it was given, also where it does not count."""
        return self._supposed.get(ref) or self._answers.get(ref)

    def enabled(self, item_id: str) -> Truth:
        """Whether the item is asked; None while what decides it is missing."""
        if item_id not in self._enabled:
            self._enabled[item_id] = enabled(self, item_id)
        return self._enabled[item_id]

    def look(self, ref: str) -> Seen:
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

    def computed(self, computed_id: str) -> Computed:
        """The computed value of that id."""
        found = self.look(computed_id)
        assert isinstance(found, Computed)
        return found

    def supposing(self, answers: Answers) -> Evaluation:
        """The same with these answers in place of what is missing."""
        supposed = {**self._supposed, **answers}
        return Evaluation(self._questionnaire, self._answers, self._visit, supposed)

    def asked(self) -> tuple[Item, ...]:
        """The items that are asked, in the order of the file."""
        return tuple(i for i in self._questionnaire.items if self.enabled(i.id) is True)

    def _work_out(self, ref: str) -> Seen:
        match self._questionnaire.named(ref):
            case None:
                return self.given(ref) or Missing(ref, "not_recorded")
            case Definition() as definition:
                return compute(self, definition)
            case Score() as score:
                return observe_score(self, score)
        given = self.given(ref)
        return counted(self, ref, given if isinstance(given, Answer | Missing) else None)

    @cached_property
    def result(self) -> Result:
        """All observations and findings."""
        questionnaire = self._questionnaire
        return Result(
            scores=tuple(self.score(score.id) for score in questionnaire.scores),
            computed=tuple(self.computed(one.id) for one in questionnaire.computed),
            features={t.id: read_features(self, t) for t in questionnaire.features},
            findings=self.findings,
        )

    @cached_property
    def findings(self) -> tuple[RaisedFinding, ...]:
        """Those that are raised, and those to be asked in person."""
        raised = (raise_finding(self, finding) for finding in self._questionnaire.findings)
        return tuple(finding for finding in raised if finding is not None)


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that follows from a filled-in questionnaire, in the order of its file."""

    scores: tuple[Observation, ...]
    computed: tuple[Computed, ...]
    features: Mapping[str, tuple[FeatureSays, ...]]
    findings: tuple[RaisedFinding, ...]
