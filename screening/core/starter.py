"""The first file of a new questionnaire: small, sound, and explained line by line."""

from __future__ import annotations

import json
import re

from screening.core.checks.names import RESERVED
from screening.core.scalars import NAME

LONGEST_ID = 60
_ITEMS = frozenset({"trouble", "how_often", "in_own_words"})

_HEAD = """\
# yaml-language-server: $schema=../static/questionnaire.schema.json
# Change what stands here, then run `./run screening check @ID@.yaml` until it finds nothing.
# With --mutants it also names the mistakes that none of your worked cases would notice.

"""
_TEXT = """\
id: @ID@                  # small letters, digits and _; it never changes again
version: 1.0.0            # wording = last number, items = middle number, scoring = first number
title: @TITLE@
about: What this questionnaire is for, in one or two sentences.
rated_by: patient         # patient, clinician or either; an item may say otherwise
recall: past 7 days       # the time that the questions are about

instrument:               # a published scale also has name, authors, year, citation and doi
  wording: own            # own, adapted or published
  licence: own work       # why you may use the wording
  used_for: [what it is used for]
  evidence: {grade: none, note: Nobody has tested these questions yet.}
  # reviewed_by: the clinician who has checked points, bands and findings

option_sets:              # answers that several items share; points are what scores add up
  frequency:
    - {id: never, text: "Never", points: 0}
    - {id: sometimes, text: "Sometimes", points: 1}
    - {id: often, text: "Often", points: 3}

pages:                    # a patient meets one item at a time, in this order
  - id: first
    title: First page
    items:
      - id: trouble
        text: How often did it trouble you?
        short: Trouble    # the label on paper
        type: choice      # or choices, integer, quantity, scale, date, date_time, text, rows
        options: frequency
      - id: how_often
        text: How often did it keep you from doing what you wanted?
        short: Kept from doing things
        type: choice
        options: frequency
        enable_when: {trouble: {is_not: never}}   # otherwise it is not asked ...
        when_not_asked: 0                         # ... and counts as 0
      - id: in_own_words
        text: Is there anything you want to add?
        short: In own words
        type: text
        max_length: 500

scores:
  - id: @SCORE@
    title: Total
    sum: [trouble, how_often]   # or count, mean, maximum, weighted
    range: [0, 6]               # must be what the items allow
    source: {none: House rule. Say here where the points come from.}
    bands:                      # each band is named by its lowest value; without a published basis
                                # it is told on page 2 of a summary and not beside the number
      - {from: 0, id: low, text: Low}
      - {from: 4, id: raised, text: Raised}

findings:                 # what a clinician must see
  - id: often_kept_from_things
    level: within_28_days # now, before_leaving, within_7_days, within_28_days or note
    when: {how_often: often}
    text: Often kept from doing things
    why: Say here what the clinician can do about it.
    source: {none: House rule. Say here who decided it.}

cases:                    # worked by hand; every one must come out before the file is used
  - id: nothing           # both edges of each band need a case
    answers: {trouble: never}
    expect: {scores: {@SCORE@: {value: 0, band: low}}, findings: []}
    source: worked by hand
  - id: just_low
    answers: {trouble: often, how_often: never}
    expect: {scores: {@SCORE@: {value: 3, band: low}}, findings: []}
    source: worked by hand
  - id: just_raised
    answers: {trouble: often, how_often: sometimes}
    expect: {scores: {@SCORE@: {value: 4, band: raised}}, findings: []}
    source: worked by hand
  - id: often_kept
    answers: {trouble: sometimes, how_often: often}
    expect:
      scores: {@SCORE@: {value: 4, band: raised}}
      findings: {often_kept_from_things: within_28_days}
    source: worked by hand
  - id: no_answer         # without an answer there is no total, and nobody guesses one
    answers: {trouble: often, how_often: {missing: declined}}
    expect: {scores: {@SCORE@: {incomplete: [how_often], possible: [3, 6]}}, findings: []}
    source: worked by hand
"""


def is_id(text: str) -> bool:
    """Whether a questionnaire may be called so."""
    return re.fullmatch(NAME, text, re.ASCII) is not None and len(text) <= LONGEST_ID


def starter_text(questionnaire_id: str, title: str = "", *, checked_by_hand: bool = True) -> str:
    """The file, ready to be checked.

    questionnaire_id   as is_id takes it
    title              in one line; left empty it is made of the id
    checked_by_hand    begins by saying how a file is checked; the editor does that by itself
    """
    # One total is named like its questionnaire, unless the name already means something else.
    taken = questionnaire_id in _ITEMS | RESERVED
    told = title or questionnaire_id.replace("_", " ").capitalize()
    text = _HEAD + _TEXT if checked_by_hand else _TEXT
    return (
        text.replace("@SCORE@", "total" if taken else questionnaire_id)
        .replace("@ID@", questionnaire_id)
        .replace("@TITLE@", json.dumps(told, ensure_ascii=False))
    )
