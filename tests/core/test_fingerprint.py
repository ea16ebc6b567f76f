"""The fingerprint of a wording: the same texts give the same one, and any change another."""

from __future__ import annotations

import hashlib

import pytest

from screening.core.fingerprint import fingerprint, texts_of
from screening.core.loading import load_questionnaire

TEXT = """\
id: read
version: 1.0.0
title: Read aloud
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
option_sets:
  yes_no: [{id: yes, text: "Yes"}, {id: no, text: "No"}]
pages:
  - id: one
    title: One
    items:
      - {id: a, text: Asleep, hint: At night, short: Sl., type: choice, options: yes_no}
      - {id: s, text: Pain, type: scale, min: 0, max: 10, min_text: None, max_text: Worst}
      - {id: r, text: Doses, type: rows, fields: [{id: f, text: Form, type: text}]}
"""


def test_a_fingerprint_is_the_sha_256_of_the_texts_each_ended_by_a_zero_byte():
    by_hand = hashlib.sha256("Schläfst du?\0Ja\0".encode()).hexdigest()

    assert fingerprint(["Schläfst du?", "Ja"]) == by_hand


@pytest.mark.parametrize(
    "other",
    [["one", "two three"], ["one two", "three", "four"], ["one two"], ["one  two", "three"]],
)
def test_a_word_that_moves_comes_or_goes_gives_another_fingerprint(other):
    assert fingerprint(other) != fingerprint(["one two", "three"])


def test_what_is_read_of_each_item_counts_in_order_and_labels_of_ours_do_not():
    questionnaire = load_questionnaire("read.yaml", TEXT.encode())

    assert list(texts_of(questionnaire)) == [
        "Asleep", "At night", "Yes", "No", "Pain", "None", "Worst", "Doses", "Form",
    ]  # fmt: skip
