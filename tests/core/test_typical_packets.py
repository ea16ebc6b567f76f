"""The typical visits of the shipped packets, counted by hand with the decisions' own figures.

The clinical decisions (section 4) name for each packet what its patient is asked, and how many
seconds each kind of question takes. What is expected here comes from that table and that list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from screening.core.effort import SECONDS, UNWELL
from screening.core.library import Library
from screening.core.packet import TypicalAnswer
from screening.core.typical_visit import TypicalVisit, typical_visit
from screening.library_folder import load_folder

# "About 7 s for a scale item, 8 s yes/no, 14 s checklist, 18 s date or number, 45 s product row,
# 30 s text; half more when unwell."
SECTION_4 = {
    "scale item": 7,
    "yes or no": 8,
    "checklist": 14,
    "date or number": 18,
    "product row": 45,
    "text": 30,
}
GRID_ROW_S = 5  # the house's own; section 4 gives the target "with the grid" and no figure for it
TARGETS = {"intake": 10, "withdrawal_check": 3, "hair_visit": 8, "follow_up": 4}

# questionnaire: questions that the table counts, and those that the typical visit is asked
COUNTS = {
    "withdrawal_check": {
        "substance_use": (3 + 1, 4 + 1),  # the third checklist: alcohol, sedatives, stimulants
        "sows16": (16, 16),
        "withdrawal_safety": (1 + 1, 1 + 1),
    },
    "follow_up": {
        "visit_reason": (2, 2),
        "substance_use": (5, 5),
        "follow_up_check": (2 + 1 + 2, 5),
        "withdrawal_safety": (1, 1),
        "phq2": (3, 3),
        "own_words": (1, 1),
    },
    "intake": {
        "visit_reason": (1 + 2, 3),  # "first question: do you feel very sick right now?"
        "withdrawal_safety": (4, 5),  # pregnancy, which rests for 28 days afterwards
        "substance_use": (14, 14),
        "kratom_use": (6, 6),
        "phq9": (9, 9),
        "audit_c": (3, 4),  # the sex, which its cut depends on
        "own_words": (1, 1),
    },
    # Of the hair history's 24, two are the table's "month of kratom start, stop, change".
    "hair_visit": {"hair_history": (24, 24 - 2), "substance_use": (4, 3 + 2), "phq2": (3, 3)},
}

# kind of question: how many of them
KINDS: Mapping[str, Mapping[str, int]] = {
    "withdrawal_check": {
        "checklist": 3 + 1 + 1,  # substances; safety; self-harm
        "date or number": 1,  # the last use of what is ticked
        "scale item": 1,  # the treatment medicine: none
        "grid row": 16,
    },
    "follow_up": {
        "yes or no": 2 + 2,  # gates; overdose, naloxone
        "checklist": 3 + 1 + 1 + 1,  # substances; why a dose was missed; side effects; safety
        "date or number": 2 + 1,  # days of 7 and last use; doses missed
        "scale item": 3,  # PHQ-2 and item 9
        "text": 1,
    },
    "intake": {
        "yes or no": 2 + 3,  # very sick, hair; injecting, overdose, naloxone
        "checklist": 1 + 5 + 3 + 1 + 4,  # reasons; safety; substances; blockers; kratom
        "date or number": 2 + 1 + 2,  # last uses; days of 7; dose and last dose
        "product row": 1,
        "scale item": 1 + 2 + 9 + 4,  # treatment medicine; kratom; PHQ-9; drinking
        "text": 1,
    },
    "hair_visit": {
        "yes or no": 1 + 5 + 1,  # hair loss; health and styling; risk of infection
        "checklist": 2 + 5 + 3,  # events and medicines before; signs; substances
        "date or number": 1 + 2 + 1,  # onset; an event and a medicine; kratom
        "scale item": 4 + 1 + 3,  # onset, pattern, shedding; kratom; PHQ-2 and item 9
        "text": 1,
    },
}
EXPECTED_S = {"withdrawal_check": 175, "follow_up": 221, "intake": 513, "hair_visit": 354}


@pytest.fixture(scope="module")
def shipped_library() -> Library:
    return load_folder(Path(__file__).resolve().parents[2] / "questionnaires", cases=False)


def visit_of(library: Library, name: str, **more: str) -> TypicalVisit:
    """The typical visit of a shipped packet, with further answers: owner__item=option."""
    packet = library.packets[name]
    added = [(ref.replace("__", "."), word) for ref, word in more.items()]
    replaced = {ref for ref, _ in added}
    named = [one for one in packet.typical or () if one.item not in replaced]
    named += [TypicalAnswer(item=ref, answer=(word,)) for ref, word in added]
    visit = typical_visit(
        packet.model_copy(update={"typical": tuple(named)}), library.questionnaires
    )
    assert visit is not None
    return visit


def by_hand(kinds: Mapping[str, int]) -> int:
    return sum({**SECTION_4, "grid row": GRID_ROW_S}[kind] * n for kind, n in kinds.items())


def test_the_seconds_of_each_kind_are_those_of_the_decisions() -> None:
    assert {**SECTION_4, "grid row": GRID_ROW_S} == dict(SECONDS)
    assert UNWELL == 1.5


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_typical_visit_is_asked_what_the_table_counts(
    shipped_library: Library, name: str
) -> None:
    visit = visit_of(shipped_library, name)
    asked = Counter(ref.partition(".")[0] for ref in _patients(shipped_library, visit))
    if name == "hair_visit":
        asked.subtract(hair_history=2)
        asked.update(substance_use=2)

    assert dict(asked) == {owner: ours for owner, (_, ours) in COUNTS[name].items()}
    assert visit.way.questions["patient"] == sum(KINDS[name].values()) == asked.total()
    assert visit.never_asked == ()


def _patients(library: Library, visit: TypicalVisit) -> list[str]:
    held = library.questionnaires
    refs = ((ref, *ref.split(".")) for ref in visit.way.asked)
    return [
        ref for ref, owner, item in refs
        if held[owner].rater(held[owner].item(item)) != "clinician"
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_typical_visit_keeps_the_target_by_the_decisions_own_seconds(
    shipped_library: Library, name: str
) -> None:
    visit = visit_of(shipped_library, name)

    assert dict(visit.way.kinds["patient"]) == KINDS[name]
    assert visit.way.seconds["patient"] == by_hand(KINDS[name]) == EXPECTED_S[name]
    assert visit.packet.minutes == TARGETS[name]
    assert EXPECTED_S[name] <= 60 * TARGETS[name]
    assert visit.keeps_exactly


def test_questions_apart_from_the_tables_count_are_these_alone() -> None:
    """Three more than it counts, and one that is counted in another place."""
    apart = {
        (packet, owner): ours - table
        for packet, rows in COUNTS.items()
        for owner, (table, ours) in rows.items()
        if ours != table
    }

    assert apart == {
        ("withdrawal_check", "substance_use"): 1,
        ("intake", "withdrawal_safety"): 1,
        ("intake", "audit_c"): 1,
        ("hair_visit", "hair_history"): -2,
        ("hair_visit", "substance_use"): 1,
    }


# What other patients of a withdrawal check are asked beside it, and what that comes to.
NEIGHBOURS: list[tuple[dict[str, str], Mapping[str, int], int, Any]] = [
    # A street opioid: when it was, and whether in the last 3 days; 3.05 minutes.
    (
        {"substance_use__street_opioids": "fentanyl", "substance_use__shop_products": "none"},
        {"yes or no": 1},
        183,
        (True, False),
    ),
    # On treatment: its dose and the last one, where the table has one question; 3.5 minutes.
    (
        {"substance_use__treatment_medicine": "buprenorphine"},
        {"date or number": 2},
        211,
        (False, False),
    ),
]


@pytest.mark.parametrize(("more", "asked", "seconds", "kept"), NEIGHBOURS)
def test_a_withdrawal_check_is_close_to_its_target(
    shipped_library: Library,
    more: dict[str, str],
    asked: Mapping[str, int],
    seconds: int,
    kept: tuple[bool, bool],
) -> None:
    visit = visit_of(shipped_library, "withdrawal_check", **more)

    kinds = Counter(KINDS["withdrawal_check"]) + Counter(asked)
    assert Counter(visit.way.kinds["patient"]) == kinds
    assert visit.way.seconds["patient"] == by_hand(kinds) == seconds
    assert (visit.keeps_target, visit.keeps_exactly) == kept
