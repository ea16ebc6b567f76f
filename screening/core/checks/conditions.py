"""Conditions: what they look at exists, the test fits it, and nothing waits for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.core.checks.circles import check_circles
from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_figures, placed_items
from screening.core.condition import (
    LIMITS,
    AllOf,
    AnyOf,
    Condition,
    ItemTest,
    NotOf,
    Operators,
    refs_in,
)
from screening.core.item import ChoiceItem, ChoicesItem, Item, QuantityItem, RowsItem
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Banded, Score
from screening.core.wording import guess
from screening.core.yaml_tree import Place

_EVERYWHERE = frozenset({"answered", "missing"})
_FITS: dict[str, frozenset[str]] = {
    "choice": frozenset({"is", "is_not"}),
    "choices": frozenset({"includes"}),
    "integer": LIMITS,
    "scale": LIMITS,
    "quantity": LIMITS,
    "rows": frozenset({"any_row"}),
    "computed": LIMITS | {"band"},
    "score": LIMITS | {"band"},
}


def check_conditions(questionnaire: Questionnaire) -> Faults:
    """Faults of every condition of the file."""
    used: set[str] = set()
    for place, condition in placed_conditions(questionnaire):
        used.update(refs_in(condition))
        scores = () if place[-1] == "enable_when" else questionnaire.scores
        yield from _check(questionnaire, scores, place, condition)
    yield from _unused(questionnaire, used)
    yield from check_circles(questionnaire)
    yield from _waits_for_clinician(questionnaire)


def placed_conditions(q: Questionnaire) -> Iterator[tuple[Place, Condition]]:
    """Every condition with its place in the file."""
    found: list[tuple[Place, Condition | None]] = [
        ((*place, "enable_when"), item.enable_when) for place, item in placed_items(q)
    ]
    for n, score in enumerate(q.scores):
        if score.leave_out is not None:
            found.append((("scores", n, "leave_out", "when"), score.leave_out.when))
        found += [
            (("scores", n, "cautions", m, "when"), c.when) for m, c in enumerate(score.cautions)
        ]
    for place, figure in placed_figures(q):
        for m, band_set in enumerate(figure.band_sets):
            at: Place = (*place, "band_sets", m, "choose")
            found += [((*at, b, "when"), branch.when) for b, branch in enumerate(band_set.choose)]
    for n, table in enumerate(q.features):
        for m, row in enumerate(table.rows):
            at = ("features", n, "rows", m)
            found += [((*at, "towards"), row.towards), ((*at, "away"), row.away)]
    found += [(("findings", n, "when"), finding.when) for n, finding in enumerate(q.findings)]
    yield from ((place, condition) for place, condition in found if condition is not None)


def _check(q: Questionnaire, scores: Iterable[Score], place: Place, condition: Condition) -> Faults:
    match condition:
        case AllOf(all=parts):
            for n, part in enumerate(parts):
                yield from _check(q, scores, (*place, "all", n), part)
        case AnyOf(any=parts):
            for n, part in enumerate(parts):
                yield from _check(q, scores, (*place, "any", n), part)
        case NotOf():
            yield from _check(q, scores, (*place, "not"), condition.not_)
        case ItemTest():
            yield from _check_test(q, scores, place, condition)


def _check_test(q: Questionnaire, scores: Iterable[Score], place: Place, test: ItemTest) -> Faults:
    at = (*place, test.ref)
    known = q.named(test.ref)
    if known is not None and not (isinstance(known, Score) and known not in scores):
        yield from check_named_test(known, at, test.operators)
    elif test.ref not in q.uses:
        names = [one.id for one in (*q.items, *q.computed, *scores)] + list(q.uses)
        fix = guess(test.ref, names)
        if "." in test.ref:
            fix = f"Add {test.ref} to `uses:`, or correct it. {fix}"
        yield Fault("unknown_item", (*at, "[key]"), f"There is no item “{test.ref}”.", fix)


def check_named_test(known: Item | Computed | Score, at: Place, operators: Operators) -> Faults:
    """Faults of one test of an item, a computed value or a score."""
    if not isinstance(known, Banded):
        yield from check_item_test(known, at, operators)
        return
    kind = "score" if isinstance(known, Score) else "computed"
    yield from _check_fit(kind, known.id, at, operators)
    bands = [band.id for one in known.sets for branch in one.branches() for band in branch]
    yield from _known(operators.band or (), bands, (*at, "band"), "a band", known.id)


def check_item_test(item: Item, at: Place, operators: Operators) -> Faults:
    """Faults of one test of an item: operators that fit its type, options that it offers."""
    yield from _check_fit(item.type, item.id, at, operators)
    if isinstance(item, ChoiceItem | ChoicesItem):
        options = [option.id for option in item.choices]
        for key in ("is", "is_not", "includes"):
            words = getattr(operators, "is_" if key == "is" else key) or ()
            yield from _known(words, options, (*at, key), "an option", item.id)
    limits = LIMITS.intersection(operators.given())
    if isinstance(item, QuantityItem) and item.units is not None and limits:
        yield Fault(
            "limit_without_unit",
            at,
            f"“{item.id}” comes in several units, so the limit could mean any of them.",
            "Give the item one `unit`, or test something else.",
        )
    if isinstance(item, RowsItem) and operators.any_row is not None:
        yield from _check_row(item, (*at, "any_row"), operators.any_row)


def _check_row(item: RowsItem, place: Place, condition: Condition) -> Faults:
    match condition:
        case AllOf(all=parts) | AnyOf(any=parts):
            word = "all" if isinstance(condition, AllOf) else "any"
            for n, part in enumerate(parts):
                yield from _check_row(item, (*place, word, n), part)
        case NotOf():
            yield from _check_row(item, (*place, "not"), condition.not_)
        case ItemTest():
            field = item.field(condition.ref)
            at = (*place, condition.ref)
            if field is None:
                names = [field.id for field in item.fields]
                yield Fault(
                    "unknown_field",
                    (*at, "[key]"),
                    f"“{item.id}” has no field “{condition.ref}”.",
                    guess(condition.ref, names),
                )
            else:
                yield from check_item_test(field, at, condition.operators)


def _check_fit(kind: str, name: str, at: Place, operators: Operators) -> Faults:
    fits = _FITS.get(kind, frozenset()) | _EVERYWHERE
    if not operators.given():
        yield Fault(
            "empty_test", at, f"The test of “{name}” asks nothing.", guess("", sorted(fits))
        )
    for word in operators.given():
        if word not in fits:
            yield Fault(
                "test_does_not_fit",
                (*at, word),
                f"`{word}` does not fit “{name}” ({kind}).",
                f"Use one of: {', '.join(sorted(fits))}.",
            )


def _known(words: Iterable[str], known: list[str], at: Place, what: str, owner: str) -> Faults:
    for word in words:
        if word not in known:
            yield Fault(
                "unknown_option", at, f"“{word}” is not {what} of “{owner}”.", guess(word, known)
            )


def _unused(q: Questionnaire, used: set[str]) -> Faults:
    for line in (*q.summary.right_now, *q.summary.use):
        used.update(line.of)
    used.update(end for computed in q.computed for end in computed.ends)
    for n, ref in enumerate(q.uses):
        if "." not in ref:
            yield Fault(
                "not_another",
                ("uses", n),
                f"“{ref}” names no questionnaire.",
                "Write questionnaire.item.",
            )
        elif ref not in used:
            yield Fault(
                "unused",
                ("uses", n),
                f"“{ref}” is not used in this file.",
                "Use it, or take it away.",
            )


def _waits_for_clinician(q: Questionnaire) -> Faults:
    """A patient meets the questions first: none may wait for what a clinician rates later."""
    for place, item in placed_items(q):
        for ref in refs_in(item.enable_when):
            later = q.has_item(ref) and q.rater(q.item(ref)) == "clinician"
            if later and q.rater(item) == "patient":
                yield Fault(
                    "waits_for_clinician",
                    (*place, "enable_when"),
                    f"The patient's “{item.id}” waits for the clinician's “{ref}”.",
                    "Let a clinician rate both, or ask without waiting.",
                )
