"""Which bands a figure lies in, or may lie in: of scores and of computed values alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from screening.core.enabling import stays_unknown
from screening.core.facts import BandHit, Facts
from screening.core.logic import holds_in
from screening.core.score import Band, BandSet, Branch

BandList = tuple[tuple[Band, ...], str | None]  # with the reason of `otherwise`, if it is that


def bands_at(facts: Facts, sets: Iterable[BandSet], value: Decimal) -> tuple[BandHit, ...]:
    """The band of each set that a value lies in; none where no branch holds."""
    found: list[BandHit] = []
    for band_set in sets:
        bands, reason = band_set.bands, None
        if not bands:
            taken = branch(facts, band_set)
            if taken is None:
                continue
            bands, reason = taken.bands, taken.otherwise
        under = [band for band in bands if band.from_ <= value]
        if under:
            found.append(hit_of(band_set, max(under, key=lambda one: one.from_), reason))
    return tuple(found)


def bands_between(
    facts: Facts, sets: Iterable[BandSet], low: Decimal, high: Decimal
) -> tuple[BandHit, ...]:
    """Every band that some of a span lies in, over all branches that may apply."""
    kept = tuple(sets)
    hits: set[BandHit] = set()
    for band_set in kept:
        for bands, reason in branches(facts, band_set):
            ends = [*(band.from_ for band in bands[1:]), None]
            hits |= {
                hit_of(band_set, band, reason)
                for band, end in zip(bands, ends, strict=True)
                if band.from_ <= high and (end is None or end > low)
            }
    return in_file_order(kept, hits)


def in_file_order(sets: Iterable[BandSet], hits: set[BandHit]) -> tuple[BandHit, ...]:
    """Hits as the file lists them.

    The words belong to the branch: a band of one name may read otherwise in another, and is
    then told once in each way.
    """
    order = (
        hit_of(band_set, band, reason)
        for band_set in sets
        for bands, reason in _lists(band_set)
        for band in bands
    )
    return tuple(dict.fromkeys(hit for hit in order if hit in hits))


def hit_of(band_set: BandSet, band: Band, reason: str | None) -> BandHit:
    """A band of a set, with the reason why its branch serves."""
    return BandHit(band_set.id, band_set.basis, band.id, band.words, reason)


def branches(facts: Facts, band_set: BandSet) -> tuple[BandList, ...]:
    """The lists of bands that may apply to these facts, with the reason of `otherwise`."""
    if band_set.bands:
        return _lists(band_set)
    taken: list[BandList] = []
    for one in band_set.choose:
        if one.when is not None and stays_unknown(facts, one.when):
            last = (other for other in band_set.choose if other.when is None)
            return (*taken, *((other.bands, other.otherwise) for other in last))
        truth = True if one.when is None else holds_in(one.when, facts)
        if truth is not False:
            taken.append((one.bands, one.otherwise))
        if truth is True:
            break
    return tuple(taken)


def _lists(band_set: BandSet) -> tuple[BandList, ...]:
    if band_set.bands:
        return ((band_set.bands, None),)
    return tuple((one.bands, one.otherwise) for one in band_set.choose)


def branch(facts: Facts, band_set: BandSet) -> Branch | None:
    """The first branch that holds; `otherwise` when none does or an earlier one may; else none."""
    for one in band_set.choose:
        truth = None if one.when is None else holds_in(one.when, facts)
        if truth is True:
            return one
        if truth is None:
            break
    return next((one for one in band_set.choose if one.when is None), None)


def branches_known(facts: Facts, sets: Iterable[BandSet]) -> bool:
    """Whether each set gives its band without a missing answer being in the way."""
    return all(
        band_set.bands or not branches(facts, band_set) or branch(facts, band_set)
        for band_set in sets
    )
