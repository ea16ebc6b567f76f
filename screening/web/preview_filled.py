"""What is filled in on a preview. It travels in the page's own form and nowhere else.

An address names the draft, a question and at most a seed: whoever opens it draws the same answers.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.exceptions import BadRequest

from screening.core.answers import Answer, Missing
from screening.core.documents import WrongJson, parse_json, read_document, write_document
from screening.core.drafted import item_at
from screening.core.evaluation import Evaluation
from screening.core.moments import FIRST_YEAR, Moment, read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import drawers
from screening.errors import AnswersRefused
from screening.quick_dataclass import dataclass
from screening.web.plain_values import need_number, read_number
from screening.web.preview_draft import Previewed
from screening.web.site_here import site

FRAMES = ("tablet", "phone")
LAYOUTS = ("one", "all")  # one screen at a time, or all questions below one another
END = "-end"  # in place of an item: behind the last question; no item is called so
SEED_DIGITS = 9
WRONG_SEED = f"Type the seed as a number of at most {SEED_DIGITS} digits."
FIRST_AT = FIRST_YEAR + 10  # random answers lie up to eight years before the visit
# No item has a hyphen in its name.
ANSWERS = "preview-answers"
FIELDS = (
    "preview-item", "preview-frame", "preview-language", "preview-layout", "preview-at",
    "preview-seed", ANSWERS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """How a preview stands."""

    item: str  # on whose screen it is; END; empty: the first one
    frame: str  # one of FRAMES
    language: str  # key of the words
    layout: str  # one of LAYOUTS
    at: str  # when the made-up visit is, as in 2026-11-30T14:05, on the site's clock
    seed: int | None  # that drew all of the answers
    answers: Mapping[str, Answer | Missing] = field(default_factory=dict)
    refused: int = 0  # answers that do not fit the text any more and were left out

    @property
    def visit(self) -> Moment:
        """The moment that durations run to."""
        return read_moment(self.at, ZoneInfo(site().time_zone))

    def address(self) -> dict[str, Any]:
        """What its address says: where one is and what was drawn, never what was answered."""
        drawn = {} if self.seed is None else {"seed": self.seed, "at": self.at}
        shape = {"frame": self.frame, "language": self.language, "layout": self.layout}
        return {"item": self.item, **shape, **drawn}

    def hidden(self, questionnaire: Questionnaire) -> dict[str, str]:
        """The fields that carry it from page to page."""
        document = write_document(questionnaire, self.answers)
        seed = "" if self.seed is None else str(self.seed)
        texts = (self.item, self.frame, self.language, self.layout, self.at, seed)
        return dict(zip(FIELDS, (*texts, json.dumps(document)), strict=True))

    def given(self, answers: Mapping[str, Answer | Missing]) -> Filled:
        """The same with these answers; other ones are no longer those of the seed."""
        same = dict(answers) == dict(self.answers)
        return replace(self, answers=dict(answers), seed=self.seed if same else None)


def of_address(previewed: Previewed, own: Questionnaire) -> Filled:
    """As a link says it; what it says wrongly is passed over."""
    get = request.args.get
    seed = read_number(get("seed", ""), SEED_DIGITS)
    found = Filled(
        item=_item(previewed, own),
        frame=_one_of(FRAMES, get("frame", "")),
        language=_language(previewed, get("language", "")),
        layout=_one_of(LAYOUTS, get("layout", "")),
        at=_at(get("at", "")) or now_text(),
        seed=seed,
    )
    return found if seed is None else replace(found, answers=draw(own, seed, found.visit))


def seed_problem() -> str:
    """What is wrong with the seed of an address, which may have been typed; nothing for none."""
    typed = request.args.get("seed", "")
    return WRONG_SEED if typed and read_number(typed, SEED_DIGITS) is None else ""


def of_form(previewed: Previewed, own: Questionnaire) -> Filled:
    """As the posted page carried it.

    raises   BadRequest for what no page of ours sends
    """
    sent = {name: request.form.get(name, "") for name in FIELDS}
    at = _at(sent["preview-at"])
    if not at:
        raise BadRequest
    found = Filled(
        item=sent["preview-item"],
        frame=_one_of(FRAMES, sent["preview-frame"]),
        language=_language(previewed, sent["preview-language"]),
        layout=_one_of(LAYOUTS, sent["preview-layout"]),
        at=at,
        seed=need_number(sent["preview-seed"], SEED_DIGITS) if sent["preview-seed"] else None,
    )
    answers, refused = _read(own, sent[ANSWERS], found.visit)
    return replace(found, answers=answers, refused=refused, seed=None if refused else found.seed)


def draw(own: Questionnaire, seed: int, visit: Moment) -> dict[str, Answer | Missing]:
    """Random answers to what is asked; the same for everybody with this seed, text and moment.

    seed   an odd one leaves some questions open
    """
    rng = random.Random(seed)  # noqa: S311  nothing secret is drawn
    drawer = drawers(rng, visit, 2)[seed % 2]
    answers = read_document(own, drawer.document(own, {}), visit=visit)
    asked = {item.id for item in Evaluation(own, answers, visit).asked()}
    kept = {item_id: given for item_id, given in answers.items() if item_id in asked}
    if seed % 2:
        return {item_id: one for item_id, one in kept.items() if isinstance(one, Answer)}
    return kept


def now_text() -> str:
    """This minute on the site's clock."""
    here = g.now.astimezone(ZoneInfo(site().time_zone))
    return f"{here:%Y-%m-%dT%H:%M}"


def _read(own: Questionnaire, text: str, visit: Moment) -> tuple[dict[str, Answer | Missing], int]:
    """The carried answers, and how many the text does not take any more."""
    try:
        document = parse_json(text)
    except WrongJson:
        raise BadRequest from None
    if not isinstance(document, dict):
        raise BadRequest
    found: dict[str, Answer | Missing] = {}
    refused = 0
    for item_id, raw in document.items():
        one: dict[str, Any] = {item_id: raw}
        try:
            found |= read_document(own, one, visit=visit) if own.has_item(item_id) else {}
        except AnswersRefused:
            refused += 1
        refused += not own.has_item(item_id)
    return found, refused


def _item(previewed: Previewed, own: Questionnaire) -> str:
    """The item of the address, by its id or by the line of the text that it stands on."""
    named = request.args.get("item", "")
    if named == END or own.has_item(named):
        return named
    line = read_number(request.args.get("line", ""))
    found = item_at(previewed.lines, line) if line else None
    return found if found and own.has_item(found) else ""


def _at(text: str) -> str:
    """A moment to the minute without an offset; empty for any other text."""
    try:
        found = read_moment(text)
    except ValueError:
        return ""
    plain = found.precision == "minute" and len(text) == len("2026-11-30T14:05")
    return text if plain and found.earliest.year >= FIRST_AT else ""


def _one_of(known: tuple[str, ...], text: str) -> str:
    return text if text in known else known[0]


def _language(previewed: Previewed, text: str) -> str:
    return text if text in previewed.words else previewed.first_key
