"""Somebody else's FHIR resource: JSON that is known to be well formed before it is read.

Refused here is what no honest export holds; what is honest and has no place here becomes a Loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from screening.core.answers import NumberText
from screening.core.documents import WrongJson, parse_json
from screening.core.scalars import is_plain_number
from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass

Node = Mapping[str, Any]

MOST_BYTES = 256 * 1024
DEEPEST = 40  # objects and lists around a value
LONGEST_TEXT = 4000  # characters, as of a text of a definition
_LONGEST_BYTES = 8000  # of UTF-8, within what one text of a file may have
_LONGEST_NUMBER = 40  # characters
_WIDEST_NUMBER = 12  # digits before or after the point

_LISTS = frozenset(
    {"item", "extension", "modifierExtension", "answerOption", "enableWhen", "contained", "answer",
     "concept", "include", "initial", "coding", "contains", "entry"}
)  # fmt: skip
_OBJECTS = frozenset(
    {"valueCoding", "valueQuantity", "answerCoding", "answerQuantity", "valueCodeableConcept",
     "valueExpression", "compose", "expansion", "resource"}
)  # fmt: skip
_TEXTS = frozenset(
    {"linkId", "type", "url", "title", "name", "version", "copyright", "language", "id", "display",
     "operator", "enableBehavior", "prefix", "answerValueSet", "question", "system", "unit",
     "resourceType"}
)  # fmt: skip
_WORDS = frozenset({"required", "repeats", "readOnly", "valueBoolean", "answerBoolean"})
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*[>=]")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the resource that the definition does not hold, or holds otherwise."""

    link: str  # the linkId it belongs to; empty: the questionnaire as a whole
    why: str  # a sentence


class WrongQuestionnaire(ScreeningError):
    """The file cannot become a draft. Seen by the administrator who brought it."""

    def __init__(self, *reasons: Loss) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reason.why for reason in reasons))


def read_resource(data: bytes) -> Node:
    """A FHIR resource whose lists are lists, whose texts are texts, and so on.

    raises  WrongQuestionnaire with every reason
    """
    if len(data) > MOST_BYTES:
        raise _refused(f"The file has {len(data)} bytes. Keep it within {MOST_BYTES}.")
    try:
        found = parse_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _refused("The file is not JSON in UTF-8.") from None
    except WrongJson as error:
        raise _refused(f"The file cannot be read: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("resourceType"), str):
        raise _refused("The file is no FHIR resource: it has no resourceType.")
    reasons = dict.fromkeys(_faults(found))
    if reasons:
        raise WrongQuestionnaire(*(Loss("", reason) for reason in reasons))
    return found


def _refused(why: str) -> WrongQuestionnaire:
    return WrongQuestionnaire(Loss("", why))


def _faults(resource: Node) -> Iterator[str]:
    """What no FHIR resource looks like; walked without recursion, so that depth is no danger."""
    todo: list[tuple[Any, int]] = [(resource, 0)]
    while todo:
        node, depth = todo.pop()
        if depth > DEEPEST:
            yield f"The file is nested more than {DEEPEST} levels deep."
            return
        if isinstance(node, str):
            if any("\ud800" <= sign <= "\udfff" for sign in node):
                yield "The file holds half of a character (a lone surrogate)."
        elif isinstance(node, list):
            todo += ((part, depth + 1) for part in node)
        elif isinstance(node, dict):
            yield from filter(None, (_misshaped(key, part) for key, part in node.items()))
            todo += ((part, depth + 1) for pair in node.items() for part in pair)


def _misshaped(key: str, value: Any) -> str:
    if key in _LISTS and not (
        isinstance(value, list) and all(isinstance(part, dict) for part in value)
    ):
        return f"“{key}” is not a list of objects somewhere."
    if key in _OBJECTS and not isinstance(value, dict):
        return f"“{key}” is not an object somewhere."
    if key in _TEXTS and (not isinstance(value, str) or isinstance(value, NumberText)):
        return f"“{key}” is not a text somewhere."
    if key in _WORDS and not isinstance(value, bool):
        return f"“{key}” is neither true nor false somewhere."
    return ""


def text_of(node: Node, key: str) -> str:
    """The text under a key; empty where there is none, or something else."""
    value = node.get(key)
    return value if isinstance(value, str) and not isinstance(value, NumberText) else ""


def number_of(value: Any) -> str | None:
    """A number of the file as a definition spells it; None for none, and for one too long."""
    if not isinstance(value, NumberText) or len(value) > _LONGEST_NUMBER:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _WIDEST_NUMBER:
        return None
    spelt = f"{number:f}"
    return spelt if is_plain_number(spelt) else None


def plain_text(text: str) -> str:
    """A text without what cannot be seen or turns its line around, as long as one may be."""
    lines = text.replace("\r\n", "\n").split("\n")
    seen = ("".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines)
    short = "\n".join(seen).strip()[:LONGEST_TEXT]
    return short.encode()[:_LONGEST_BYTES].decode(errors="ignore")


def is_whole(text: str) -> bool:
    """Whether plain_text leaves a text as it is, but for the space around it."""
    return plain_text(text) == text.replace("\r\n", "\n").strip()


def holds_markup(text: str) -> bool:
    """Whether a text looks like a page rather than like words: <b>, <img src=…"""
    return _MARKUP.search(text) is not None


def extensions(node: Node, *urls: str) -> list[Node]:
    """The extensions of one of these addresses, in the order of the file."""
    return [one for one in node.get("extension", ()) if one.get("url") in urls]


def value_of(extension: Node) -> Any:
    """The value of an extension, whatever its type; None where it has none."""
    return next((value for key, value in extension.items() if key.startswith("value")), None)


def extension_value(node: Node, *urls: str) -> Any:
    """The value of the first extension of these addresses; None where there is none."""
    found = extensions(node, *urls)
    return value_of(found[0]) if found else None
