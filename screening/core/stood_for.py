"""What a clinician stands for: points, scores with their bands, findings, and rows of tables.

Everything that makes something else of an answer, in words, without the text of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from screening.core.answers import show_number
from screening.core.condition_sentence import label_of, rule_words
from screening.core.item import ChoiceItem, ChoicesItem, Item
from screening.core.levels import Level
from screening.core.questionnaire import Computed, Finding, Questionnaire
from screening.core.score import Band, Banded, BandSet, Score
from screening.core.words import unit_words
from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answers to one item are worth."""

    label: str
    answers: tuple[tuple[str, str], ...]  # the answer, or "from 81 on", and its points


@dataclass(frozen=True, slots=True)
class Bands:
    """One list of bands of a figure."""

    of: str  # the figure, and the set or branch where there are several
    basis: str  # published, convention or house
    edges: tuple[tuple[str, str], ...]  # lower edge, and the band's words


@dataclass(frozen=True, slots=True)
class Total:
    """One score or computed value, and how it is made."""

    label: str
    made: str  # e.g. "sum of 2 items (“A”, “B”), 0 to 8; with anything missing there is no value"


@dataclass(frozen=True, slots=True)
class Rule:
    """One finding."""

    text: str
    level: Level
    when: str  # the rule in words
    tell_patient: str
    if_unknown: bool  # asked in person where it cannot be told


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a feature table."""

    label: str
    towards: str  # empty: nothing does
    away: str


@dataclass(frozen=True, slots=True)
class StoodFor:
    """All of it, in the order of the file."""

    worths: tuple[Worth, ...]
    totals: tuple[Total, ...]
    bands: tuple[Bands, ...]
    rules: tuple[Rule, ...]
    rows: tuple[Row, ...]

    @property
    def nothing(self) -> bool:
        """Whether the questionnaire only asks."""
        return not (self.worths or self.totals or self.bands or self.rules or self.rows)


def stood_for(questionnaire: Questionnaire) -> StoodFor:
    """Points, scores, bands, findings and rows of one version."""
    return StoodFor(
        worths=tuple(_worths(questionnaire)),
        totals=(
            *(_computed(questionnaire, figure) for figure in questionnaire.computed),
            *(_total(questionnaire, score) for score in questionnaire.scores),
        ),
        bands=tuple(b for figure in questionnaire.figures for b in _bands(questionnaire, figure)),
        rules=tuple(_rule(questionnaire, finding) for finding in questionnaire.findings),
        rows=tuple(_rows(questionnaire)),
    )


def _worths(questionnaire: Questionnaire) -> Iterator[Worth]:
    for item in questionnaire.items:
        answers = list(_points(item))
        if item.when_not_asked is not None:
            answers.append(("not asked", show_number(item.when_not_asked)))
        if answers:
            yield Worth(item.label, tuple(answers))


def _points(item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, ChoiceItem | ChoicesItem):
        for option in item.choices:
            if option.points is not None:
                yield option.label, show_number(option.points)
        return
    for edge, points in (getattr(item, "points", None) or {}).items():
        yield f"from {show_number(edge)} on", show_number(points)


def _total(questionnaire: Questionnaire, score: Score) -> Total:
    weights = score.weighted or {}
    parts = [
        _label(questionnaire, item_id) + (f" × {show_number(weights[item_id])}" if weights else "")
        for item_id in score.items
    ]
    low, high = (show_number(end) for end in score.range)
    kind = "weighted sum" if score.weighted else score.kind
    count = f"{len(parts)} {'item' if len(parts) == 1 else 'items'}"
    made = [f"{kind} of {count} ({', '.join(parts)}), {low} to {high}"]
    if score.decimals or score.kind in ("mean", "weighted"):
        made.append(_rounded(score.decimals))
    if (left := score.leave_out) is not None:
        unused = ", ".join(_label(questionnaire, item_id) for item_id in left.items)
        made.append(f"without {unused} where {rule_words(questionnaire, left.when)}")
    made.append(
        f"scaled up where at most {score.prorate_at_most} are missing"
        if score.prorate_at_most
        else "with anything missing there is no value"
    )
    return Total(score.label, "; ".join(made))


def _computed(questionnaire: Questionnaire, figure: Computed) -> Total:
    if (between := figure.between) is not None:
        ends = (_label(questionnaire, end) for end in (between.from_, between.to))
        unit = "hours" if between.unit == "h" else unit_words(between.unit)
        made = f"{unit} from {' to '.join(ends)}, rounded down"
    else:
        assert figure.ratio is not None  # noqa: S101  loading has seen to one of the two
        over = " ÷ ".join(_label(questionnaire, end) for end in (figure.ratio.of, figure.ratio.to))
        made = f"{over} × {show_number(figure.ratio.times)}; {_rounded(figure.decimals)}"
    return Total(figure.label, made)


def _rounded(decimals: int) -> str:
    if not decimals:
        return "rounded half up to a whole number"
    return f"rounded half up to {decimals} {'digit' if decimals == 1 else 'digits'} after the point"


def _label(questionnaire: Questionnaire, ref: str) -> str:
    return "the visit" if ref == "visit" else label_of(ref, questionnaire.named(ref))


def _bands(questionnaire: Questionnaire, figure: Banded) -> Iterator[Bands]:
    for band_set in figure.sets:
        name = figure.label if band_set.id == "main" else f"{figure.label}, {band_set.id}"
        for label, bands in _branches(questionnaire, name, band_set):
            edges = tuple((show_number(band.from_), band.words) for band in bands)
            yield Bands(label, band_set.basis, edges)


def _branches(
    questionnaire: Questionnaire, name: str, band_set: BandSet
) -> Iterator[tuple[str, tuple[Band, ...]]]:
    if band_set.bands:
        yield name, band_set.bands
    for branch in band_set.choose:
        told = rule_words(questionnaire, branch.when) if branch.when else branch.otherwise
        yield f"{name}: {told}", branch.bands


def _rule(questionnaire: Questionnaire, finding: Finding) -> Rule:
    return Rule(
        text=finding.words,
        level=finding.level,
        when=rule_words(questionnaire, finding.when),
        tell_patient=finding.tell_patient,
        if_unknown=finding.ask_if_unknown,
    )


def _rows(questionnaire: Questionnaire) -> Iterator[Row]:
    for table in questionnaire.features:
        for row in table.rows:
            towards, away = (
                rule_words(questionnaire, condition) if condition else ""
                for condition in (row.towards, row.away)
            )
            yield Row(row.text or row.id.replace("_", " "), towards, away)
