"""The living style page: every part of the kit in every state. In development only."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    IntegerItem,
    Item,
    Option,
    QuantityItem,
    RowsItem,
    ScaleItem,
    TextItem,
)
from screening.core.refusals import WAYS_OUT
from screening.web.clinic_words import clinic_texts
from screening.web.controls import Control, build_control
from screening.web.typed import Typed

bp = Blueprint("kit", __name__)

_OPTIONS = tuple(
    Option(id=name, text=text)
    for name, text in (
        ("never", "Not at all"),
        ("some", "A little"),
        ("long", "Desproporcionadamente insatisfactoriamente mucho"),
    )
)
_ZERO, _TEN = Decimal(0), Decimal(10)
_UNITS = {"g": "g", "teaspoon": "{teaspoon}"}
_AMOUNT = QuantityItem(
    id="amount",
    type="quantity",
    text="How much",
    units=_UNITS,
    min=Decimal(0),
    max=Decimal(99),
    decimals=1,
)
_FORM = ChoiceItem(id="form", type="choice", text="Form", options=_OPTIONS[:2])
# Each type of item once, filled in.
_SAMPLES: tuple[tuple[Item, Typed], ...] = (
    (
        ChoiceItem(id="one", type="choice", text="One of several", options=_OPTIONS,
                   hint="Choose the answer that fits best."),
        Typed(picked=("some",)),
    ),
    (
        ChoicesItem(id="many", type="choices", text="Several of several", options=_OPTIONS),
        Typed(picked=("never", "some")),
    ),
    (
        IntegerItem(id="count", type="integer", text="A count", min=_ZERO, max=_TEN),
        Typed({"": "7"}),
    ),
    (
        QuantityItem(id="pulse", type="quantity", text="A measured number", unit="/min",
                     min=Decimal(20), max=Decimal(250)),
        Typed({"": "104"}),
    ),
    (_AMOUNT, Typed({"": "2.5", "unit": "teaspoon"})),
    (
        ScaleItem(id="line", type="scale", text="A line", min=_ZERO, max=_TEN, min_text="none",
                  max_text="worst"),
        Typed({"": "3"}),
    ),
    (
        DateItem(id="day", type="date", text="A date", precision=("day", "month")),
        Typed({"month": "08", "year": "2025"}),
    ),
    (
        DateTimeItem(id="moment", type="date_time", text="A moment",
                     precision=("minute", "day")),
        Typed({"day": "5", "month": "08", "year": "2025", "time": "21:30"}),
    ),
    (TextItem(id="words", type="text", text="Own words", max_length=400), Typed({"": "Text"})),
    (
        RowsItem(id="rows", type="rows", text="Several rows", fields=(_FORM, _AMOUNT)),
        Typed(rows=({"form": Typed(picked=("some",))}, {})),
    ),
)  # fmt: skip


def _states(item: Item, filled: Typed) -> tuple[Control, ...]:
    """Blank, filled in, left out and refused, under names that do not meet."""
    blank = Typed(rows=({},)) if isinstance(item, RowsItem) else Typed()
    out = Typed(rows=blank.rows, out=True)
    wrong = f"{item.id}_refused"
    way = WAYS_OUT["patient"]
    return (
        build_control(item, blank, name=f"{item.id}_blank", way_out=way),
        build_control(item, filled, name=f"{item.id}_filled", way_out=way),
        build_control(item, out, name=f"{item.id}_out", way_out=way),
        build_control(
            item, filled, name=wrong, way_out=way, wrong={wrong: "Choose one of the answers."}
        ),
    )


def _rows() -> tuple[Control, ...]:
    """The rows of a grid: the states of a choice, and one with few and short answers."""
    (item, filled), way = _SAMPLES[0], WAYS_OUT["patient"]
    short = ChoiceItem(id="row_short", type="choice", text="Two answers", options=_OPTIONS[:2])
    states = (replace(state, name=f"row_{state.name}") for state in _states(item, filled))
    return (*states, build_control(short, Typed(), way_out=way))


@bp.get("/styles")
def styles() -> ResponseReturnValue:
    """Every part in every state, and right-to-left with ?rtl."""
    samples = [(item.type, _states(item, filled)) for item, filled in _SAMPLES]
    return render_template(
        "styles/styles.html", samples=samples, rows=_rows(), help_lines=clinic_texts().help_lines
    )
