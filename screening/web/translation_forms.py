"""What somebody types beside an original: texts, and for a wording pack why it may be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import request

from screening.core.scalars import Source
from screening.core.side_by_side import Told
from screening.core.translation import TO_BE_WRITTEN
from screening.core.translation_writing import (
    Head,
    Permission,
    read_permission,
    with_fingerprint,
    write_translation,
)
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass
from screening.web.desk_forms import typed_fields
from screening.web.one_line import holds_hidden
from screening.web.plain_values import read_day, read_number
from screening.web.translation_sides import Sides

LONGEST_REQUEST = 1024 * 1024  # bytes; the longest questionnaire has 200 000 with its fields
TEXT_AT_MOST = 2000  # characters
LINE_AT_MOST = 200
PREFIX = "t."  # of the fields that hold texts
_OF_SOURCE = ("source-ref", "source-words")
RIGHTS = ("given-by", "given-on", "reference", *_OF_SOURCE)
FIELDS = ("shown", "of", "show", "act", *RIGHTS)
TOO_LONG = f"Keep this text within {TEXT_AT_MOST} characters."
HIDDEN = "In this text is a sign that cannot be seen or turns the line around. Type it anew."
LINE_TOO_LONG = f"Keep this within {LINE_AT_MOST} characters, in one line."
NOT_A_DAY = "Enter the day of the permission as year-month-day, such as 2026-11-30."
NO_GIVER = "Enter who gave the permission."
NO_REFERENCE = "Enter the number or the place of the letter, contract or licence."
TWO_SOURCES = "Choose a source from the list, or write one; not both."


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was sent."""

    shown: int
    of: str
    show: str
    texts: Told  # of the fields that stood on the page; empty where nothing was typed
    rights: Mapping[str, str]
    act: str = ""  # what is done beside saving


def read_form(sides: Sides) -> Typed:
    """What was typed; raises BadRequest for a field that this page does not have."""
    request.max_content_length = request.max_form_memory_size = LONGEST_REQUEST
    by_name = {f"{PREFIX}{row.name}": row.place for row in sides.rows}
    typed = typed_fields((*FIELDS, *by_name))
    texts = {
        place: typed[name].replace("\r\n", "\n").replace("\r", "\n")
        for name, place in by_name.items()
        if name in request.form
    }
    number, rights = read_number(typed["shown"]) or 0, {key: typed[key] for key in RIGHTS}
    return Typed(number, typed["of"], typed["show"], texts, rights, typed["act"])


def problems(sides: Sides, typed: Typed) -> dict[str, str]:
    """What to correct before it can be kept, by field name."""
    errors = {}
    for row in sides.rows:
        text = typed.texts.get(row.place, "")
        if any(holds_hidden(line, joiners=True) for line in text.split("\n")):
            errors[f"{PREFIX}{row.name}"] = HIDDEN
        elif len(text) > TEXT_AT_MOST:
            errors[f"{PREFIX}{row.name}"] = TOO_LONG
    return errors | (_rights_problems(typed.rights) if sides.published else {})


def _rights_problems(rights: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    for key, text in rights.items():
        if len(text) > LINE_AT_MOST or (text and holds_hidden(text, joiners=True)):
            errors[key] = LINE_TOO_LONG
    if rights["given-on"] or rights["reference"]:
        if not rights["given-by"]:
            errors["given-by"] = NO_GIVER
        if read_day(rights["given-on"]) is None:
            errors["given-on"] = NOT_A_DAY
        if not rights["reference"]:
            errors["reference"] = NO_REFERENCE
    if rights["source-ref"] and rights["source-words"]:
        errors["source-words"] = TWO_SOURCES
    return errors


def rights_of(head: Head) -> dict[str, str]:
    """The fields of a wording pack as they are shown first."""
    permission, source = read_permission(head.permission), head.source or Source()
    return {
        "given-by": permission.given_by,
        "given-on": permission.given_on,
        "reference": permission.reference,
        "source-ref": source.ref[0] if source.ref else "",
        "source-words": source.unverified or source.none or "",
    }


def merged(told: Told, texts: Told) -> dict[Place, str]:
    """The texts with what was typed; a field that was emptied has no text any more."""
    left = {place: text for place, text in told.items() if place not in texts}
    return left | {p: text for p, text in texts.items() if text not in ("", TO_BE_WRITTEN)}


def file_of(sides: Sides, told: Told, rights: Mapping[str, str] | None = None) -> bytes:
    """The YAML of these texts under the next version, with the fingerprint that they have."""
    head = sides.head
    if sides.published and rights is not None:
        words = Permission(rights["given-by"], rights["given-on"], rights["reference"]).words
        head = replace(head, permission=words, source=_source(rights, head.source))
    return text_of(sides, head, told)


def text_of(sides: Sides, head: Head, told: Told) -> bytes:
    """The YAML under a head."""
    if sides.published:
        head = with_fingerprint(sides.original, head, told)
    return write_translation(sides.original, head, told).encode()


def _source(rights: Mapping[str, str], before: Source | None) -> Source | None:
    """The source that is meant; what a form cannot say (a note, several) stays while it fits."""
    shown = rights_of(Head("", source=before))
    if before is not None and all(shown[key] == rights[key] for key in _OF_SOURCE):
        return before
    if rights["source-ref"]:
        return Source(ref=(rights["source-ref"],))
    return Source(unverified=rights["source-words"]) if rights["source-words"] else None
