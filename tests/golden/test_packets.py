"""The four packets as the clinical decisions have them (section 4): parts, target, review."""

from __future__ import annotations

import pytest

from screening.library_folder import load_folder
from tests.library_place import LIBRARY

MOOD = ("phq2", "phq9")
# Questionnaires in the order of the table; target in minutes; whether the patient reviews.
DECIDED = {
    "intake": (
        ("visit_reason", "withdrawal_safety", "substance_use", "kratom_use", "sows16", "phq9",
         "audit_c", "own_words", "vitals", "cows"), 10, True,
    ),
    "withdrawal_check": (
        ("substance_use", "sows16", "withdrawal_safety", "vitals", "cows"), 3, False,
    ),
    "hair_visit": (("hair_history", "substance_use", *MOOD, "hair_exam", "salt"), 8, True),
    "follow_up": (
        ("visit_reason", "substance_use", "follow_up_check", "withdrawal_safety", *MOOD,
         "own_words"), 4, True,
    ),
}  # fmt: skip
IN_NO_PACKET = {"sows_gossop", "oows13", "sds", "kud", "gad2", "gad7", "entered_totals"}


@pytest.fixture(scope="module")
def library():
    return load_folder(LIBRARY, cases=False)


@pytest.mark.parametrize("name", DECIDED)
def test_a_packet_has_the_parts_the_target_and_the_review_that_were_decided(library, name) -> None:
    packet = library.packets[name]
    parts = tuple(dict.fromkeys(entry.questionnaire for entry in packet.entries))

    assert (parts, packet.minutes, packet.review) == DECIDED[name]


def test_what_belongs_in_no_packet_is_in_none(library) -> None:
    used = {entry.questionnaire for p in library.packets.values() for entry in p.entries}

    assert set(library.questionnaires) - used == IN_NO_PACKET


def test_the_intervals_are_those_of_the_decisions(library) -> None:
    kept = {
        (entry.questionnaire, entry.pages, entry.not_within_days)
        for packet in library.packets.values()
        for entry in packet.entries
        if entry.not_within_days
    }

    assert kept == {("phq9", None, 14), ("withdrawal_safety", ("pregnancy",), 28)}


def test_a_withdrawal_check_asks_last_use_and_not_the_days(library) -> None:
    asked = {
        name: [
            page
            for entry in library.packets[name].entries
            if entry.questionnaire == "substance_use"
            for page in entry.pages or ()
        ]
        for name in DECIDED
    }

    assert asked["withdrawal_check"] == ["lists", "last_use", "treatment"]
    assert asked["follow_up"] == ["lists", "days", "last_use"]
