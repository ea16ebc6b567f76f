"""How much a change of each key of a questionnaire file weighs.

scoring   the same answers now lead to something else
items     what is asked, of whom, when, or what is taken as an answer
wording   neither: what is read, where it comes from, how it is proved
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from screening.core.item import Option
from screening.core.questionnaire import (
    Computed,
    FeatureRow,
    FeatureTable,
    Finding,
    Instrument,
    Page,
    Questionnaire,
)
from screening.core.score import Band, BandSet, Branch, Caution, Line, Score

Kind = Literal["wording", "items", "scoring"]
Weights = Mapping[str, Kind | None]

WORDING: Kind = "wording"
ITEMS: Kind = "items"
SCORING: Kind = "scoring"

# None: compared part by part by difference.py. A key that is not listed weighs as scoring, so that
# one that is added to the language later is rather refused than let through.
ITEM: Weights = {
    "id": None, "options": None, "fields": None, "rated_by": None,
    "text": WORDING, "short": WORDING, "hint": WORDING, "source": WORDING,
    "min_text": WORDING, "max_text": WORDING, "unit_texts": WORDING,
    "type": ITEMS, "enable_when": ITEMS, "same_as": ITEMS, "min": ITEMS, "max": ITEMS,
    "unit": ITEMS, "units": ITEMS, "decimals": ITEMS, "precision": ITEMS, "not_after": ITEMS,
    "max_length": ITEMS, "max_rows": ITEMS,
    "points": SCORING, "when_not_asked": SCORING,
}  # fmt: skip
# An item to choose from has its points in its options, whether written there or beside them.
CHOICE_ITEM: Weights = {**ITEM, "points": None}

WEIGHTS: Mapping[type[BaseModel], Weights] = {
    Questionnaire: {
        "id": None, "version": None, "pages": None, "computed": None, "scores": None,
        "features": None, "findings": None, "cases": None, "rated_by": None, "option_sets": None,
        "title": WORDING, "short_title": WORDING, "about": WORDING, "language": WORDING,
        "instrument": None, "uses": WORDING, "summary": WORDING, "recall": ITEMS,
    },
    Instrument: dict.fromkeys(Instrument.model_fields, WORDING),
    Page: {"id": None, "items": None, "title": WORDING, "layout": WORDING},
    Option: {"id": None, "text": WORDING, "short": WORDING, "points": SCORING, "exclusive": ITEMS},
    Computed: {"id": None, "text": WORDING, "source": WORDING, "between": SCORING,
               "ratio": SCORING, "decimals": SCORING, "bands": None, "band_sets": None},
    Score: {
        "id": None, "bands": None, "band_sets": None, "lines": None,
        "title": WORDING, "source": WORDING, "cautions": None,
        "sum": SCORING, "count": SCORING, "mean": SCORING, "maximum": SCORING,
        "weighted": SCORING, "leave_out": SCORING, "range": SCORING, "decimals": SCORING,
        "missing": SCORING,
    },
    BandSet: {"id": None, "bands": None, "choose": None, "note": WORDING, "source": WORDING,
              "basis": SCORING},
    Branch: {"bands": None, "when": SCORING, "otherwise": WORDING},
    Band: {"id": None, "from_": SCORING, "text": WORDING},
    Caution: {"id": WORDING, "text": WORDING, "when": SCORING},
    Line: {"at": SCORING, "text": WORDING, "source": WORDING},
    FeatureTable: {"id": None, "rows": None, "title": WORDING, "note": WORDING},
    FeatureRow: {"id": None, "text": WORDING, "source": WORDING, "towards": SCORING,
                 "away": SCORING},
    Finding: {"id": None, "text": WORDING, "why": WORDING, "source": WORDING, "level": SCORING,
              "tell_patient": SCORING, "ask_if_unknown": SCORING, "when": SCORING},
}  # fmt: skip
