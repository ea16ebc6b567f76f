"""Why something was not assessed: a short list, and own words."""

from __future__ import annotations

from collections.abc import Mapping

OWN = "other"  # the reason that is said in own words
REASONS: Mapping[str, str] = {
    "could_not": "patient could not",
    "did_not_want": "patient did not want it",
    "no_time": "no time",
    "no_equipment": "no equipment at hand",
    "not_needed": "not needed at this visit",
    OWN: "another reason",
}
WORDS_AT_MOST = 120  # characters
