"""Random answers to a questionnaire, as documents of the contract. Same seed, same answers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from screening.core.item import (
    PRECISIONS,
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    Precision,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.moments import Moment
from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass

FORMS: Mapping[Precision, str] = {
    "year": "%Y",
    "month": "%Y-%m",
    "day": "%Y-%m-%d",
    "hour": "%Y-%m-%dT%H",
    "minute": "%Y-%m-%dT%H:%M",
}
T = TypeVar("T")

SPARSE_TICKS, SPARSE_ROWS = 3, 2  # at most, where a drawer is sparse


@dataclass(frozen=True, slots=True)
class Drawer:
    """Draws the answers of one set."""

    rng: random.Random
    visit: Moment  # dates lie before it
    missing: float  # share of items left without an answer, 0 to 1
    # 0 leads to the lowest answers and 1 to the highest. Without it totals would all lie in the
    # middle, and the outer bands would look as if they could not be reached.
    lean: float
    firmness: float  # share of answers that follow the lean, 0 to 1
    # Few ticks and rows, where the time is counted: no patient ticks half of a checklist. How few
    # is an assumption of the house, without a source.
    sparse: bool = False

    def document(
        self, questionnaire: Questionnaire, others: Mapping[str, Questionnaire]
    ) -> dict[str, Any]:
        """Answers to all items and to those behind what is used of others, enabled or not."""
        found: dict[str, Any] = {}
        for item in questionnaire.items:
            found[item.id] = self._answer_or_none(questionnaire, item)
        for ref in questionnaire.uses:
            name, _, item_id = ref.partition(".")
            owner = others.get(name)
            if owner is None:
                continue
            # A score or a computed value of another one is worked out from all that is asked there.
            behind = [i for i in owner.items if i.id == item_id] or owner.items
            for item in behind:
                found[f"{name}.{item.id}"] = self._answer_or_none(owner, item)
        return found

    def _answer_or_none(self, questionnaire: Questionnaire, item: Item) -> Any:
        if self.rng.random() >= self.missing:
            return self.answer(item)
        clinician = questionnaire.rater(item) == "clinician"
        return {"missing": "not_assessed" if clinician else "declined"}

    def answer(self, item: Item) -> Any:
        """A value that the item takes."""
        if isinstance(item, ChoiceItem):
            return self._pick(sorted(item.choices, key=lambda one: one.points or 0)).id
        if isinstance(item, ChoicesItem):
            return self._several(item)
        if isinstance(item, IntegerItem | ScaleItem | QuantityItem):
            return self._number(item)
        if isinstance(item, DateItem | DateTimeItem):
            return self._moment(item)
        if isinstance(item, RowsItem):
            most = min(item.max_rows, 4)
            rows = self._few(most, SPARSE_ROWS) if self.sparse else self.rng.randint(1, most)
            return [self._row(item) for _ in range(rows)]
        return "some words"

    def _pick(self, values: Sequence[T]) -> T:
        """One of several values that go from low to high."""
        if self.rng.random() < self.firmness:
            return values[round(self.lean * (len(values) - 1))]
        return self.rng.choice(values)

    def _several(self, item: ChoicesItem) -> list[str]:
        alone = [option.id for option in item.choices if option.exclusive]
        free = [option.id for option in item.choices if not option.exclusive]
        if alone and (not free or self.rng.random() < 0.5 * (1 - self.lean)):
            return [self.rng.choice(alone)]
        if self.sparse:
            return self.rng.sample(free, self._few(len(free), SPARSE_TICKS))
        picked = [name for name in free if self.rng.random() < self.lean]
        return picked or [self.rng.choice(free)]

    def _few(self, there: int, most: int) -> int:
        """From 1 to what there is and may be; each further one is half as likely."""
        count = 1
        while count < min(there, most) and self.rng.random() < 0.5:
            count += 1
        return count

    def _number(self, item: IntegerItem | ScaleItem | QuantityItem) -> Any:
        step = Decimal(1).scaleb(-item.places)
        steps = int((item.max - item.min) / step)
        edges = sorted({item.min, *(item.points or ()), item.max})
        anywhere = item.min + step * self.rng.randint(0, steps)
        at_edge = self.rng.random() < max(0.5, self.firmness)
        text = f"{self._pick(edges) if at_edge else anywhere:f}"
        if isinstance(item, QuantityItem) and item.units is not None:
            return {"value": text, "unit": self.rng.choice(sorted(item.units))}
        return text

    def _moment(self, item: DateItem | DateTimeItem) -> str:
        first, last = PRECISIONS.index(item.finest), PRECISIONS.index(item.coarsest)
        precision = self.rng.choice(PRECISIONS[first : last + 1])
        # From an hour to about eight years ago, the near past as often as the far one.
        hours = 10 ** self.rng.uniform(0, 4.85)
        return f"{self.visit.earliest - timedelta(hours=hours):{FORMS[precision]}}"

    def _row(self, item: RowsItem) -> dict[str, Any]:
        row = {field.id: self.answer(field) for field in item.fields if self.rng.random() < 0.85}
        return row or {item.fields[0].id: self.answer(item.fields[0])}


def drawers(rng: random.Random, visit: Moment, sets: int) -> list[Drawer]:
    """One for each set: every second one leaves some answers out, every tenth goes all one way."""
    return [
        Drawer(
            rng,
            visit,
            missing=0.08 if n % 2 else 0.0,
            lean=rng.betavariate(0.5, 0.5),
            firmness=0.5 if n % 10 else 1.0,
        )
        for n in range(sets)
    ]
