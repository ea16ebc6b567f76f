"""The head of a day list: which column holds what, as programs for appointments call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

COLUMNS = ("record", "family", "given", "born", "time", "packet")
NEEDED = COLUMNS[:4]
HEADS = {
    "record": ("record", "record number", "record no", "mrn", "chart", "chart number"),
    "family": ("family", "family name", "last name", "surname"),
    "given": ("given", "given name", "first name"),
    "born": ("born", "birth date", "birthdate", "date of birth", "dob"),
    "time": ("time", "appointment", "appointment time"),
    "packet": ("packet", "form"),
}
_KNOWN = {head: name for name, heads in HEADS.items() for head in heads}
_OF_PATIENT = ("patient", "pt")  # told apart from those of a parent or a provider
_BETWEEN = re.compile(r"[\W_]+")


def read_head(row: str, cells: Iterable[str]) -> tuple[str, ...] | str:
    """The columns that a first line names, "" for any other; none when it is a patient already.

    returns   the one thing that is wrong with a head, in words
    """
    heads = [_BETWEEN.sub(" ", cell.casefold()).strip() for cell in cells]
    found = [_named(heads, name) for name in COLUMNS]
    # A patient may be called Record; but each has a birth date, and a head has no digit.
    if not any(found) or any(sign.isdigit() for sign in row):
        return ()
    places = dict(zip(COLUMNS, found, strict=True))
    missing = [HEADS[name][1] for name in NEEDED if not places[name]]
    if missing:
        return f"The first line names no column for: {', '.join(missing)}."
    doubled = [HEADS[name][1] for name in NEEDED if len(places[name]) > 1]
    if doubled:
        return f"The first line names two columns for: {', '.join(doubled)}. Take one away."
    by_place = {places[name][0]: name for name in COLUMNS if len(places[name]) == 1}
    return tuple(by_place.get(place, "") for place in range(len(heads)))


def _named(heads: Sequence[str], name: str) -> list[int]:
    """The columns of a name: those called exactly so, else the patient's, else any that end so."""
    own = [place for place, head in enumerate(heads) if _KNOWN.get(head) == name]
    if own or name == "packet":  # a consent form is no packet
        return own
    ends = tuple(f" {head}" for head in HEADS[name])
    longer = [place for place, head in enumerate(heads) if head.endswith(ends)]
    mine = [place for place in longer if heads[place].split()[0] in _OF_PATIENT]
    return mine or longer
