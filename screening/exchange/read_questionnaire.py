"""A FHIR R4 Questionnaire as the text of a draft, with the list of what it could not carry over.

The draft need not be sound: what the file does not say (whose wording it is, the limits of a
number) is left for the administrator, whom the loader tells. Nothing is fetched, nothing guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from screening.core.questionnaire import LANGUAGE
from screening.core.yaml_writing import COMMENT, Inline, write_yaml
from screening.exchange import names
from screening.exchange.given_ids import Ids, id_from
from screening.exchange.read_items import Item, Items
from screening.exchange.read_tree import Question, Sheet, read_sheets
from screening.exchange.source import (
    Loss,
    Node,
    WrongQuestionnaire,
    extension_value,
    holds_markup,
    is_whole,
    plain_text,
    read_resource,
    text_of,
)
from screening.quick_dataclass import dataclass

_VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}", re.ASCII)
_READ = frozenset(
    {"resourceType", "id", "name", "title", "description", "copyright", "language", "version",
     "url", "item", "contained", "extension", "status"}
)  # fmt: skip
_MOST_NOTED = 300  # losses that stand in the draft itself
_FEWEST_TO_SHARE = 2  # items with the same answers


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a Questionnaire."""

    item_id: str  # id of the draft
    text: str  # YAML
    losses: tuple[Loss, ...]  # in the order of the file
    ids: tuple[tuple[str, str], ...]  # linkId and id of each item whose id differs


def read_questionnaire(data: bytes) -> Imported:
    """The draft of a Questionnaire; the same bytes give the same draft.

    data    JSON of one FHIR R4 Questionnaire
    raises  WrongQuestionnaire with every reason
    """
    return import_resource(read_resource(data))


def import_resource(resource: Node, item_id: str = "") -> Imported:
    """The same of a resource that was read; raises WrongQuestionnaire.

    item_id   id of the draft; else one is made from the file
    """
    if resource.get("resourceType") != "Questionnaire":
        kind = str(resource.get("resourceType"))[:40]
        raise WrongQuestionnaire(Loss("", f"This is a {kind}, not a Questionnaire."))
    if "modifierExtension" in resource:
        why = "A modifierExtension changes what the file means, in a way that is not known here."
        raise WrongQuestionnaire(Loss("", why))
    losses: list[Loss] = []
    head = _head(resource, losses)
    head["id"] = item_id or head["id"]
    sheets = read_sheets(resource, losses)
    contained = {text_of(one, "id"): one for one in resource.get("contained", ())}
    items = Items(contained, head["rated_by"], losses)
    pages = _pages(sheets, items)
    if not pages:
        raise WrongQuestionnaire(Loss("", "The file holds no question that can be asked here."))
    ids = tuple((link, own) for link, own in items.carried.items() if link != own)
    told = tuple(dict.fromkeys(losses))
    head[COMMENT] = "\n".join([head[COMMENT], *_noted(told)])
    tree = {**head, **_option_sets(pages), "pages": pages}
    return Imported(head["id"], write_yaml(tree).text, told, ids)


def _noted(losses: tuple[Loss, ...]) -> list[str]:
    """The losses as the draft keeps them, for whoever goes on with it."""
    more = len(losses) - _MOST_NOTED
    return [
        "What the file says otherwise or what is not carried over:",
        *(f"- {loss.link + ': ' if loss.link else ''}{loss.why}" for loss in losses[:_MOST_NOTED]),
        *([f"- and {more} more, which the page of the import listed"] if more > 0 else []),
    ]


def _head(resource: Node, losses: list[Loss]) -> dict[str, Any]:
    for key in ("title", "description", "copyright", "name"):
        if holds_markup(text_of(resource, key)):
            why = f"“{key}” holds markup such as <b>. Write plain words, then import it again."
            raise WrongQuestionnaire(Loss("", why))
        if not is_whole(text_of(resource, key)):
            why = f"Signs of “{key}” that cannot be seen, or its end, are left out."
            losses.append(Loss("", why))
    whence = "|".join(filter(None, (text_of(resource, "url"), text_of(resource, "version"))))
    name = text_of(resource, "id") or text_of(resource, "name") or text_of(resource, "title")
    version = text_of(resource, "version")
    sound = _VERSION.fullmatch(version) is not None
    if not sound:
        said = f"Its version is “{version[:40]}”" if version else "It has no version"
        losses.append(Loss("", f"{said}; the draft begins with 1.0.0."))
    title = plain_text(text_of(resource, "title") or text_of(resource, "name"))
    found: dict[str, Any] = {
        COMMENT: f"Imported from a FHIR Questionnaire{f': {whence}' if whence else '.'}",
        "id": id_from(name, "imported"),
        "version": version if sound else "1.0.0",
        "title": title or "Imported questionnaire",
    }
    if about := plain_text(text_of(resource, "description")):
        found["about"] = about
    found["rated_by"] = _rated_by(resource, losses)
    language = text_of(resource, "language")
    if re.fullmatch(LANGUAGE, language, re.ASCII) and language != "en":
        found["language"] = language
    elif language not in ("", "en"):
        losses.append(Loss("", f"The language “{language[:20]}” is not spelt as here: write it."))
    found |= _instrument(resource, losses)
    _note_rest(resource, losses)
    return found


def _rated_by(resource: Node, losses: list[Loss]) -> str:
    """Who answers most of its items."""
    told = Counter(
        rater
        for one in resource.get("item", ())
        for node in walk_within(one)
        if (rater := extension_value(node, names.RATED_BY)) in ("patient", "clinician", "either")
    )
    if told:
        return str(told.most_common(1)[0][0])
    losses.append(Loss("", "Who answers is not said: the draft says the patient."))
    return "patient"


def walk_within(node: Node) -> list[Node]:
    """A node and all in it; files too deep for that are refused a moment later."""
    found, todo = list[Node](), [node]
    while todo:
        found.append(todo.pop(0))
        todo += found[-1].get("item", ())
    return found


def _instrument(resource: Node, losses: list[Loss]) -> dict[str, Any]:
    why = "Whose wording it is and how well it is tested is not said: write “wording”, “evidence”."
    losses.append(Loss("", why))
    licence = plain_text(text_of(resource, "copyright"))
    if licence:
        return {"instrument": {"licence": licence}}
    losses.append(Loss("", "It has no copyright: write under which “licence” it may be used."))
    return {}


def _note_rest(resource: Node, losses: list[Loss]) -> None:
    unknown = ", ".join(sorted(set(resource) - _READ))
    if unknown:
        losses.append(Loss("", f"Not carried over: {unknown}."))
    for one in resource.get("extension", ()):
        if one.get("url") == names.LOSS:
            losses.append(Loss("", f"Lost before, when it was exported: {one.get('valueString')}"))
        elif one.get("url") != names.CHECKSUM:
            losses.append(Loss("", f"An extension is not carried over: {one.get('url')}."))
    others = [one for one in resource.get("contained", ()) if one.get("resourceType") != "ValueSet"]
    if others:
        losses.append(Loss("", "What it contains besides lists of answers is not carried over."))


def _pages(sheets: list[Sheet], items: Items) -> list[dict[str, Any]]:
    read = [
        (sheet, [(question, items.read(question)) for question in sheet.questions])
        for sheet in sheets
    ]
    pages = []
    for sheet, pairs in read:
        asked = [_asked(items, question, item) for question, item in pairs if item is not None]
        if asked:
            title = plain_text(sheet.title) or sheet.page_id
            pages.append({"id": sheet.page_id, "title": title, "items": asked})
    return pages


def _asked(items: Items, question: Question, item: Item) -> Item:
    """The item with its condition, before the keys of its type."""
    when = items.condition(question)
    return item | ({"enable_when": when} if when is not None else {})


def _option_sets(pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Answers that several items share, once; the items name them then."""
    every = [one for page in pages for item in page["items"] for one in _choosing(item)]
    counts = Counter(str(item["options"]) for item in every)
    ids, sets = Ids(), dict[str, tuple[str, list[Inline]]]()
    for item in every:
        key = str(item["options"])
        if counts[key] >= _FEWEST_TO_SHARE:
            if key not in sets:
                sets[key] = (ids.take("answers", "answers"), item["options"])
            item["options"] = sets[key][0]
    return {"option_sets": dict(sets.values())} if sets else {}


def _choosing(item: Item) -> list[Item]:
    return [one for one in (item, *item.get("fields", ())) if "options" in one]
