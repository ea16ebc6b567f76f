"""Random damage to questionnaire files, from a seed: to bytes, to structure, to meaning.

Damaged bytes are mostly no YAML any more, a damaged structure is mostly no questionnaire, and a
damaged meaning is well formed and says something else: each kind gets further into the loader.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from screening.core.yaml_tree import read_tree

Damage = Callable[["Original", random.Random], bytes]
Node = tuple[Any, Any]  # the list or dictionary that holds it, and its place therein

_SIGNS = b"{}[]:,-&*!<>|%#'\"\\\x00\x7f\xc2\x85\xff0aZ \t\r\n"
_WORDS = (
    "", "yes", "no", "null", "~", "1e3", "010", "12:30", "NaN", "-0", "999999999", "-999999999",
    "0.000001", "999999999.999999", "visit", "all", "any", "not", "<<", "x" * 5000, "\u202e",
    "\U0001f600", "\uff11",
)  # fmt: skip
_NUMBERS = ("0", "1", "-1", "2", "3", "6", "7", "0.1", "0.000001", "1000", "999999999")


class Original:
    """A sound file, to be damaged again and again."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._json = json.dumps(read_tree(data)[0], ensure_ascii=False)

    def tree(self) -> Any:
        """Its values, fresh."""
        return json.loads(self._json)


def damaged(kind: str, original: Original, rng: random.Random) -> bytes:
    """The file with one to three things wrong of one kind: bytes, structure or meaning."""
    times = rng.choice((1, 1, 2, 3))
    if kind == "bytes":
        data = original.data
        for _ in range(times):
            data = rng.choice(BYTES)(data, rng)
        return data
    tree = original.tree()
    for _ in range(times):
        rng.choice(STRUCTURE if kind == "structure" else MEANING)(tree, rng)
    # YAML reads what JSON writes; the one line is no matter, places are checked by column.
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


# --- bytes ----------------------------------------------------------------------------------------


def _without_line(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def _line_twice(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join([*lines[:at], lines[at], *lines[at:]])


def _line_moved(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(rng.randrange(len(lines)))
    lines.insert(rng.randint(0, len(lines)), rng.choice((line, b"  " + line, line.lstrip())))
    return b"\n".join(lines)


def _another_byte(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) or 1)
    return data[:at] + bytes([rng.choice(_SIGNS)]) + data[at + 1 :]


def _bit_flipped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) or 1)
    return (
        data[:at]
        + bytes(byte ^ (1 << rng.randrange(8)) for byte in data[at : at + 1])
        + data[at + 1 :]
    )


def _another_word(data: bytes, rng: random.Random) -> bytes:
    words = data.split(b" ")
    words[rng.randrange(len(words))] = rng.choice(
        (*rng.choices(words, k=3), b"[" * 40, b"&a", b"*a")
    )
    return b" ".join(words)


def _cut_short(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) // 2, len(data) + 1)]


BYTES = (
    _without_line, _line_twice, _line_moved, _another_byte, _bit_flipped, _another_word, _cut_short,
)  # fmt: skip


# --- structure ------------------------------------------------------------------------------------


def nodes(tree: Any) -> Iterator[Node]:
    """Every value below the top, by what holds it."""
    todo = [tree]
    while todo:
        held = todo.pop()
        for place in held if isinstance(held, dict) else range(len(held)):
            yield held, place
            if isinstance(held[place], dict | list):
                todo.append(held[place])


def _some(tree: Any, rng: random.Random) -> Node:
    return rng.choice([*nodes(tree)] or [({"id": "x"}, "id")])


def _gone(tree: Any, rng: random.Random) -> None:
    held, place = _some(tree, rng)
    del held[place]


def _copied_over(tree: Any, rng: random.Random) -> None:
    (held, place), (other, there) = _some(tree, rng), _some(tree, rng)
    held[place] = json.loads(json.dumps(other[there]))


def _swapped(tree: Any, rng: random.Random) -> None:
    (held, place), (other, there) = _some(tree, rng), _some(tree, rng)
    one, two = (json.loads(json.dumps(part)) for part in (held[place], other[there]))
    held[place], other[there] = two, one


def _wrapped(tree: Any, rng: random.Random) -> None:
    held, place = _some(tree, rng)
    for _ in range(rng.choice((1, 1, 1, 40))):
        held[place] = rng.choice(([held[place]], {"all": [held[place]]}, {"x": held[place]}))


def _replaced(tree: Any, rng: random.Random) -> None:
    held, place = _some(tree, rng)
    held[place] = rng.choice(([], {}, [[]], [{}], {"": ""}, {"not": {}}, rng.choice(_WORDS)))


def _key_renamed(tree: Any, rng: random.Random) -> None:
    held = rng.choice([held for held, _ in nodes(tree) if isinstance(held, dict)] or [tree])
    keys = list(held)
    if keys:
        value = held.pop(old := rng.choice(keys))
        held[rng.choice((old[:-1], old + "s", old.upper(), *_WORDS))] = value


def _many(tree: Any, rng: random.Random) -> None:
    held, place = _some(tree, rng)
    held[place] = [held[place]] * rng.choice((2, 50, 400))


STRUCTURE = (_gone, _copied_over, _swapped, _wrapped, _replaced, _key_renamed, _many)


# --- meaning --------------------------------------------------------------------------------------


def _leaves(tree: Any) -> Mapping[str, list[Node]]:
    """The texts by the key that they stand under, those of lists by the list's own."""
    found: dict[str, list[Node]] = {}
    names = {id(tree): ""}
    for held, place in nodes(tree):
        name = place if isinstance(held, dict) else names[id(held)]
        if isinstance(held[place], str):
            found.setdefault(name, []).append((held, place))
        else:
            names[id(held[place])] = name
    return found


def _traded(tree: Any, rng: random.Random) -> None:
    """Two values of one key trade places: ids, edges, points, texts, references."""
    leaves = _leaves(tree)
    (held, place), (other, there) = rng.choices(leaves[rng.choice(sorted(leaves))], k=2)
    held[place], other[there] = other[there], held[place]


def _number_moved(tree: Any, rng: random.Random) -> None:
    """An edge, a limit or points become another number."""
    found = [
        (held, place)
        for some in _leaves(tree).values()
        for held, place in some
        if held[place].lstrip("-").replace(".", "", 1).isdecimal()
    ]
    for held, place in rng.sample(found, k=min(1, len(found))):
        value = held[place]
        step = f"{int(value.partition('.')[0]) + rng.choice((-1, 1))}"
        held[place] = rng.choice((*_NUMBERS, step, f"{value}0", f"-{value}", f"{value}.5"))


def _edge_moved(tree: Any, rng: random.Random) -> None:
    """The edge of points by number, an option's own points, or a weight's item has another name."""
    found = [held for held, place in nodes(tree) if isinstance(held, dict) and _is_table(held)]
    for held in rng.sample(found, k=min(1, len(found))):
        value = held.pop(rng.choice(list(held)))
        held[rng.choice((*_NUMBERS, "yes", "no"))] = value


def _is_table(held: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) and value[:1].isdigit() for value in held.values())


def _reference_broken(tree: Any, rng: random.Random) -> None:
    """Any word becomes another that the file knows."""
    leaves = _leaves(tree)
    known = [held[place] for held, place in leaves.get("id", [])] + ["visit", "other.thing"]
    held, place = rng.choice([one for name in sorted(leaves) for one in leaves[name]])
    held[place] = rng.choice(known)


def _condition_moved(tree: Any, rng: random.Random) -> None:
    """A condition stands elsewhere, twice, or says the opposite: circles and dead ends."""
    keys = ("enable_when", "when", "towards", "away")
    found = [(held, place) for held, place in nodes(tree) if place in keys]
    hosts = [held for held, place in nodes(tree) if place == "id" and isinstance(held, dict)]
    if found and hosts:
        held, place = rng.choice(found)
        condition = json.loads(json.dumps(held[place]))
        opposite = {"not": condition}
        rng.choice(hosts)[rng.choice(keys)] = rng.choice((condition, opposite))


def _entry_dropped(tree: Any, rng: random.Random) -> None:
    """An item, option, band, score, finding or case is gone."""
    lists = [held[place] for held, place in nodes(tree) if isinstance(held[place], list)]
    for some in rng.sample(lists, k=min(1, len(lists))):
        if some:
            del some[rng.randrange(len(some))]


def _entry_shuffled(tree: Any, rng: random.Random) -> None:
    """The entries of a list stand in another order, or one of them twice."""
    lists = [held[place] for held, place in nodes(tree) if isinstance(held[place], list)]
    for some in rng.sample(lists, k=min(1, len(lists))):
        if some and rng.random() < 0.5:
            some.append(json.loads(json.dumps(rng.choice(some))))
        rng.shuffle(some)


def _of_another_type(tree: Any, rng: random.Random) -> None:
    """An item takes other answers, or more digits, or is worth a huge number."""
    items = [held for held, place in nodes(tree) if place == "type" and isinstance(held, dict)]
    for item in rng.sample(items, k=min(1, len(items))):
        item["type"] = rng.choice(("choice", "choices", "integer", "scale", "quantity", "date"))
        waits = {"enable_when": {str(item.get("id", "a")): "yes"}}
        item |= rng.choice((
            {}, {"min": "0", "max": "999999999"}, {"decimals": "6"}, {"when_not_asked": "0.000001"},
            {"min": "0", "max": "9", "unit": "kg", "decimals": "6", **waits},
        ))  # fmt: skip


MEANING = (
    _traded, _number_moved, _number_moved, _edge_moved, _reference_broken, _condition_moved,
    _entry_dropped, _entry_shuffled, _of_another_type,
)  # fmt: skip

KINDS = ("bytes", "structure", "meaning")
