"""The bands a score is shown with: only a published set gives a word or a shade on page 1."""

from __future__ import annotations

from decimal import Decimal

from screening.core.banding import branch
from screening.core.evaluation import Evaluation
from screening.core.facts import BandHit, Computed, Observation
from screening.core.score import Band, Banded, BandSet

RAMP = ("#f4f7f8", "#e3eaed", "#cbd8dd", "#aebfc7", "#8fa5af")  # lowest band to highest


def published_set(figure: Banded) -> BandSet | None:
    """The first band set with a published basis."""
    return next((band_set for band_set in figure.sets if band_set.basis == "published"), None)


def active_bands(evaluation: Evaluation, band_set: BandSet) -> tuple[Band, ...]:
    """The bands that apply here, lowest first; of a `choose`, those of the case that is met.

    None when no case is met and nothing stands for the rest.
    """
    taken = None if band_set.bands else branch(evaluation, band_set)
    bands = taken.bands if taken else band_set.bands
    return tuple(sorted(bands, key=lambda band: band.from_))


def band_hit(observation: Observation | Computed, band_set: BandSet | None) -> BandHit | None:
    """The band the value lies in, of this set."""
    if band_set is None:
        return None
    return next((hit for hit in observation.bands if hit.set_id == band_set.id), None)


def edges(bands: tuple[Band, ...], low: Decimal, high: Decimal, decimals: int) -> list[Decimal]:
    """Where each band begins on the scale, and the scale's end.

    An edge lies half a step below its cut-off, so that the cut-off itself stands in its band.
    """
    half = Decimal(1).scaleb(-decimals) / 2
    starts = [max(low, band.from_ - half) for band in bands]
    return [low, *starts[1:], high] if starts else [low, high]


def upper_ends(bands: tuple[Band, ...], high: Decimal, decimals: int) -> list[Decimal]:
    """The highest value of each band."""
    if not bands:
        return []
    step = Decimal(1).scaleb(-decimals)
    return [*(band.from_ - step for band in bands[1:]), high]


def fill(place: int, number: int) -> str:
    """The shade of a band: the ramp spread over however many there are."""
    return RAMP[0] if number < 2 else RAMP[round(place * (len(RAMP) - 1) / (number - 1))]
