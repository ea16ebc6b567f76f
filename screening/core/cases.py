"""Running worked cases: what was expected against what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from screening.quick_dataclass import dataclass


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
            problem = _told("shows the cautions", _listed(shown), _listed(expected.cautions))
            yield Mismatch(place, f"{score.id} {problem}", _LOOK)


def _score_problems(expected: ExpectedScore, got: Observation) -> Iterator[str]:
    missing = {one.item_id for one in got.missing}
    if expected.value is not None and expected.value != got.value:
        yield _told("comes to", got.value, expected.value)
    yield from _band_problems(expected, got)
    if expected.incomplete is not None and set(expected.incomplete) != missing:
        yield _told("misses", _listed(missing), _listed(expected.incomplete))
    without_value = expected.incomplete is not None and expected.value is None
    if without_value and not expected.prorated and got.value is not None:
        yield _told("comes to", got.value, "no value")
    if expected.possible is not None and expected.possible != (got.low, got.high):
        low, high = expected.possible
        yield _told("may be", f"{got.low} to {got.high}", f"{low} to {high}")
    if expected.prorated is not None and expected.prorated != got.prorated:
        yield (
            "is prorated; expected is that it is not."
            if got.prorated
            else ("is not prorated; expected is that it is.")
        )


def _band_problems(
    expected: ExpectedScore | ExpectedComputed, got: Observation | Computed
) -> Iterator[str]:
    bands = {hit.set_id: hit.band_id for hit in got.bands}
    first = next(iter(bands.values()), None)
    if expected.band is not None and expected.band != first:
        yield _told("is in band", first or "none", expected.band)
    if expected.bands is not None and dict(expected.bands) != bands:
        yield _told("is in bands", _paired(bands), _paired(expected.bands))
    if expected.bands_possible is not None:
        may: dict[str, tuple[str, ...]] = {}
        for hit in got.bands_possible:
            known = may.get(hit.set_id, ())
            may[hit.set_id] = known if hit.band_id in known else (*known, hit.band_id)
        if may != dict(expected.bands_possible):
            yield _told("may be in bands", _paired(may), _paired(expected.bands_possible))


def _computed_problems(wanted: ExpectedComputed, got: Computed) -> Iterator[str]:
    if not _same_span(wanted, got.low, got.high):
        yield _told("comes to", _span(got.low, got.high), _span_wanted(wanted))
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
                yield Mismatch(place, f"{table}.{row_id} {_told('says', told, words)}", _LOOK)


def _finding_mismatches(case: Case, evaluation: Evaluation) -> Iterator[Mismatch]:
    wanted = case.expect.findings
    if wanted is None and case.expect.ask is None:
        return
    findings = evaluation.findings
    levels = {f.code: f.level for f in findings if f.state == "raised"}
    if isinstance(wanted, dict) and dict(wanted) != levels:
        problem = _told("raised is", _paired(levels), _paired(wanted))
        yield Mismatch(("expect", "findings"), problem, _LOOK)
    if isinstance(wanted, tuple) and set(wanted) != set(levels):
        problem = _told("raised is", _listed(levels), _listed(wanted))
        yield Mismatch(("expect", "findings"), problem, _LOOK)
    asked = {f.code for f in findings if f.state == "ask"}
    # Findings given without `ask` mean that nothing is left to be asked in person.
    ask = case.expect.ask if case.expect.ask is not None else (() if wanted is not None else None)
    if ask is not None and set(ask) != asked:
        yield Mismatch(
            ("expect", "ask") if case.expect.ask else ("expect", "findings"),
            _told("to be asked in person is", _listed(asked), _listed(ask)),
            _LOOK,
        )


def _told(verb: str, came: object, wanted: object) -> str:
    """What came and what the case expects, side by side."""
    return f"{verb} {'no value' if came is None else came}; expected is {wanted}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _paired(told: Mapping[str, str | tuple[str, ...]]) -> str:
    """Band or level by the name it belongs to."""
    pairs = (
        f"{name} {value if isinstance(value, str) else ' or '.join(value)}"
        for name, value in told.items()
    )
    return ", ".join(pairs) or "nothing"


def _span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None and high is None:
        return "no value"
    return str(low) if low == high else f"{low} to {high}"


def _span_wanted(wanted: ExpectedComputed) -> str:
    if wanted.unknown:
        return "no value"
    if wanted.value is not None:
        return str(wanted.value)
    if wanted.high is None:
        return f"{wanted.low} or more"
    return f"{wanted.high} or less" if wanted.low is None else _span(wanted.low, wanted.high)
