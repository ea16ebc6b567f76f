"""Answer sets made from the dossier's tables: at every band edge, and with each single answer gone.

No questionnaire is read, so what is made here is the dossier's scale, not the file's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache, reduce
from typing import Any

from tests.dossier_scorer import Document, points_of, sums
from tests.dossier_tables import EITHER, PATIENT, SALT_SHARES, TABLES, Choice, Number

VARIANTS = 6  # ways to come to one total
SEX = Choice({"female": 0, "male": 0, "other": 0, "": 0})
Item = Choice | Number
Ways = dict[str, dict[int, list[str]]]  # item: points: the answers worth that much


def items_of(questionnaire: str) -> dict[str, Item]:
    """Every item that a score of the questionnaire rests on."""
    found = {name: i for s in TABLES[questionnaire].values() for name, i in s.items.items()}
    if questionnaire == "kud":
        found["supervised"] = Choice({"no": 0, "yes": 0})
    if questionnaire == "audit_c":
        found["sex"] = Choice({word: 0 for word in SEX.points if word})
    return found


@cache
def answers_to(item: Item) -> list[str]:
    """Every answer to a choice; every figure in the item's range."""
    if isinstance(item, Choice):
        return list(item.points)
    return [_text(n, item.places) for n in range(item.lowest, item.highest + 1)]


def reasons_for(questionnaire: str, name: str) -> tuple[str, ...]:
    """Why an item may have no answer; "" leaves it out."""
    if questionnaire in EITHER and name != "supervised":
        return ("declined", "not_assessed", "")
    return ("declined" if questionnaire in PATIENT else "not_assessed", "")


def at_edges(questionnaire: str, rng: random.Random) -> Iterator[Document]:
    """Answer sets at both ends of each band, and at both ends of each figure's points."""
    yield from _each_answer(questionnaire, rng)
    if questionnaire == "audit_c":
        yield from _audit_edges(rng)
    for name, scale in TABLES[questionnaire].items():
        if name == "wash":
            yield from _wash_edges()
        ways = {one: _ways(name, one, item) for one, item in scale.items.items()}
        ends = {end for _, ranges in scale.sets.values() for r in ranges for end in r[:2]}
        known: dict[frozenset[str], int] = {}
        for total in _totals(name, ways, ends or set(scale.range)):
            for _ in range(VARIANTS):
                document = _reaching(ways, total, rng, known)
                yield document | ({"supervised": "no"} if name == "kud" else {})
                if name == "kud":
                    yield document | {"supervised": "yes"}


def with_one_missing(questionnaire: str, rng: random.Random) -> Iterator[Document]:
    """Whole sets from which one answer is taken, for each reason that it may have."""
    items = {name: answers_to(item) for name, item in items_of(questionnaire).items()}
    whole: list[Document] = [{n: answers[end] for n, answers in items.items()} for end in (0, -1)]
    whole += [{n: rng.choice(answers) for n, answers in items.items()} for _ in range(VARIANTS)]
    for document in whole:
        for name in items:
            for reason in reasons_for(questionnaire, name):
                yield without(document, name, reason)


def without(document: Document, name: str, reason: str) -> Document:
    """The document with an item missing for a reason; "" leaves it out."""
    rest = {key: raw for key, raw in document.items() if key != name}
    return rest | ({name: {"missing": reason}} if reason else {})


def _each_answer(questionnaire: str, rng: random.Random) -> Iterator[Document]:
    """Every option of each item once, and of a figure the ends of what is worth the same."""
    items = items_of(questionnaire)
    for name, item in items.items():
        answers = answers_to(item)
        if isinstance(item, Number):
            ends = {end for low, high, _ in item.points for end in (low, high)}
            answers = [_text(n, item.places) for n in ends or {item.lowest, item.highest}]
        for raw in answers:
            yield {one: rng.choice(answers_to(i)) for one, i in items.items()} | {name: raw}


def _ways(score: str, name: str, item: Item) -> dict[int, list[str]]:
    """Points -> the answers worth that much; of SALT weighted, in its finest steps."""
    weight = SALT_SHARES[name] if score == "salt" else 1
    found: dict[int, list[str]] = {}
    for raw in answers_to(item):
        found.setdefault(points_of(item, raw) * weight, []).append(raw)
    return found


def _totals(score: str, ways: Ways, ends: set[int]) -> list[int]:
    """Totals to be reached. SALT: both sides of where a tenth is rounded up."""
    if score != "salt":
        return sorted(ends)
    reach = reduce(sums, (_bits(found) for found in ways.values()))
    totals: set[int] = set()
    for end in ends:
        for fine in (end * 100 - 50, end * 100, end * 100 + 50):
            below = reach & ((1 << max(fine, 0)) - 1)
            beyond = reach >> max(fine, 0) << max(fine, 0)
            totals |= {below.bit_length() - 1} if below else set()
            totals |= {(beyond & -beyond).bit_length() - 1} if beyond else set()
    return sorted(totals)


def _reaching(
    ways: Ways, total: int, rng: random.Random, known: dict[frozenset[str], int]
) -> Document:
    """A random way to come to a total, told item by item from what the later ones can still add.

    known   what some items can add, kept from one call to the next
    """
    names = rng.sample(list(ways), len(ways))
    document: Document = {}
    for n, name in enumerate(names):
        rest = _addable(ways, names[n + 1 :], known)
        points = rng.choice([p for p in ways[name] if total >= p and rest >> (total - p) & 1])
        document[name] = rng.choice(ways[name][points])
        total -= points
    return document


def _addable(ways: Ways, names: list[str], known: dict[frozenset[str], int]) -> int:
    """Every sum of these items, as set bits."""
    if not names:
        return 1
    if frozenset(names) not in known:
        rest = _addable(ways, names[1:], known)
        known[frozenset(names)] = sums(rest, _bits(ways[names[0]]))
    return known[frozenset(names)]


def _audit_edges(rng: random.Random) -> Iterator[Document]:
    items = TABLES["audit_c"]["audit_c"].items
    ways = {name: _ways("audit_c", name, item) for name, item in items.items()}
    del ways["frequency"][0]
    reach: dict[frozenset[str], int] = {}
    for sex in SEX.points:
        known: Document = {"sex": sex} if sex else {}
        yield known | {"frequency": "never"}
        yield known | {"frequency": "never", "quantity": "ten_more", "binge": "daily"}
        for total in range(1, 13):
            for _ in range(VARIANTS):
                yield known | _reaching(ways, total, rng, reach)


def _wash_edges() -> Iterator[Document]:
    for hairs in ("0", "99", "100", "101", "2000"):
        for share in ("0", "9.9", "10", "10.0", "10.1", "100"):
            yield {"hairs": hairs, "vellus_percent": share}


def _bits(numbers: dict[int, Any]) -> int:
    return sum(1 << number for number in numbers)


def _text(number: int, places: int) -> str:
    whole, rest = divmod(number, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
