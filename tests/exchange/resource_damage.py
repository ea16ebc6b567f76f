"""Damaged FHIR Questionnaires, from a seed: an export gone wrong, or a hostile hand."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Place = tuple[Any, Any]  # the list or dictionary that holds a value, and its key therein

WORDS = (
    "", " ", "x" * 5000, "\ud800", "\u202eabc", "\x00", "<script>alert(1)</script>", "{{7*7}}",
    "=1+1", "all", "visit", "/1.1", "#often", "#gone", "http://example.org/other", "\U0001f600",
    "a\nb: c\n- d", "&a *a", "9" * 4000, "--- !!python/object", "choice", "group", "display",
)  # fmt: skip
NUMBERS = ("1e999999999", "-1e400", "9" * 3000, "0.1e-12", "-0", "1E2", "12", "0.5", "-3")
KEYS = ("item", "enableWhen", "answerOption", "answerValueSet", "type", "linkId", "text", "repeats",
        "extension", "modifierExtension", "initial", "contained", "valueCoding")  # fmt: skip


def damaged(text: str, rng: random.Random) -> bytes:
    """The file with one to four things wrong, of its bytes or of its values."""
    if rng.random() < 0.1:
        return _bytes(text.encode(), rng)
    tree = json.loads(text)
    for _ in range(rng.choice((1, 1, 2, 4))):
        rng.choice(WAYS)(tree, rng)
    found = json.dumps(tree)
    for _ in range(found.count('"@number@"')):
        found = found.replace('"@number@"', rng.choice(NUMBERS), 1)
    return found.encode()


def _bytes(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    cut = bytes([rng.randrange(256) for _ in range(rng.randint(0, 3))])
    return data[:at] + cut + data[at + rng.randint(0, 3) :]


def _places(tree: Any) -> Iterator[Place]:
    todo = [tree]
    while todo:
        node = todo.pop()
        for key in list(node) if isinstance(node, Mapping) else range(len(node)):
            yield node, key
            if isinstance(node[key], dict | list):
                todo.append(node[key])


def _pick(tree: Any, rng: random.Random, kind: type = object) -> Place | None:
    found = [(node, key) for node, key in _places(tree) if isinstance(node[key], kind)]
    return rng.choice(found) if found else None


def _another_value(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng)
    if place:
        others = (None, True, [], {}, [[]], "@number@", rng.choice(WORDS), [{}], {"item": []})
        place[0][place[1]] = rng.choice(others)


def _another_word(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng, str)
    if place:
        place[0][place[1]] = rng.choice(WORDS)


def _gone(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng)
    if place:
        del place[0][place[1]]


def _twice(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng, list)
    if place and place[0][place[1]]:
        several = place[0][place[1]]
        several.append(json.loads(json.dumps(rng.choice(several))))


def _elsewhere(tree: Any, rng: random.Random) -> None:
    """A value in the place of another: an item as a code, a condition as an item."""
    one, other = _pick(tree, rng), _pick(tree, rng)
    if one and other:
        other[0][other[1]] = json.loads(json.dumps(one[0][one[1]]))


def _one_key_more(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng, dict)
    if place:
        some = _pick(tree, rng)
        value = json.loads(json.dumps(some[0][some[1]])) if some else ""
        place[0][place[1]][rng.choice(KEYS)] = rng.choice((value, [value], {"url": value}))


def _deeper(tree: Any, rng: random.Random) -> None:
    place = _pick(tree, rng, dict)
    if place:
        inner = place[0][place[1]]
        for n in range(rng.choice((3, 12, 25))):
            inner = {"linkId": f"d{n}", "type": "group", "item": [inner]}
        place[0][place[1]] = inner


def _asked_after(tree: Any, rng: random.Random) -> None:
    """One item waits for another, which makes a circle now and then."""
    items = [n[k] for n, k in _places(tree) if isinstance(n[k], dict) and "linkId" in n[k]]
    if items:
        one, other = rng.choice(items), rng.choice(items)
        operator = rng.choice(("=", "!=", ">", "<=", "exists", "in"))
        answer = rng.choice(({"answerBoolean": True}, {"answerString": "x"}, {"answerCoding": {}}))
        clause = {"question": other["linkId"], "operator": operator, **answer}
        one["enableWhen"] = json.loads(json.dumps([clause] * rng.randint(1, 2)))
        one["enableBehavior"] = rng.choice(("all", "any", "some"))


Way = Callable[[Any, random.Random], None]
WAYS: tuple[Way, ...] = (
    _another_value, _another_word, _another_word, _gone, _twice, _elsewhere, _one_key_more, _deeper,
    _asked_after,
)  # fmt: skip
