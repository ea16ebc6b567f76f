"""The way through a packet where two questionnaires ask the same: once, wherever it is asked."""

from __future__ import annotations

import pytest

from screening.core.answers import Answer, Missing
from screening.core.loading import load_packet, load_questionnaire
from screening.core.moments import read_moment
from screening.web.course import Course

HEAD = """
version: 1.0.0
title: Made up
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets: {yes_no: [{id: yes, text: "Yes"}, {id: no, text: "No"}]}
pages:
  - id: only
    title: Only
    items:
"""
FIRST = f"""id: first{HEAD}
      - {{id: gate, text: Gate, type: choice, options: yes_no}}
      - {{id: smoke, text: Smoke, type: choice, options: yes_no, enable_when: {{gate: yes}}}}
"""
SECOND = f"""id: second{HEAD}
      - {{id: smoking, text: Smoking, type: choice, options: yes_no, same_as: first.smoke}}
      - {{id: much, text: Much, type: choice, options: yes_no, enable_when: {{smoking: yes}}}}
"""
PACKET = b"""id: both
version: 1.0.0
title: Both
entries: [{questionnaire: first}, {questionnaire: second}]
"""
QUESTIONNAIRES = {
    name: load_questionnaire(f"{name}.yaml", text.encode())
    for name, text in (("first", FIRST), ("second", SECOND))
}
Given = dict[str, str]


def asked(first: Given, second: Given) -> list[str]:
    """The patient's questions after these answers; an empty one was declined."""
    given = {
        name: {i: Answer(i, v) if v else Missing(i, "declined") for i, v in answers.items()}
        for name, answers in (("first", first), ("second", second))
    }
    packet = load_packet("packets/both.yaml", PACKET)
    course = Course(packet, QUESTIONNAIRES, given, read_moment("2026-11-18T10:00"))
    return [ref for stop in course.stops for ref in stop.refs]


@pytest.mark.parametrize(
    ("first", "second", "stops"),
    [
        ({}, {}, ["first.gate"]),
        ({"gate": "yes"}, {}, ["first.gate", "first.smoke"]),
        ({"gate": "yes", "smoke": "no"}, {}, ["first.gate", "first.smoke"]),
        (
            {"gate": "yes", "smoke": "yes"},
            {},
            ["first.gate", "first.smoke", "second.much"],  # what hangs on the twin opens
        ),
        (
            {"gate": "yes", "smoke": ""},
            {},
            ["first.gate", "first.smoke"],
        ),  # declined once is enough
        # Skipped by right over there, the question is still this questionnaire's own.
        ({"gate": "no"}, {}, ["first.gate", "second.smoking"]),
        ({"gate": "no"}, {"smoking": "yes"}, ["first.gate", "second.smoking", "second.much"]),
    ],
)
def test_a_question_is_asked_once_and_what_hangs_on_it_opens(
    first: Given, second: Given, stops: list[str]
) -> None:
    assert asked(first, second) == stops
