"""Questions of a FHIR Questionnaire as items of a definition, and what of them is lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from screening.core.yaml_writing import COMMENT, Inline
from screening.exchange import names
from screening.exchange.read_conditions import (
    Inexpressible,
    Known,
    joined,
    read_enable_when,
)
from screening.exchange.read_numbers import UNIT, read_number
from screening.exchange.read_options import ByCode, read_options
from screening.exchange.read_tree import Question, control_of
from screening.exchange.source import (
    Loss,
    Node,
    extension_value,
    extensions,
    is_whole,
    number_of,
    plain_text,
    text_of,
)

Item = dict[str, Any]

_HIDDEN = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
_READ = frozenset(
    {names.SHORT_TEXT, names.RATED_BY, names.MIN_VALUE, names.MAX_VALUE, names.MIN_QUANTITY,
     names.MAX_QUANTITY, names.PLACES, names.UNIT_OPTION, names.MAX_OCCURS, names.ITEM_CONTROL,
     UNIT}
)  # fmt: skip
# Type of FHIR -> of ours, and what is not the same about it.
_TYPES: Mapping[str, tuple[str, str]] = {
    "boolean": ("choice", ""),
    "choice": ("choice", ""),
    "open-choice": ("choice", "Own words beside the answers are not carried over."),
    "integer": ("integer", ""),
    "decimal": ("quantity", ""),
    "quantity": ("quantity", ""),
    "date": ("date", ""),
    "dateTime": ("date_time", ""),
    "string": ("text", ""),
    "text": ("text", ""),
    "url": ("text", "An address is taken as plain text here."),
    "group": ("rows", ""),
}
_YES_NO = [Inline(id="yes", text="Yes"), Inline(id="no", text="No")]


class Items:
    """Reads questions one after another, and remembers what conditions may ask of them."""

    def __init__(self, contained: dict[str, Node], rated_by: str, losses: list[Loss]) -> None:
        self._contained, self._rated_by, self._losses = contained, rated_by, losses
        self.known: dict[str, Known] = {}  # by linkId
        self.carried: dict[str, str] = {}  # linkId -> id, fields of rows as well

    def lose(self, question: Question, why: str) -> None:
        """Note something that an item does not hold."""
        self._losses.append(Loss(question.link, why))

    def read(self, question: Question) -> Item | None:
        """The item without its condition; None where it is left out, which is noted."""
        node = question.node
        why = _left_out(node)
        if why:
            self.lose(question, why)
            return None
        kind, otherwise = _TYPES[text_of(node, "type")]
        if otherwise:
            self.lose(question, otherwise)
        if node.get("repeats") and kind == "choice":
            kind = "choices"
        elif node.get("repeats") and kind != "rows":
            self.lose(question, "It may be answered several times there, and once here.")
        if kind == "integer" and control_of(node) == "slider":
            kind = "scale"
        item = self._head(question)
        item["type"] = kind
        item |= self._body(question, kind)
        self._note_rest(question, kind)
        return item

    def condition(self, question: Question) -> Inline | None:
        """When it is asked, once every question is known."""
        try:
            when = read_enable_when(question.asked_when, self.known)
            parts = [when] if when is not None else []
            if question.parent is not None:
                parent = self.known.get(question.parent)
                if parent is None:
                    raise Inexpressible(f"{question.parent}, which it lies in, is left out")
                parts.append(Inline({parent.item_id: Inline(answered="yes")}))
            return joined("all", parts)
        except Inexpressible as lost:
            self.lose(question, f"It is always asked here: {lost}.")
            return None

    def _head(self, question: Question) -> Item:
        node, item = question.node, Item()
        if question.item_id != question.link:
            item[COMMENT] = f"linkId: {question.link}"
        item["id"] = self.carried[question.link] = question.item_id
        item["text"] = self._text(question, text_of(node, "text") or question.link)
        short = extension_value(node, names.SHORT_TEXT)
        if isinstance(short, str) and short:
            item["short"] = self._text(question, short)
        if hint := "\n".join(filter(None, question.hints)):
            item["hint"] = self._text(question, hint)
        rated_by = extension_value(node, names.RATED_BY)
        if rated_by in ("patient", "clinician", "either") and rated_by != self._rated_by:
            item["rated_by"] = rated_by
        return item

    def _text(self, question: Question, text: str) -> str:
        if not is_whole(text):
            self.lose(question, "Signs of its text that cannot be seen, or its end, are left out.")
        return plain_text(text) or question.item_id

    def _body(self, question: Question, kind: str) -> Item:
        node, item_id = question.node, question.item_id
        if kind == "rows":
            return self._rows(question)
        if kind in ("choice", "choices"):
            options, by_code = self._options(question)
            self.known[question.link] = Known(item_id, kind, by_code)
            return {"options": options} if options else {}
        if kind in ("integer", "scale", "quantity"):
            found = read_number(
                node, kind, partial(self.lose, question), partial(self._text, question)
            )
            for end, text in question.ends.items() if kind == "scale" else ():
                found["min_text" if end == "lower" else "max_text"] = self._text(question, text)
            unit = found.get("unit", "")
            self.known[question.link] = Known(item_id, kind, unit=unit)
            return found
        self.known[question.link] = Known(item_id, kind)
        if kind == "text":
            longest = number_of(node.get("maxLength"))
            whole = longest is not None and longest.isdigit() and int(longest) > 0
            return {"max_length": longest} if whole else {}
        finest, coarsest = ("day", "year") if kind == "date" else ("minute", "year")
        return {"precision": [finest, coarsest]}

    def _options(self, question: Question) -> tuple[list[Inline], ByCode]:
        if question.node.get("type") == "boolean":
            return list(_YES_NO), {"true": "yes", "false": "no"}
        options, by_code = read_options(
            question.node, self._contained, lambda why: self.lose(question, why)
        )
        for option in options:
            option["text"] = self._text(question, option["text"])
        if not options:
            self.lose(question, "No answers to choose from were found: write its options.")
        return options, by_code

    def _rows(self, question: Question) -> Item:
        most = number_of(extension_value(question.node, names.MAX_OCCURS))
        found: Item = {"max_rows": most} if most and most.isdigit() and int(most) > 0 else {}
        fields = [item for field in question.fields if (item := self._field(field)) is not None]
        return found | {"fields": fields}

    def _field(self, field: Question) -> Item | None:
        item = self.read(field)
        self.known.pop(field.link, None)  # no condition of another item can look into a row
        if item is not None and item.pop("rated_by", None):
            self.lose(field, "Who answers a field is not carried over; a row has one rater.")
        return item

    def _note_rest(self, question: Question, kind: str) -> None:
        node = question.node
        for one in node.get("extension", ()):
            url = one.get("url")
            if url == names.ENABLE_WHEN:
                self.lose(question, "It is always asked here: an expression says when it is asked.")
            elif url not in _READ:
                self.lose(question, f"An extension is not carried over: {url}.")
        control = control_of(node)
        if control and not (control == "slider" and kind == "scale"):
            self.lose(question, f"How it is shown ({control}) is not carried over.")
        if node.get("required") is False:
            self.lose(question, "It may stay blank there; here it is answered or declined.")
        if kind != "text" and "maxLength" in node:
            self.lose(question, "Not carried over: maxLength.")
        if kind not in ("choice", "choices") and (
            "answerOption" in node or "answerValueSet" in node
        ):
            self.lose(question, "Answers to choose from are carried over for choices only.")


def _left_out(node: Node) -> str:
    kind = text_of(node, "type")
    if extensions(node, names.CALCULATED):
        return "It is worked out by an expression, which is not carried over: write a score."
    if node.get("readOnly") is True:
        return "Nobody fills it in there (readOnly); it is left out."
    if extension_value(node, _HIDDEN) is True:
        return "It is hidden there; it is left out."
    if kind not in _TYPES:
        return f"Items of the type {kind[:30] or 'none'} are not known here; it is left out."
    return ""
