"""An item's control as a template draws it: what stands in it, what is wrong, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    DateItem,
    DateTimeItem,
    Item,
    RowsItem,
)
from screening.quick_dataclass import dataclass
from screening.web.typed import Typed


@dataclass(frozen=True, slots=True)
class Control:
    """Everything the macro of one item draws."""

    item: Item
    name: str  # HTML name; "products.0.amount" for a field of a row
    typed: Typed
    way_out: str = ""  # text of the last tile; empty where none is offered
    asks_why: bool = False  # the way out needs a reason
    wrong_why: str = ""  # what to do about a refused reason
    wrong: str = ""  # what to do about a refused answer
    rows: tuple[tuple[Control, ...], ...] = ()
    lang: str = ""  # of the item's own words; empty where that is the page's

    @property
    def begun(self) -> bool:
        """Whether something stands in it, or in one of its rows."""
        own = bool(self.typed.picked or any(self.typed.parts.values()))
        return own or any(part.begun for row in self.rows for part in row)

    @property
    def anchor(self) -> str:
        """HTML id of the whole item."""
        return self.name.replace(".", "-")

    @property
    def first(self) -> str:
        """HTML id of the part that an error summary leads to."""
        match self.item:
            case ChoiceItem() | ChoicesItem():
                return f"{self.anchor}-{self.item.choices[0].id}"
            case DateItem() | DateTimeItem():
                part = "day" if self.asks("day") else "month" if self.asks("month") else "year"
                return f"{self.anchor}-{part}"
            case RowsItem():
                return self.rows[0][0].first if self.rows and self.rows[0] else self.anchor
        return f"{self.anchor}-input" if self.item.type != "scale" else f"{self.anchor}-0"

    @property
    def described_by(self) -> str:
        """HTML ids of hint and error, for aria-describedby."""
        hint = f"{self.anchor}-hint" if self.item.hint else ""
        return f"{hint} {self.anchor}-wrong".strip() if self.wrong else hint

    @property
    def numbers(self) -> range:
        """The numbers of a scale."""
        low, high = getattr(self.item, "min", 0), getattr(self.item, "max", 0)
        return range(int(low), int(high) + 1)

    def asks(self, part: str) -> bool:
        """Whether a date has this part at its finest."""
        if not isinstance(self.item, DateItem | DateTimeItem):
            return False
        known = {"year": 1, "month": 2, "day": 3, "hour": 4, "minute": 4}
        return known[self.item.finest] >= {"year": 1, "month": 2, "day": 3, "time": 4}[part]


def build_control(
    item: Item,
    typed: Typed,
    *,
    name: str = "",
    way_out: str = "",
    asks_why: bool = False,
    wrong: Mapping[str, str] | None = None,
) -> Control:
    """The control of an item, its rows included.

    wrong   HTML name -> what to do about it
    """
    name, faults = name or item.id, wrong or {}
    rows: tuple[tuple[Control, ...], ...] = ()
    if isinstance(item, RowsItem):
        rows = tuple(
            tuple(
                build_control(
                    part, row.get(part.id, Typed()), name=f"{name}.{at}.{part.id}", wrong=faults
                )
                for part in item.fields
            )
            for at, row in enumerate(typed.rows)
        )
    return Control(
        item,
        name,
        typed,
        way_out,
        asks_why=asks_why,
        wrong_why=faults.get(f"{name}.why", ""),
        wrong=faults.get(name, ""),
        rows=rows,
    )


def in_language(control: Control, lang: str) -> Control:
    """The same control, its words marked as those of another language than the page's."""
    if not lang:
        return control
    rows = tuple(tuple(in_language(part, lang) for part in row) for row in control.rows)
    return replace(control, rows=rows, lang=lang)
