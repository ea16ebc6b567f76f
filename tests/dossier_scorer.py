"""A scorer of the published scales, from the dossier's tables alone.

It imports nothing from screening/ and reads no questionnaire, so that a wrong file is found as well
as a wrong core. What is still possible is kept as a set of whole numbers, one bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from tests.dossier_tables import AUDIT_CUTS, SALT_SHARES, TABLES, WASH, Choice, Number, Scale

Document = dict[str, Any]  # the contract's answers; numbers as text
Bands = frozenset[tuple[str, str, str]]  # set, basis, band


@dataclass(frozen=True)
class Expected:
    """What is to be said of one score. Numbers are whole, in steps of 10**-places."""

    value: int | None
    bands: Bands
    missing: tuple[tuple[str, str], ...]  # item, reason
    possible: tuple[int, int]
    bands_possible: Bands
    points: dict[str, int] | None  # of each answer that counts; None where it is not told
    places: int = 0
    point_places: int = 0


def expect(questionnaire: str, document: Document) -> dict[str, Expected]:
    """Every score of a questionnaire. KeyError where an option is not the dossier's."""
    found = {}
    for name, scale in TABLES[questionnaire].items():
        found[name] = _SPECIAL.get(name, _sum)(scale, document)
    return found


def reason_of(raw: Any) -> str:
    """Why there is no answer; empty when there is one."""
    if raw is None:
        return "not_recorded"
    return str(raw["missing"]) if isinstance(raw, dict) else ""


def points_of(item: Choice | Number, raw: Any) -> int:
    """What an answer is worth, in the item's steps."""
    if isinstance(item, Choice):
        return item.points[raw]
    whole, _, rest = str(raw).partition(".")
    number = int(whole + rest.ljust(item.places, "0"))
    if not item.points:
        return number
    return int(next(points for low, high, points in item.points if low <= number <= high))


def _split(
    items: dict[str, Choice | Number], document: Document
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Points of what is answered, and what is missing for which reason."""
    known: dict[str, int] = {}
    missing: list[tuple[str, str]] = []
    for name, item in items.items():
        raw = document.get(name)
        reason = reason_of(raw)
        if reason:
            missing.append((name, reason))
        else:
            known[name] = points_of(item, raw)
    return known, missing


def _sum(scale: Scale, document: Document) -> Expected:
    known, missing = _split(scale.items, document)
    reach = 1 << sum(known.values())
    for name, _ in missing:
        reach = sums(reach, scale.items[name].worth)
    return _expected(scale, reach, missing, known)


def _count(scale: Scale, document: Document) -> Expected:
    """3.2: tolerance and withdrawal do not count under supervision, which a clinician tells."""
    known, missing = _split(scale.items, document)
    supervised = document.get("supervised")
    reason = reason_of(supervised)
    reach = 0
    for left_out in {"yes": (True,), "no": (False,)}.get(str(supervised), (True, False)):
        dropped = ("tolerance", "withdrawal") if left_out else ()
        one = 1 << sum(points for name, points in known.items() if name not in dropped)
        for name, _ in missing:
            one = one if name in dropped else one | one << 1
        reach |= one
    if reason:
        return _expected(scale, reach, [*missing, ("supervised", reason)], None)
    if supervised == "yes":
        known = {name: n for name, n in known.items() if name not in ("tolerance", "withdrawal")}
        missing = [one for one in missing if one[0] not in ("tolerance", "withdrawal")]
    return _expected(scale, reach, missing, known)


def _audit(scale: Scale, document: Document) -> Expected:
    """Who never drinks is not asked the rest; men have another cut."""
    given = {name: document.get(name) for name in (*scale.items, "sex")}
    reasons = {name: reason_of(raw) for name, raw in given.items()}
    frequency = scale.items["frequency"]
    known, missing = _split(scale.items, document)
    if reasons["frequency"]:
        known, missing = {}, [(name, reasons["frequency"]) for name in scale.items]
    elif points_of(frequency, given["frequency"]) == 0:
        known, missing = dict.fromkeys(scale.items, 0), []
    values, bands = _audit_outcomes(tuple("" if reasons[n] else str(given[n]) for n in given))
    if not missing:
        value = sum(known.values())
        cut = AUDIT_CUTS["" if reasons["sex"] else str(given["sex"])]
        bands = _audit_band(value, cut)
        return Expected(value, bands, (), (value, value), bands, known)
    return Expected(None, frozenset(), tuple(missing), (min(values), max(values)), bands, known)


@cache
def _audit_outcomes(given: tuple[str, ...]) -> tuple[frozenset[int], Bands]:
    """Every total and band that some way to answer what is open ("") leads to."""
    items = TABLES["audit_c"]["audit_c"].items
    ways: list[Iterable[str]] = []
    for (_, item), raw in zip(items.items(), given, strict=False):
        assert isinstance(item, Choice)
        ways.append([raw] if raw else item.points)
    ways.append([given[-1]] if given[-1] else [sex for sex in AUDIT_CUTS if sex])
    values, bands = set(), set()
    for frequency, quantity, binge, sex in product(*ways):
        texts = zip(items.values(), (frequency, quantity, binge), strict=True)
        value = sum(points_of(i, t) for i, t in texts) if frequency != "never" else 0
        values.add(value)
        bands |= _audit_band(value, AUDIT_CUTS[sex])
    return frozenset(values), frozenset(bands)


def _audit_band(value: int, cut: int) -> Bands:
    return frozenset({("main", "published", "positive" if value >= cut else "negative")})


def _salt(scale: Scale, document: Document) -> Expected:
    """4.7: rounded once, half up, to tenths; hundredths of a tenth are counted till then."""
    known, missing = _split(scale.items, document)
    worth = {name: SALT_SHARES[name] * tenths for name, tenths in known.items()}
    fine = _salt_reach(tuple(name for name, _ in missing)) << sum(worth.values())
    low, high = (_tenths((fine & -fine).bit_length() - 1), _tenths(fine.bit_length() - 1))
    bands = frozenset(
        (set_id, basis, band)
        for set_id, (basis, ranges) in scale.sets.items()
        for first, last, band in ranges
        if fine & _mask(max(first * 100 - 50, 0), last * 100 + 49)
    )
    value = None if missing else low
    here = frozenset() if missing else bands
    return Expected(value, here, tuple(missing), (low, high), bands, worth, 1, 3)


@cache
def _salt_reach(names: tuple[str, ...]) -> int:
    reach = 1
    for name in names:
        reach = sums(reach, sum(1 << SALT_SHARES[name] * tenths for tenths in range(1001)))
    return reach


def _tenths(fine: int) -> int:
    return (fine + 50) // 100


def _wash(scale: Scale, document: Document) -> Expected:
    """4.4: four names, by hairs and by short hairs; neither of them alone gives one."""
    known, missing = _split(scale.items, document)
    share = document.get("vellus_percent")
    open_share = bool(reason_of(share))
    shorts = (True, False) if open_share else (points_of(Number(0, 1000, 1), share) >= 100,)
    manys = (True, False) if missing else (known["hairs"] >= 100,)
    possible = frozenset(("main", "published", WASH[m, s]) for m in manys for s in shorts)
    bands = frozenset() if missing or open_share else possible
    if missing:
        return Expected(None, bands, tuple(missing), scale.range, possible, known)
    value = known["hairs"]
    return Expected(value, bands, (), (value, value), possible, known)


def _expected(
    scale: Scale, reach: int, missing: list[tuple[str, str]], known: dict[str, int] | None
) -> Expected:
    low, high = (reach & -reach).bit_length() - 1, reach.bit_length() - 1
    bands = frozenset(
        (set_id, basis, band)
        for set_id, (basis, ranges) in scale.sets.items()
        for first, last, band in ranges
        if reach & _mask(first, last)
    )
    return Expected(
        value=None if missing else low,
        bands=frozenset() if missing else bands,
        missing=tuple(missing),
        possible=(low, high),
        bands_possible=bands,
        points=known,
        places=scale.places,
        point_places=scale.places,
    )


def sums(reach: int, worth: int) -> int:
    """Every sum of a number of the one set and a number of the other."""
    few, many = sorted((reach, worth), key=int.bit_count)
    found = 0
    while few:
        found |= many << (few & -few).bit_length() - 1
        few &= few - 1
    return found


@cache
def _mask(first: int, last: int) -> int:
    return ((1 << (last - first + 1)) - 1) << first


_SPECIAL = {"kud": _count, "audit_c": _audit, "salt": _salt, "wash": _wash}
