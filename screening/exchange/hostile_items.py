"""What is refused of a FHIR Questionnaire's items: it has no honest reading, or none that is safe.

Doubled or missing linkIds, items that wait for themselves, texts that hold markup, too many items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from screening.exchange.source import Loss, Node, WrongQuestionnaire, holds_markup, text_of

MOST_ITEMS, DEEPEST_GROUP = 1000, 10


def refuse_hostile(resource: Node) -> None:
    """Go on where every item can be read; raises WrongQuestionnaire with every reason."""
    every = list(_every_item(resource))
    reasons = [*_doubled(every), *_markup(every), *_loops(resource)]
    if reasons:
        raise WrongQuestionnaire(*reasons)


def _every_item(resource: Node) -> Iterator[Node]:
    todo = [(one, 1) for one in reversed(resource.get("item", ()))]
    count = 0
    while todo:
        node, depth = todo.pop()
        count += 1
        if count > MOST_ITEMS or depth > DEEPEST_GROUP:
            limits = f"{MOST_ITEMS} items and {DEEPEST_GROUP} levels of groups"
            raise WrongQuestionnaire(Loss("", f"The file holds more than {limits}."))
        yield node
        todo += [(one, depth + 1) for one in reversed(node.get("item", ()))]


def _doubled(every: list[Node]) -> Iterator[Loss]:
    seen: set[str] = set()
    for node in every:
        link = text_of(node, "linkId")
        if not link:
            about = text_of(node, "text")[:60]
            yield Loss("", f"The item “{about}” has no linkId. Give it one.")
        elif link in seen:
            yield Loss(link, "This linkId stands twice. Give one of the two another.")
        seen.add(link)


def _markup(every: list[Node]) -> Iterator[Loss]:
    for node in every:
        shown = [text_of(node, "text")]
        for option in node.get("answerOption", ()):
            coding = option.get("valueCoding", {})
            shown += [text_of(coding, "display"), text_of(option, "valueString")]
        if any(map(holds_markup, shown)):
            why = "A text of it holds markup such as <b>. Write plain words, then import it again."
            yield Loss(text_of(node, "linkId"), why)


def _loops(resource: Node) -> Iterator[Loss]:
    """Items whose enableWhen leads back to themselves; what lies in something waits for it."""
    waits: dict[str, set[str]] = {}
    waited_for: dict[str, set[str]] = {}

    def note(nodes: Any, above: set[str]) -> None:
        for node in nodes:
            link = text_of(node, "linkId")
            waits[link] = {text_of(one, "question") for one in node.get("enableWhen", ())} | above
            for other in waits[link]:
                waited_for.setdefault(other, set()).add(link)
            note(node.get("item", ()), {link})

    note(resource.get("item", ()), set())
    open_ends = {link: len(waits[link] & waits.keys()) for link in waits}
    free = [link for link, count in open_ends.items() if not count]
    while free:
        for link in waited_for.get(free.pop(), ()):
            open_ends[link] -= 1
            if not open_ends[link]:
                free.append(link)
    for link, count in open_ends.items():
        if count:
            yield Loss(
                link, "It waits for itself, or for what does, by enableWhen. Break the circle."
            )
