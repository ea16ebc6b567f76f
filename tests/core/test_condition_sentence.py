"""Conditions in words for staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.core.condition_sentence import condition_sentence
from screening.core.loading import load_packet
from screening.library_folder import load_folder
from tests.library_place import LIBRARY


@pytest.fixture(scope="module")
def questionnaires():
    return load_folder(LIBRARY, cases=False).questionnaires


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("{visit_reason.very_sick: yes}", "“Feels very sick now” is “Yes”"),
        (
            "{any: [{visit_reason.very_sick: no}, {visit_reason.very_sick: {missing: declined}}]}",
            "“Feels very sick now” is “No” or “Feels very sick now” has no answer "
            "(chose not to answer)",
        ),
        (
            "{all: [{any: [{visit_reason.very_sick: yes}, {phq2.mood: some_days}]}, "
            "{not: {phq2.mood: {answered: no}}}]}",
            "(“Feels very sick now” is “Yes” or “Low mood” is “On some days”) and "
            "not (“Low mood” is not answered)",
        ),
        ("{phq2.nowhere: {at_least: 3, below: 5}}", "phq2.nowhere is at least 3 and is below 5"),
        ("{phq2.phq2: {band: [raised, high]}}", "“PHQ-2 total” lies in “raised” or “high”"),
        (
            "{phq2.mood: {is_not: [some_days, not_at_all, almost_daily]}}",
            "“Low mood” is not “On some days”, “Not at all” or “Almost every day”",
        ),
        ("{other.one: {missing: any}}", "other.one has no answer (whatever the reason)"),
    ],
)
def test_a_condition_is_a_sentence(when: str, sentence: str, questionnaires) -> None:
    text = (
        "id: p\nversion: 1.0.0\ntitle: P\nentries:\n  - {questionnaire: phq2, when: " + when + "}\n"
    )
    condition = load_packet(str(Path("p.yaml")), text.encode()).entries[0].when
    assert condition is not None

    assert condition_sentence(condition, questionnaires).endswith(sentence)
