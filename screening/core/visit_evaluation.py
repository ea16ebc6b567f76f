"""Everything worked out over one visit: both raters' answers read as one, and what follows.

A questionnaire may come twice in a visit, once per rater; the two are read as one. Answers of the
other questionnaires are seen as "other.item", as they count there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.core.answers import Answer, Missing
from screening.core.evaluation import Evaluation
from screening.core.facts import SeenAnswers
from screening.core.moments import Moment, moment_of
from screening.core.questionnaire import Questionnaire
from screening.core.same import carry, twins
from screening.core.together import with_others
from screening.core.visit import FilledIn, VisitRecord
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One questionnaire of a visit, both raters' answers together."""

    questionnaire: Questionnaire
    filled: tuple[FilledIn, ...]
    now: Evaluation  # durations run to the visit
    at_rating: Evaluation  # durations run to the end of the clinician's rating
    given_by: Mapping[str, FilledIn]  # item_id -> whose answer it is
    left_out: frozenset[str] = frozenset()  # items that the visit asked of nobody


@dataclass(frozen=True, slots=True)
class EvaluatedVisit:
    """A visit with everything that follows from it."""

    record: VisitRecord
    questionnaires: tuple[Evaluated, ...]  # in the order in which the visit brings them
    rated_at: Moment  # end of the clinician's rating; the visit's moment without one

    def find(self, questionnaire_id: str) -> Evaluated | None:
        """The questionnaire of that id, or None when the visit has none."""
        return next(
            (e for e in self.questionnaires if e.questionnaire.id == questionnaire_id), None
        )


_Merged = dict[str, tuple[Answer | Missing, FilledIn]]


def evaluate_visit(record: VisitRecord) -> EvaluatedVisit:
    """Work out all responses of a visit together."""
    groups: dict[str, list[FilledIn]] = {}
    for filled in record.responses:
        groups.setdefault(filled.questionnaire.id, []).append(filled)
    merged = {name: _merge(parts) for name, parts in groups.items()}
    questionnaires = {name: parts[-1].questionnaire for name, parts in groups.items()}
    _share_same(questionnaires, merged)
    given: dict[str, SeenAnswers] = {
        name: {
            **{item_id: Missing(item_id, "not_asked") for item_id in _left_out(record, name)},
            **{ref: answer for ref, (answer, _) in answers.items()},
        }
        for name, answers in merged.items()
    }
    moment = record.visit.moment
    known = with_others(questionnaires, given, moment)
    rated_at = _rated_at(record)
    return EvaluatedVisit(
        record=record,
        questionnaires=tuple(
            _evaluated(
                Evaluation(questionnaire, known[name], moment),
                Evaluation(questionnaire, known[name], rated_at),
                groups[name],
                merged[name],
            )
            for name, questionnaire in questionnaires.items()
        ),
        rated_at=rated_at,
    )


def _evaluated(
    now: Evaluation, at_rating: Evaluation, filled: Sequence[FilledIn], merged: _Merged
) -> Evaluated:
    return Evaluated(
        questionnaire=now.questionnaire,
        filled=tuple(filled),
        now=now,
        at_rating=at_rating,
        given_by={ref: part for ref, (_, part) in merged.items()},
        left_out=frozenset(
            item.id
            for item in now.questionnaire.items
            # What is skipped by right is not asked either, but it is not left out.
            if now.state(item.id) == Missing(item.id, "not_asked")
            and now.enabled(item.id) is not False
        ),
    )


def _left_out(record: VisitRecord, name: str) -> frozenset[str]:
    return record.left_out.get(name, frozenset())


def _merge(parts: Sequence[FilledIn]) -> _Merged:
    """One set of answers: an answer goes before a missing one, a later before an earlier.

    That one rater was not asked says nothing against what the other said.
    """
    found: _Merged = {}
    for filled in sorted(parts, key=lambda part: part.given):
        for ref, answer in filled.own_answers().items():
            held = found.get(ref)
            if held is None or _weight(answer) >= _weight(held[0]):
                found[ref] = (answer, filled)
    return found


def _weight(given: Answer | Missing) -> int:
    if isinstance(given, Answer):
        return 2
    return 0 if given.reason == "not_asked" else 1


def _share_same(questionnaires: Mapping[str, Questionnaire], merged: Mapping[str, _Merged]) -> None:
    """Items that are the same question (`same_as`) share the one answer that was given."""
    for here, there in twins(questionnaires):
        for one, other in ((here, there), (there, here)):
            given = merged[one.questionnaire_id].get(one.item.id)
            held = merged[other.questionnaire_id].get(other.item.id)
            if given is None or not isinstance(given[0], Answer):
                continue
            if held is None or not isinstance(held[0], Answer):
                taken = carry(given[0], one.item, other.item)
                if taken is not None:
                    merged[other.questionnaire_id][other.item.id] = (taken, given[1])


def _rated_at(record: VisitRecord) -> Moment:
    ends = [part.completed for part in record.responses if part.role == "clinician"]
    if not ends:
        return record.visit.moment
    return moment_of(max(ends).astimezone(record.visit.zone))
