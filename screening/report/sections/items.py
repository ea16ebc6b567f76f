"""All items of all questionnaires: answer, points, points last time, change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from screening.core.answers import Answer
from screening.core.facts import Computed
from screening.core.findings import value_words
from screening.core.item import ChoiceItem, ChoicesItem, IntegerItem, Item, QuantityItem, ScaleItem
from screening.core.points import answer_points
from screening.core.questionnaire import Page
from screening.core.score import Score
from screening.core.since import Why, why_not
from screening.core.visit_evaluation import Evaluated
from screening.quick_dataclass import dataclass
from screening.report.reading import Reading, is_asked, observation, rested, state, was_put
from screening.report.sections.bands import band_hit, published_set

HALF_PAGE = 60  # characters that half a page holds in one line
SAME = "="  # the answer of last time is that of today
POINTS_TAKE, CHANGE_TAKES = 10, 14  # characters' room that the columns of numbers take


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item, computed value or total."""

    label: str
    answer: str
    points: str  # empty when the item is not scored
    maximum: str  # / 4
    before: str  # points last time, or the answer where there are no points and it was another
    change: str  # ▲ +1
    changed: bool


@dataclass(frozen=True, slots=True)
class ItemTable:
    """One questionnaire."""

    name: str
    detail: str  # full name, rater, when
    columns: tuple[tuple[ItemRow, ...], ...]  # one column of rows, or two
    totals: tuple[ItemRow, ...]
    not_asked: str  # items that were skipped by right, in one line; may be empty
    empty: str  # pages left out because nothing was recorded on them; may be empty
    scored: bool
    before: str  # head of the column of last time, e.g. 9 Nov; empty at a first visit
    note: str


def tell_items(reading: Reading) -> tuple[ItemTable, ...]:
    return tuple(_table(reading, evaluated) for evaluated in reading.in_order())


def _table(reading: Reading, evaluated: Evaluated) -> ItemTable:
    questionnaire = evaluated.questionnaire
    then, why = _then(reading, evaluated)
    empty = [page for page in questionnaire.pages if not _has_record(evaluated, page)]
    told = [item for page in questionnaire.pages if page not in empty for item in page.items]
    items = [item for item in told if is_asked(evaluated, item.id)]
    skipped = [item.label for item in told if item not in items]
    rows = [_item_row(reading, evaluated, then, item) for item in items]
    rows += _computed_rows(reading, evaluated)
    half = (len(rows) + 1) // 2
    day = reading.tell.near_day(reading.last.record.visit.started) if reading.last else ""
    before = day if then else ""
    narrow = len(rows) > 1 and all(_is_narrow(row, bool(before)) for row in rows)
    columns = (tuple(rows[:half]), tuple(rows[half:])) if narrow else (tuple(rows),)
    totals = tuple(_total(reading, evaluated, then, score) for score in questionnaire.scores)
    return ItemTable(
        name=questionnaire.name,
        detail=_detail(reading, evaluated),
        columns=columns if rows or totals else (),
        totals=totals,
        not_asked=reading.words.items_not_asked.format(items=", ".join(skipped)) if skipped else "",
        empty=_empty(reading, evaluated, empty),
        scored=bool(questionnaire.scores),
        before=before,
        note=_note(reading, day, any(row.changed for row in rows), why),
    )


def _then(reading: Reading, evaluated: Evaluated) -> tuple[Evaluated | None, Why | None]:
    """The same questionnaire at the visit before, or why it is not compared."""
    then = reading.last.find(evaluated.questionnaire.id) if reading.last else None
    why = why_not(evaluated, then) if then is not None else None
    return (None if why else then), why


def _note(reading: Reading, day: str, changed: bool, why: Why | None) -> str:
    if why is not None:
        return reading.words.items_other[why].format(day=day)
    return reading.words.table_note.format(day=day) if changed else ""


def _has_record(evaluated: Evaluated, page: Page) -> bool:
    """Whether anything is known of the page: an answer, or why there is none."""
    return any(
        isinstance(found := state(evaluated, item.id), Answer)
        or found.reason in ("declined", "not_assessed")
        for item in page.items
        if was_put(evaluated, item.id)
    )


def _empty(reading: Reading, evaluated: Evaluated, pages: list[Page]) -> str:
    """Pages that were left empty, and those that this visit did not bring."""
    left_out = [p for p in pages if {item.id for item in p.items} <= evaluated.left_out]
    empty = [page for page in pages if page not in left_out]
    words = ((reading.words.pages_empty, empty), (reading.words.pages_left_out, left_out))
    name = evaluated.questionnaire.id
    return " ".join(
        text.format(
            pages=", ".join(page.title + rested(reading, name, page.items[0].id) for page in named)
        )
        for text, named in words
        if named
    )


def _detail(reading: Reading, evaluated: Evaluated) -> str:
    raters = reading.raters(evaluated.filled)
    when = reading.tell.stamp(max(filled.completed for filled in evaluated.filled))
    title = evaluated.questionnaire.title
    parts = (title if title != evaluated.questionnaire.name else "", raters, when)
    return " · ".join(part for part in parts if part)


def _is_narrow(row: ItemRow, compared: bool) -> bool:
    """Whether half a page holds the row in one line."""
    room = HALF_PAGE
    if row.maximum:
        room -= POINTS_TAKE + (CHANGE_TAKES if compared else 0)
    else:
        room -= len(row.before)
    return len(row.label) + len(row.answer) <= room


def max_points(item: Item) -> Decimal | None:
    """The most an item can bring; None when it brings nothing."""
    if isinstance(item, ChoiceItem):
        return max((o.points for o in item.choices if o.points is not None), default=None)
    if isinstance(item, ChoicesItem):
        offered = [o.points for o in item.choices if o.points is not None]
        return sum(offered, Decimal(0)) if offered else None
    if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
        return max(item.points.values()) if item.points else item.max
    return None


def _counts(evaluated: Evaluated, item: Item) -> bool:
    return any(item.id in score.items for score in evaluated.questionnaire.scores)


def _item_row(
    reading: Reading, evaluated: Evaluated, then: Evaluated | None, item: Item
) -> ItemRow:
    tell, words = reading.tell, reading.words
    answer = tell.answer(item, state(evaluated, item.id))
    held = then if then is not None and then.questionnaire.has_item(item.id) else None
    label = _label(reading, evaluated, item)
    if not _counts(evaluated, item):
        before = tell.answer(item, state(held, item.id)) if held else ""
        changed = bool(held) and before != answer
        # A dash would read as nothing on record that day.
        return ItemRow(label, answer, "", "", before if changed or not held else SAME, "", changed)
    now = answer_points(evaluated.now, item)
    last = answer_points(held.now, held.questionnaire.item(item.id)) if held else None
    most = max_points(item)
    sign = _change(reading, now, last)
    return ItemRow(
        label=label,
        answer=answer,
        points="–" if now is None else tell.number(now),
        maximum="" if most is None else words.points_of.format(maximum=tell.number(most)),
        before=_dash(held) if last is None else tell.number(last),
        change=sign or _unmoved(now, last),
        changed=bool(sign),
    )


def _dash(held: Evaluated | None) -> str:
    return "–" if held else ""


def _unmoved(now: Decimal | None, last: Decimal | None) -> str:
    """A dash for no change; empty where one of the two is not known, so that nobody can tell."""
    return "" if now is None or last is None else "–"


def _change(reading: Reading, now: Decimal | None, last: Decimal | None) -> str:
    """▲ +1, ▼ −2; empty when nothing changed or nothing can be compared."""
    if now is None or last is None or now == last:
        return ""
    sign = "▲ +" if now > last else "▼ −"
    return sign + reading.tell.number(abs(now - last))


def _label(reading: Reading, evaluated: Evaluated, item: Item) -> str:
    """The item's label; with the rater where more than one answered what the table shows."""
    filled = evaluated.given_by.get(item.id)
    answered = (*evaluated.filled, *evaluated.given_by.values())
    if filled is None or len({reading.rater(part) for part in answered}) < 2:
        return item.label
    words = reading.words
    rater = reading.rater(filled) if filled.role == "clinician" else words.staff_for_patient
    return words.by_rater.format(label=item.label, rater=rater)


def _computed_rows(reading: Reading, evaluated: Evaluated) -> Iterator[ItemRow]:
    for computed in evaluated.questionnaire.computed:
        found = evaluated.now.look(computed.id)
        if not isinstance(found, Computed) or found.low is None:
            continue
        words = value_words(evaluated.now, computed.id, reading.tell.speech)
        hit = band_hit(found, published_set(computed))
        words = f"{words}, {hit.text}" if hit else words
        yield ItemRow(computed.label, words, "", "", "", "", False)


def _total(reading: Reading, evaluated: Evaluated, then: Evaluated | None, score: Score) -> ItemRow:
    tell, words = reading.tell, reading.words
    observed = observation(evaluated.now, score)
    hit = band_hit(observed, published_set(score))
    last = _last_total(then, score)
    now = observed.value
    sign = _change(reading, now, last)
    return ItemRow(
        label=score.title or words.total,
        answer=words.not_scored if now is None else hit.text if hit else "",
        points="–" if now is None else tell.number(now),
        maximum=words.points_of.format(maximum=tell.number(observed.range[1])),
        before=_dash(then) if last is None else tell.number(last),
        change=sign or _unmoved(now, last),
        changed=bool(sign),
    )


def _last_total(then: Evaluated | None, score: Score) -> Decimal | None:
    if then is None:
        return None
    same = next((s for s in then.questionnaire.scores if s.id == score.id), None)
    return observation(then.now, same).value if same else None
