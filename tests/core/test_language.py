"""What the language must be able to say: each need has a definition, and its cases hold."""

from __future__ import annotations

import pytest

from screening.core.cases import run_case
from screening.core.mutants import run_mutants
from tests.definition_rows import FOLDER, NAMES, NEEDS, filled, load

# Those of the dossier have the dossier's cases only; the others of them have tests of their own.
THIN = {
    "audit_c", "dast10", "durations", "gates", "hair_check", "kud", "mean_maximum",
    "points_from_numbers", "ratio", "rows_any", "salt", "uses_other",
}  # fmt: skip


def test_every_small_definition_is_listed_with_what_it_stands_for() -> None:
    files = (path.stem for path in FOLDER.glob("*.yaml"))
    assert sorted(NAMES) == sorted(stem for stem in files if "." not in stem)  # no translations
    assert all(NEEDS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_is_sound_and_each_of_its_cases_holds(name: str) -> None:
    questionnaire = load(name)

    assert questionnaire.cases
    for case in questionnaire.cases:
        assert run_case(questionnaire, case).mismatches == (), case.id


@pytest.mark.parametrize("name", [name for name in NAMES if name not in THIN])
def test_no_mistake_in_a_definition_goes_unnoticed(name: str) -> None:
    assert [mutant.what for mutant in run_mutants(load(name)).unnoticed] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_filling_answers_all_that_is_asked(name: str) -> None:
    one = filled(name)

    assert one.evaluation.asked()
