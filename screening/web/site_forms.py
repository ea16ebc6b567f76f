"""The form of a site's settings: what can be chosen, and what was typed as values.

Every choice has an empty first option: then the installation's value holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screening.settings import LANGUAGES, PAPERS, SITE_NAME_AT_MOST
from screening.store.retention import FEWEST_YEARS, YEARS
from screening.store.site_settings import Own
from screening.web.language import OWN_NAMES
from screening.web.one_line import holds_hidden, plain_spaces

FIELDS = (
    "name", "time_zone", "paper", "languages", "idle_minutes", "ask_consent",
    "retention_years", "retention_reason",
)  # fmt: skip
LABELS = {
    "name": "Name",
    "time_zone": "Time zone",
    "paper": "Paper",
    "languages": "Languages for patients",
    "idle_minutes": "Minutes until a tablet warns",
    "ask_consent": "Consent before the first question",
    "retention_years": "Years for which visits are kept",
    "retention_reason": "Why they are fewer",
}
PAPER_WORDS = {"a4": "A4", "letter": "Letter"}
CONSENT_WORDS = {True: "Ask", False: "Do not ask"}
IDLE_MINUTES = range(1, 6)
_YEARS = re.compile(r"\d{1,3}", re.ASCII)
NO_NAME = "Enter the name of the site."
WRONG_NAME = f"Enter the name in one line of at most {SITE_NAME_AT_MOST} characters."
TAKEN = "Another site has this name. Choose another one."
WRONG_ZONE = "Enter the name of a time zone, such as America/Chicago, or leave the field empty."
WRONG_CHOICE = "Choose one of the list."
MOST_YEARS = 100
REASON_AT_MOST = 200  # characters
WRONG_YEARS = f"Enter a whole number of years from 1 to {MOST_YEARS}, or leave the field empty."
NO_REASON = f"Write why visits are kept for less than {FEWEST_YEARS} years."
LONG_REASON = f"Write the reason in one line of at most {REASON_AT_MOST} characters."
IDLE_REASON = f"A reason is asked for below {FEWEST_YEARS} years alone. Leave the field empty."


def language_choices() -> tuple[tuple[str, str], ...]:
    """Each way to offer languages: value of the field, and words."""
    ways = [way for n in range(1, len(LANGUAGES) + 1) for way in permutations(LANGUAGES, n)]
    return tuple(("+".join(way), language_words(way)) for way in ways)


def language_words(way: Sequence[str]) -> str:
    """What patients are offered, the first as the one that is spoken at first."""
    first, *others = (OWN_NAMES[one] for one in way)
    return f"{first}, and {', '.join(others)} to choose" if others else f"{first} only"


def words_of(name: str, value: object) -> str:
    """A value as the page tells it."""
    if name == "paper":
        return PAPER_WORDS[str(value)]
    if name == "languages" and isinstance(value, tuple):
        return language_words(value)
    if name == "ask_consent":
        return CONSENT_WORDS[bool(value)]
    return str(value) or "none"


def choices() -> dict[str, tuple[tuple[str, str], ...]]:
    """The options of each list, by name of the field."""
    return {
        "paper": tuple((paper, PAPER_WORDS[paper]) for paper in PAPERS),
        "languages": language_choices(),
        "idle_minutes": tuple((str(n), str(n)) for n in IDLE_MINUTES),
        "ask_consent": (("yes", CONSENT_WORDS[True]), ("no", CONSENT_WORDS[False])),
    }


def typed_of(name: str, own: Own) -> dict[str, str]:
    """The fields as a site has set them."""
    consent = {True: "yes", False: "no", None: ""}
    return {
        "name": own.name or name,
        "time_zone": own.time_zone or "",
        "paper": own.paper or "",
        "languages": "+".join(own.languages or ()),
        "idle_minutes": str(own.idle_minutes or ""),
        "ask_consent": consent[own.ask_consent],
        "retention_years": str(own.retention_years or ""),
        "retention_reason": own.retention_reason or "",
    }


def read_own(typed: dict[str, str]) -> tuple[Own, dict[str, str]]:
    """What was chosen, and what to correct, by field."""
    name, errors = read_name(typed["name"])
    if typed["time_zone"] and not _is_zone(typed["time_zone"]):
        errors["time_zone"] = WRONG_ZONE
    for field, options in choices().items():
        if typed[field] and typed[field] not in dict(options):
            errors[field] = WRONG_CHOICE
    errors |= _retention_errors(typed)
    if errors:
        return Own(), errors
    own = Own(
        name=name,
        time_zone=typed["time_zone"] or None,
        paper=typed["paper"] or None,
        languages=tuple(typed["languages"].split("+")) if typed["languages"] else None,
        idle_minutes=int(typed["idle_minutes"]) if typed["idle_minutes"] else None,
        ask_consent={"yes": True, "no": False}.get(typed["ask_consent"]),
        retention_years=int(typed["retention_years"]) if typed["retention_years"] else None,
        retention_reason=plain_spaces(typed["retention_reason"]) or None,
    )
    return own, {}


def read_name(typed: str) -> tuple[str, dict[str, str]]:
    """A site's name, and what to correct."""
    name = plain_spaces(typed)
    if not name:
        return "", {"name": NO_NAME}
    if len(name) > SITE_NAME_AT_MOST or holds_hidden(name):
        return "", {"name": WRONG_NAME}
    return name, {}


def _retention_errors(typed: dict[str, str]) -> dict[str, str]:
    """Below the fewest years there is a reason, and above them there is none."""
    years, reason = typed["retention_years"], plain_spaces(typed["retention_reason"])
    if years and not (_YEARS.fullmatch(years) and 1 <= int(years) <= MOST_YEARS):
        return {"retention_years": WRONG_YEARS}
    is_few = int(years or YEARS) < FEWEST_YEARS
    if is_few and not reason:
        return {"retention_reason": NO_REASON}
    if reason and not is_few:
        return {"retention_reason": IDLE_REASON}
    if len(reason) > REASON_AT_MOST or holds_hidden(reason):
        return {"retention_reason": LONG_REASON}
    return {}


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder such as "America"
        return False
    return True
