"""Hypothesis strategies: documents of a definition, and small definitions with gates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    QuantityItem,
    RowsItem,
    ScaleItem,
    TextItem,
)
from screening.core.questionnaire import Questionnaire

Definition = dict[str, Any]


def raw_answers(item: Item) -> st.SearchStrategy[Any]:
    """A value of the contract's JSON that the item takes; numbers as text."""
    if isinstance(item, ChoiceItem):
        return st.sampled_from([option.id for option in item.choices])
    if isinstance(item, ChoicesItem):
        free = [option.id for option in item.choices if not option.exclusive]
        alone = [[option.id] for option in item.choices if option.exclusive]
        some = st.lists(st.sampled_from(free), min_size=1, unique=True)
        return st.one_of(some, st.sampled_from(alone)) if alone else some
    if isinstance(item, IntegerItem | ScaleItem):
        return st.integers(int(item.min), int(item.max)).map(str)
    if isinstance(item, QuantityItem):
        number = st.decimals(item.min, item.max, places=item.places).map(lambda n: f"{n:f}")
        if item.units is None:
            return number
        units = st.sampled_from(sorted(item.units))
        return st.fixed_dictionaries({"value": number, "unit": units})
    if isinstance(item, DateItem | DateTimeItem):
        return st.sampled_from(moments_of(item))
    if isinstance(item, TextItem):
        letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))
        return st.text(letters, min_size=1, max_size=min(item.max_length, 40)).filter(str.strip)
    assert isinstance(item, RowsItem)
    row = st.fixed_dictionaries({}, optional={f.id: raw_answers(f) for f in item.fields})
    return st.lists(row.filter(bool), min_size=1, max_size=min(item.max_rows, 3))


def moments_of(item: DateItem | DateTimeItem) -> list[str]:
    """All before 2026-11-19, each as coarse as the item allows."""
    known = {
        "year": ["2019", "2024"],
        "month": ["2024-02", "2026-08"],
        "day": ["2024-02-29", "2026-11-12"],
        "hour": ["2026-11-12T08"],
        "minute": ["2026-11-12T08:30", "2026-11-18T23:59"],
    }
    order = ["minute", "hour", "day", "month", "year"]
    first, last = order.index(item.finest), order.index(item.coarsest)
    return [text for name in order[first : last + 1] for text in known[name]]


def documents(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the questionnaire's items answered, some missing for a reason, some absent."""

    def one(item: Item) -> st.SearchStrategy[Any]:
        rater = questionnaire.rater(item)
        reasons = ["declined"] if rater != "clinician" else []
        reasons += ["not_assessed"] if rater != "patient" else []
        missing = st.sampled_from(reasons).map(lambda reason: {"missing": reason})
        if rater != "patient":
            listed, own = {"why": "no_time"}, {"why": "other", "words": "asleep"}
            why = st.sampled_from([listed, own])
            missing |= why.map(lambda said: {"missing": "not_assessed", **said})
        return st.one_of(raw_answers(item), raw_answers(item), raw_answers(item), missing)

    return st.fixed_dictionaries({}, optional={item.id: one(item) for item in questionnaire.items})


_NAMES = ("a", "b", "c", "d")
_POINTS = st.sampled_from(["0", "1", "2", "3", "5", "-1", "0.5"])


@st.composite
def _items(draw: st.DrawFn) -> list[Definition]:
    """Up to four small items; later ones may be asked only after earlier answers."""
    found: list[Definition] = []
    for name in _NAMES[: draw(st.integers(2, 4))]:
        item: Definition = {"id": name, "text": name}
        item |= draw(st.one_of(_choice(), _choices(), _number(), _quantity()))
        if found and draw(st.booleans()):
            item["enable_when"] = draw(_condition(found))
            if draw(st.booleans()):
                item["when_not_asked"] = draw(st.sampled_from(["0", "1"]))
        found.append(item)
    return found


@st.composite
def _choice(draw: st.DrawFn) -> Definition:
    count = draw(st.integers(2, 3))
    options = [
        {"id": f"o{n}", "text": f"Option {n}", "points": draw(_POINTS)} for n in range(count)
    ]
    return {"type": "choice", "options": options}


@st.composite
def _choices(draw: st.DrawFn) -> Definition:
    options = [{"id": f"o{n}", "text": f"Option {n}", "points": draw(_POINTS)} for n in range(2)]
    alone = {"id": "o2", "text": "None", "points": "0", "exclusive": "yes"}
    return {"type": "choices", "options": [*options, alone]}


@st.composite
def _number(draw: st.DrawFn) -> Definition:
    low = draw(st.integers(-1, 1))
    item: Definition = {"type": "integer", "min": str(low), "max": str(low + 3)}
    if draw(st.booleans()):
        item["points"] = {str(low): draw(_POINTS), str(low + 2): draw(_POINTS)}
    return item


@st.composite
def _quantity(draw: st.DrawFn) -> Definition:
    low = draw(st.sampled_from(["0", "0.1", "-0.2"]))
    item: Definition = {"type": "quantity", "unit": "kg", "decimals": "1", "min": low}
    item["max"] = f"{Decimal(low) + Decimal('0.4')}"
    if draw(st.booleans()):
        middle = f"{Decimal(low) + Decimal('0.2')}"
        item["points"] = {low: draw(_POINTS), middle: draw(_POINTS)}
    return item


@st.composite
def _test(draw: st.DrawFn, items: list[Definition]) -> Definition:
    item = draw(st.sampled_from(items))
    if item["type"] == "integer":
        word = draw(st.sampled_from(["at_least", "at_most", "above", "below"]))
        return {item["id"]: {word: str(draw(st.integers(-1, 4)))}}
    if item["type"] == "quantity":
        word = draw(st.sampled_from(["at_least", "at_most", "above", "below"]))
        return {item["id"]: {word: draw(st.sampled_from(["0", "0.15", "0.2", "0.25", "0.5"]))}}
    option = draw(st.sampled_from([o["id"] for o in item["options"]]))
    word = "includes" if item["type"] == "choices" else draw(st.sampled_from(["is", "is_not"]))
    return {item["id"]: {word: option}}


def _condition(items: list[Definition]) -> st.SearchStrategy[Definition]:
    one = _test(items)
    pair = st.lists(one, min_size=2, max_size=2)
    return st.one_of(
        one,
        one.map(lambda test: {"not": test}),
        pair.map(lambda tests: {"all": tests}),
        pair.map(lambda tests: {"any": tests}),
    )


@st.composite
def small_definitions(draw: st.DrawFn) -> Definition:
    """A definition with one score `s` over some of its items, as its YAML reads; range [0, 0]."""
    items = draw(_items())
    names = [item["id"] for item in items]
    counting = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    kind = draw(st.sampled_from(["sum", "count", "mean", "maximum", "weighted"]))
    score: Definition = {"id": "s", "range": ["0", "0"]}
    score[kind] = (
        {name: draw(st.sampled_from(["0.5", "1", "2", "0.25"])) for name in counting}
        if kind == "weighted"
        else counting
    )
    score["decimals"] = str(draw(st.integers(0, 2)))
    if draw(st.booleans()):
        out = draw(st.lists(st.sampled_from(counting), min_size=1, unique=True))
        score["leave_out"] = {"items": out, "when": draw(_condition(items))}
    if kind in ("sum", "count", "mean") and len(counting) > 1 and draw(st.booleans()):
        score["missing"] = {"prorate": {"at_most": "1"}}
    score |= draw(st.one_of(st.just({}), _bands(), _choose(items)))
    return {
        "id": "small", "version": "1.0.0", "title": "Small", "rated_by": "patient",
        "instrument": {"wording": "own", "licence": "own work", "evidence": {"grade": "none"}},
        "pages": [{"id": "p", "title": "Page", "items": items}],
        "scores": [score],
    }  # fmt: skip


_EDGES = st.lists(st.integers(-1, 6), min_size=1, max_size=3, unique=True).map(
    lambda inner: [
        {"from": str(edge), "id": f"b{n}"} for n, edge in enumerate([-20, *sorted(inner)])
    ]
)


def _bands() -> st.SearchStrategy[Definition]:
    return _EDGES.map(lambda bands: {"bands": bands})


@st.composite
def _choose(draw: st.DrawFn, items: list[Definition]) -> Definition:
    branches = [{"when": draw(_condition(items)), "bands": draw(_EDGES)} for _ in range(2)]
    if draw(st.booleans()):
        branches.append({"otherwise": "Not known", "bands": draw(_EDGES)})
    return {"band_sets": [{"id": "cut", "choose": branches}]}
