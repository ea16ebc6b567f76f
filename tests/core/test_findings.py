"""What a finding says it rests on: of a checklist, the ticked options that its condition names."""

from __future__ import annotations

import pytest

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.moments import read_moment

VISIT = read_moment("2026-11-19T09:30")
MANY = ["yellow", "dark_urine", "bleeding", "fever", "wounds", "drowsy"]
QUIET = {
    "urgent_signs": ["none"],
    "changes": ["none"],
    "self_harm": ["none"],
    "pregnancy": ["none"],
}


def reasons(questionnaire, document):
    """By finding, the answers it rests on: item and words."""
    evaluation = Evaluation(questionnaire, read_document(questionnaire, document, visit=VISIT))
    return {
        found.code: [(part.ref, part.words) for part in found.evidence]
        for found in evaluation.findings
    }


def test_only_ticked_options_that_the_condition_names_are_told(shipped):
    street = {"substance_use.street_opioids": ["heroin", "tramadol"]}

    told = reasons(shipped("withdrawal_safety"), {**QUIET, "recent_signs": MANY, **street})

    assert told["liver_signs"] == [("recent_signs", "Yellow eyes or skin, Dark pee")]
    assert told["wounds"] == [
        ("recent_signs", "Wounds that do not heal"),
        ("substance_use.street_opioids", "heroin"),
    ]


def test_two_tests_of_one_checklist_are_told_together_in_the_order_of_the_answer(shipped):
    told = reasons(shipped("withdrawal_safety"), {**QUIET, "recent_signs": MANY})

    assert told["liver_signs_now"] == [
        (
            "recent_signs",
            "Yellow eyes or skin, Dark pee, Bleeding or bruises for no clear reason",
        )
    ]


def test_a_branch_that_does_not_hold_names_nothing(shipped):
    """Drowsiness is ticked, but 7-OH with a sedative rests on the two products."""
    products = {"substance_use.shop_products": ["kratom", "seven_oh", "phenibut"]}
    document = {**QUIET, "recent_signs": ["fever", "itch"], **products}

    told = reasons(shipped("withdrawal_safety"), document)

    assert told["seven_oh_risk"] == [("substance_use.shop_products", "seven oh, phenibut")]


@pytest.mark.parametrize(
    ("signs", "colour", "told"),
    [
        (["itch"], "blue", "Itch"),  # the condition names rash, which is not ticked
        (["none"], "blue", "None of these"),
    ],
)
def test_where_no_ticked_option_is_named_all_are_told(tiny, signs, colour, told):
    found = reasons(tiny("operators"), {"count": "3", "colour": colour, "signs": signs})

    assert ("signs", told) in found["nested"]


def test_the_recorded_reason_says_no_more(shipped):
    questionnaire = shipped("withdrawal_safety")
    answers = read_document(questionnaire, {**QUIET, "recent_signs": MANY}, visit=VISIT)

    because = {f.code: f.because for f in Evaluation(questionnaire, answers).findings}

    assert (
        because["liver_signs"] == "“Signs in the past 2 weeks” is “Yellow eyes or skin, Dark pee”"
    )
