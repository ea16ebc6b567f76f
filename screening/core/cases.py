"""Running worked cases: what was expected against what comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from screening.core.case import Case, ExpectedComputed, ExpectedScore
from screening.core.cautions import cautions_of
from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.facts import Computed, Observation
from screening.core.features import says
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.wording import guess
from screening.core.yaml_tree import Place
from screening.errors import AnswersRefused


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that came out otherwise than the case says."""

    place: Place  # within the case
    problem: str
    fix: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running one case showed."""

    mismatches: tuple[Mismatch, ...]
    values: dict[str, Decimal]  # id -> value, of complete scores and values that the case names


_LOOK = "Work it out by hand, then correct the case or the definition."


def run_case(questionnaire: Questionnaire, case: Case) -> Outcome:
    """Score a case and compare."""
    try:
        visit = read_moment(case.visit) if case.visit else None
    except ValueError:
        fault = Mismatch(("visit",), f"“{case.visit}” is not a date.", "Write 2026-03-01.")
        return Outcome((fault,), {})
    try:
        answers = read_document(questionnaire, case.answers, visit=visit)
    except AnswersRefused as error:
        return Outcome(
            tuple(
                Mismatch(("answers", fault.item_id), f"{fault.item_id} is refused.", fault.message)
                for fault in error.faults
            ),
            {},
        )
    evaluation = Evaluation(questionnaire, answers, visit)
    found = (
        *_score_mismatches(case, evaluation),
        *_computed_mismatches(case, evaluation),
        *_feature_mismatches(case, evaluation),
        *_finding_mismatches(case, evaluation),
        *_asking(case, evaluation),
        *_caution_mismatches(case, evaluation),
    )
    return Outcome(found, dict(_values(case, evaluation)))


def _values(case: Case, evaluation: Evaluation) -> Iterator[tuple[str, Decimal]]:
    questionnaire = evaluation.questionnaire
    for figure in (*questionnaire.scores, *questionnaire.computed):
        if figure.id in case.expect.scores or figure.id in case.expect.computed:
            value = getattr(evaluation.look(figure.id), "value", None)
            if value is not None:
                yield figure.id, value


def _score_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    known = [score.id for score in evaluation.questionnaire.scores]
    for code, expected in case.expect.scores.items():
        place: Place = ("expect", "scores", code)
        if code not in known:
            yield Mismatch((*place, "[key]"), f"there is no score “{code}”.", guess(code, known))
        else:
            problems = _score_problems(expected, evaluation.score(code))
            yield from (Mismatch(place, f"{code} {problem}", _LOOK) for problem in problems)


def _computed_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    known = [one.id for one in evaluation.questionnaire.computed]
    for code, wanted in case.expect.computed.items():
        place: Place = ("expect", "computed", code)
        if code not in known:
            yield Mismatch((*place, "[key]"), f"there is no “{code}”.", guess(code, known))
        else:
            problems = _computed_problems(wanted, evaluation.computed(code))
            yield from (Mismatch(place, f"{code} {problem}", _LOOK) for problem in problems)


def _asking(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    for key, wanted in (("asked", True), ("not_asked", False)):
        for n, item_id in enumerate(getattr(case.expect, key)):
            place: Place = ("expect", key, n)
            if not evaluation.questionnaire.has_item(item_id):
                known = [item.id for item in evaluation.questionnaire.items]
                yield Mismatch(place, f"there is no item “{item_id}”.", guess(item_id, known))
            elif evaluation.enabled(item_id) is not wanted:
                yield Mismatch(place, f"{item_id} is {'not ' if wanted else ''}asked.", _LOOK)


def _caution_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    for score in evaluation.questionnaire.scores:
        expected = case.expect.scores.get(score.id)
        if expected is None or expected.cautions is None:
            continue
        shown = {c.id for c in cautions_of(evaluation, score) if c.id and c.when is not None}
        if set(expected.cautions) != shown:
            place: Place = ("expect", "scores", score.id, "cautions")
            yield Mismatch(place, f"{score.id} shows the cautions {sorted(shown)}.", _LOOK)


def _score_problems(expected: ExpectedScore, got: Observation) -> Iterator[str]:
    missing = {one.item_id for one in got.missing}
    if expected.value is not None and expected.value != got.value:
        yield f"comes to {got.value}."
    yield from _band_problems(expected, got)
    if expected.incomplete is not None and set(expected.incomplete) != missing:
        yield f"misses {sorted(missing)}."
    without_value = expected.incomplete is not None and expected.value is None
    if without_value and not expected.prorated and got.value is not None:
        yield f"comes to {got.value} all the same."
    if expected.possible is not None and expected.possible != (got.low, got.high):
        yield f"may be {got.low} to {got.high}."
    if expected.prorated is not None and expected.prorated != got.prorated:
        yield "is prorated." if got.prorated else "is not prorated."


def _band_problems(
    expected: ExpectedScore | ExpectedComputed, got: Observation | Computed
) -> Iterator[str]:
    bands = {hit.set_id: hit.band_id for hit in got.bands}
    first = next(iter(bands.values()), None)
    if expected.band is not None and expected.band != first:
        yield f"is in band {first}."
    if expected.bands is not None and dict(expected.bands) != bands:
        yield f"is in bands {bands}."
    if expected.bands_possible is not None:
        may: dict[str, tuple[str, ...]] = {}
        for hit in got.bands_possible:
            known = may.get(hit.set_id, ())
            may[hit.set_id] = known if hit.band_id in known else (*known, hit.band_id)
        if may != dict(expected.bands_possible):
            yield f"may be in bands {may}."


def _computed_problems(wanted: ExpectedComputed, got: Computed) -> Iterator[str]:
    if not _same_span(wanted, got.low, got.high):
        yield f"comes to {got.low} to {got.high}."
    yield from _band_problems(wanted, got)


def _same_span(wanted: ExpectedComputed, low: Decimal | None, high: Decimal | None) -> bool:
    if wanted.unknown:
        return low is None
    if wanted.value is not None and (low, high) != (wanted.value, wanted.value):
        return False
    if wanted.low is not None and low != wanted.low:
        return False
    return wanted.high is None or high == wanted.high


def _feature_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    tables = {table.id: table for table in evaluation.questionnaire.features}
    for table, wanted in case.expect.features.items():
        rows = {row.id: row for row in tables[table].rows} if table in tables else {}
        for row_id, words in wanted.items():
            told = says(evaluation, rows[row_id]) if row_id in rows else "nothing"
            if told != words:
                place: Place = ("expect", "features", table, row_id)
                yield Mismatch(place, f"{table}.{row_id} says {told}.", _LOOK)


def _finding_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    wanted = case.expect.findings
    if wanted is None and case.expect.ask is None:
        return
    findings = evaluation.findings
    levels = {f.code: f.level for f in findings if f.state == "raised"}
    if isinstance(wanted, dict) and dict(wanted) != levels:
        yield Mismatch(("expect", "findings"), f"raised is {levels}.", _LOOK)
    if isinstance(wanted, tuple) and set(wanted) != set(levels):
        yield Mismatch(("expect", "findings"), f"raised is {sorted(levels)}.", _LOOK)
    asked = {f.code for f in findings if f.state == "ask"}
    # Findings given without `ask` mean that nothing is left to be asked in person.
    ask = case.expect.ask if case.expect.ask is not None else (() if wanted is not None else None)
    if ask is not None and set(ask) != asked:
        yield Mismatch(
            ("expect", "ask") if case.expect.ask else ("expect", "findings"),
            f"to be asked in person is {sorted(asked)}.",
            _LOOK,
        )
