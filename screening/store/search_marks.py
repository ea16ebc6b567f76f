"""What patients are found by: keyed marks of record number, family name and birth date.

They are made by a recipe. When it changes, what is stored has to be marked anew; see renewal.
"""

import unicodedata
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from screening.store.sealing import keyed, keys_of

# 2: one sign for every apostrophe and one for every dash, and no joiners, in family names.
RECIPE = 2  # to be raised with every change of what a mark is made of

_APOSTROPHES = "'’‘‛ʼʻʹ`´′＇"
_DASHES = "-\N{MINUS SIGN}"  # and all that Unicode calls a dash
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{SOFT HYPHEN}"


def record_mark(session: Session, site_id: UUID, record: str) -> str:
    """What a record number is found by; capitals, spaces and hyphens do not matter."""
    bare = "".join(unicodedata.normalize("NFKC", record).casefold().split()).replace("-", "")
    return keyed(keys_of(session).search, "record", site_id.hex, bare)


def family_mark(session: Session, site_id: UUID, family: str, born: date) -> str:
    """What family name and birth date together are found by."""
    name = searchable_name(family)
    return keyed(keys_of(session).search, "family", site_id.hex, name, born.isoformat())


def born_mark(session: Session, site_id: UUID, born: date) -> str:
    """What the few patients with one birth date are found by."""
    return keyed(keys_of(session).search, "born", site_id.hex, born.isoformat())


def searchable_name(name: str) -> str:
    """A name without capitals, doubled spaces and Latin accents, and with plain ' and -.

    Desks type Munoz for Muñoz, and O'Brien for O’Brien. Marks on other scripts stay, because
    there they are letters.
    """
    kept: list[str] = []
    base_is_latin = False
    # Signs first: taken apart, the accent that stands for an apostrophe begins with a space.
    plain = "".join(map(_plain_sign, name.casefold()))
    for char in unicodedata.normalize("NFKD", plain):
        if not unicodedata.combining(char):
            base_is_latin = unicodedata.name(char, "").startswith("LATIN")
        elif base_is_latin:
            continue
        kept.append(char)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _plain_sign(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _DASHES or unicodedata.category(char) == "Pd":
        return "-"
    return "" if char in _JOINERS else char
