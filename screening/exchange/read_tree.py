"""The items of a FHIR Questionnaire in a row: groups become pages, linkIds become ids of ours.

What cannot be carried over is a Loss.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from screening.exchange import names
from screening.exchange.given_ids import Ids
from screening.exchange.hostile_items import refuse_hostile
from screening.exchange.source import (
    Loss,
    Node,
    WrongQuestionnaire,
    extension_value,
    text_of,
)
from screening.quick_dataclass import dataclass

_CARRIED = frozenset({"linkId", "text", "type", "item", "enableWhen", "enableBehavior", "required",
                      "repeats", "readOnly", "maxLength", "answerOption", "answerValueSet",
                      "extension"})  # fmt: skip


@dataclass(slots=True)
class Question:
    """One question of the file, before it is an item."""

    node: Node
    item_id: str
    asked_when: tuple[Node, ...]  # nodes with enableWhen that must hold: groups, then its own
    parent: str | None = None  # linkId of the question that it lies in
    hints: list[str] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)  # lower and upper text of a line
    fields: list[Question] = field(default_factory=list)  # of a group that repeats

    @property
    def link(self) -> str:
        return text_of(self.node, "linkId")

    @property
    def is_rows(self) -> bool:
        return self.node.get("type") == "group"


@dataclass(slots=True)
class Sheet:
    """Questions of one group, before they are a page."""

    link: str
    page_id: str
    title: str
    questions: list[Question] = field(default_factory=list)


def read_sheets(resource: Node, losses: list[Loss]) -> list[Sheet]:
    """The pages of the file with their questions, in its order; what is left out is noted.

    raises  WrongQuestionnaire with every reason why it cannot become a draft
    """
    refuse_hostile(resource)
    reader = _Sheets(losses)
    title = text_of(resource, "title") or "Questions"
    reader.take(resource.get("item", ()), _Around("", title, (), None))
    return [sheet for sheet in reader.sheets if sheet.questions]


@dataclass(frozen=True, slots=True)
class _Around:
    """What an item lies in."""

    link: str
    title: str
    asked_when: tuple[Node, ...]
    parent: str | None


class _Sheets:
    def __init__(self, losses: list[Loss]) -> None:
        self.sheets: list[Sheet] = []
        self._losses = losses
        self._ids, self._page_ids = Ids(), Ids()
        self._waiting: list[Node] = []  # displays that the next question takes as its hint

    def take(self, nodes: Any, around: _Around) -> None:
        for node in nodes:
            self._note_unknown(node)
            if node.get("type") == "group" and not node.get("repeats"):
                self._take_group(node, around)
            elif node.get("type") == "display":
                self._waiting.append(node)
            else:
                self._take_question(node, around)
        for node in self._waiting:
            self._lose(node, "No question follows that it could stand with; it is left out.")
        self._waiting = []

    def _lose(self, node: Node, why: str) -> None:
        self._losses.append(Loss(text_of(node, "linkId"), why))

    def _note_unknown(self, node: Node) -> None:
        if "modifierExtension" in node:
            raise WrongQuestionnaire(
                Loss(
                    text_of(node, "linkId"),
                    "A modifierExtension changes what it means, in a way that is not known here.",
                )
            )
        unknown = ", ".join(sorted(set(node) - _CARRIED))
        if unknown:
            self._lose(node, f"Not carried over: {unknown}.")

    def _take_group(self, node: Node, around: _Around) -> None:
        title = text_of(node, "text") or around.title
        if not node.get("item"):
            self._lose(node, "The group holds nothing; it is left out.")
        if node.get("required"):
            self._lose(node, "That the group must be filled in is not carried over.")
        for one in node.get("extension", ()):
            self._lose(node, f"An extension is not carried over: {one.get('url')}.")
        inside = (*around.asked_when, node)
        around = _Around(text_of(node, "linkId"), title, inside, around.parent)
        self.take(node.get("item", ()), around)

    def _take_question(self, node: Node, around: _Around) -> None:
        question = self._question(node, around, self._ids)
        self._sheet(around).questions.append(question)
        if question.is_rows:
            own = Ids()
            for one in node.get("item", ()):
                self._take_field(question, one, around, own)
            return
        rest = [one for one in node.get("item", ()) if not self._is_help(question, one)]
        if rest:
            why = "The questions inside it come after it, and are asked once it is answered."
            self._lose(node, why)
            asked = (*around.asked_when, node)
            self.take(rest, _Around(around.link, around.title, asked, question.link))

    def _question(self, node: Node, around: _Around, ids: Ids) -> Question:
        link = text_of(node, "linkId")
        found = Question(
            node, ids.take(link, "q"), (*around.asked_when, node), parent=around.parent
        )
        for waiting in self._waiting:
            self._lose(waiting, f"It stands as a hint of {link}.")
            if waiting.get("enableWhen"):
                self._lose(waiting, "When it is shown is not carried over.")
            found.hints.append(text_of(waiting, "text"))
        self._waiting = []
        return found

    def _take_field(self, rows: Question, node: Node, around: _Around, ids: Ids) -> None:
        if self._is_help(rows, node):
            return
        if node.get("type") == "group":
            self._lose(node, "A row holds no group; it is left out with all that lies in it.")
            return
        if node.get("enableWhen"):
            self._lose(
                node, "A field of a row is always asked; its enableWhen is not carried over."
            )
        self._note_unknown(node)
        link = text_of(node, "linkId").removeprefix(f"{rows.link}.")
        found = Question(node, ids.take(link, "field"), ())
        for one in node.get("item", ()):
            if not self._is_help(found, one):
                self._lose(one, "It lies deeper than a row can hold; it is left out.")
        rows.fields.append(found)

    def _is_help(self, question: Question, node: Node) -> bool:
        """Whether it is a display inside a question: help, or the text of one end of a line."""
        if node.get("type") != "display":
            return False
        self._note_unknown(node)
        control = control_of(node)
        if control in ("lower", "upper") and control_of(question.node) == "slider":
            question.ends[control] = text_of(node, "text")
        else:
            question.hints.append(text_of(node, "text"))
            if control != "help":
                self._lose(node, f"It stands as a hint of {question.link}.")
        return True

    def _sheet(self, around: _Around) -> Sheet:
        if not self.sheets or self.sheets[-1].link != around.link:
            name = around.link.removeprefix(names.page_link("")) or "page"
            page_id = self._page_ids.take(name, "page")
            self.sheets.append(Sheet(around.link, page_id, around.title))
        return self.sheets[-1]


def control_of(node: Node) -> str:
    """The code of an item's control, such as help or slider; empty where it has none."""
    concept = extension_value(node, names.ITEM_CONTROL)
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return next((text_of(one, "code") for one in codings if text_of(one, "code")), "")
