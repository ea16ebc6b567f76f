"""The starter file: sound whatever its id, and proved by its own cases."""

from __future__ import annotations

import pytest

from screening.core.loading import load_questionnaire
from screening.core.mutants import run_mutants
from screening.core.starter import is_id, starter_text


@pytest.mark.parametrize("name", ["sleep", "a", "no", "trouble", "visit", "all", "x" * 60])
def test_the_starter_file_is_sound_and_no_mistake_in_it_goes_unnoticed(name):
    text = starter_text(name)

    questionnaire = load_questionnaire(f"{name}.yaml", text.encode(), {})

    assert questionnaire.id == name
    assert questionnaire.scores[0].id == ("total" if name in ("trouble", "visit", "all") else name)
    assert [mutant.what for mutant in run_mutants(questionnaire).unnoticed] == []
    assert text.count("#") > 20


@pytest.mark.parametrize(
    "name", ["", "Sleep", "9a", "a-b", "a b", "../a", "x" * 61, "slaäp", "a\n"]
)
def test_a_name_that_could_not_stand_in_a_file_is_no_id(name):
    assert not is_id(name)
