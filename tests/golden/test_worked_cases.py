"""Every worked case of the clinical dossier, with figures from the published sources.

Each of the 159 runs in this process and through the command line. Those of shipped questionnaires
also run through a submitted form: tests/web/test_worked_cases_in_forms.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from screening.cli import cli
from screening.core.documents import parse_json, read_document
from screening.core.evaluation import Evaluation
from screening.core.result_json import dump, result_json
from tests.golden.worked_cases import COUNTS, ROWS, TARGETS, TINY, Row, check, document, loaded
from tests.library_place import LIBRARY, ROOT

IN_PROCESSES = (
    "cows-C24", "cows-CMISS", "cows_pulse-P101", "sows16-S21", "hair_pull_2017-PU3",
    "ldq-LPRO", "salt-T24_8", "modified_wash_test-W1", "kud_dsm5-KSUP", "isi_total_entry-IS22",
)  # fmt: skip
BY_NAME = {str(row): row for row in ROWS}


def named(row: Row) -> str:
    """A shipped questionnaire by its id, any other by its path."""
    return str(row.target.path) if row.target.folder == TINY else row.target.questionnaire


def test_no_row_of_the_dossier_is_left_out():
    assert Counter(row.instrument for row in ROWS) == COUNTS
    assert len(ROWS) == len(BY_NAME) == 159
    assert set(TARGETS) == set(COUNTS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_worked_case_comes_out_as_published(row):
    questionnaire = loaded(row.target)
    answers = read_document(questionnaire, document(row))

    result = result_json(Evaluation(questionnaire, answers))

    check(row, json.loads(dump(result)))


@pytest.fixture(scope="module")
def shelves(tmp_path_factory):
    """A folder for each target: the command reads its whole folder, and 159 times that is long.

    Those that run on the whole library have processes of their own, below.
    """
    found = {}
    for target in TARGETS.values():
        if target.path not in found:
            found[target.path] = folder = tmp_path_factory.mktemp(target.questionnaire)
            for name in (target.questionnaire, "references"):
                if (path := target.folder / f"{name}.yaml").exists():
                    (folder / path.name).write_bytes(path.read_bytes())
    return found


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_worked_case_comes_out_as_published_by_the_command_line(row, shelves, monkeypatch):
    monkeypatch.setenv("SCREENING_QUESTIONNAIRES", str(shelves[row.target.path]))
    given = json.dumps(document(row))

    name = row.target.questionnaire
    done = CliRunner().invoke(cli, ["score", name, "--answers", "-", "--json"], given)

    assert done.exit_code == 0, done.output
    check(row, json.loads(done.stdout))


@pytest.mark.parametrize("name", IN_PROCESSES)
def test_a_worked_case_comes_out_as_published_in_a_process_of_its_own(name, tmp_path):
    row = BY_NAME[name]
    file = Path(tmp_path / "answers.json")
    file.write_text(json.dumps(document(row)), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "screening.cli", "score", named(row), "--answers", str(file),
         "--json"],
        cwd=ROOT, env={**os.environ, "SCREENING_QUESTIONNAIRES": str(LIBRARY)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    check(row, json.loads(done.stdout))


@pytest.mark.parametrize("case_id", ["PO6", "PO7"])
def test_the_share_of_the_older_pull_rule_is_computed_in_the_shipped_examination(case_id):
    row = BY_NAME[f"hair_pull_10pct-{case_id}"]
    questionnaire = loaded(TARGETS["hair_pull_2017"])
    given = {f"crown_{name}": str(value) for name, value in row.given.items()}

    result = Evaluation(questionnaire, read_document(questionnaire, given)).result

    (share,) = (one for one in result.computed if one.code == "crown_percent")
    assert share.value == Decimal(row.total)


def test_pulse_points_are_refused_as_an_answer():
    questionnaire = loaded(TARGETS["cows"])

    with pytest.raises(Exception, match="pulse: Enter a whole number from 20 to 250"):
        read_document(questionnaire, parse_json('{"pulse": 1}'))
