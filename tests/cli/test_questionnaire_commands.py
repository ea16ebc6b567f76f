"""questionnaire publish, diff, export, simulate, and new, run as people run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from screening.core.loading import load_questionnaire
from screening.core.result_json import dump
from screening.core.starter import starter_text
from tests.cli.running import run

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "questionnaires"
COWS = (SHIPPED / "cows.yaml").read_text(encoding="utf-8")
USING = """\
id: using
version: 1.0.0
title: Using
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
uses: [sleep.in_own_words]
pages:
  - id: one
    title: One
    items:
      - {id: more, text: More, type: text, enable_when: {sleep.in_own_words: {answered: yes}}}
"""
SCORED = ('text: "Drops of sweat on brow or face", points: 3', 'text: "Drops", points: 4')


def read(*words: str) -> Any:
    done = run("questionnaire", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def changed(folder: Path, text: str, *pairs: tuple[str, str], name: str = "new.yaml") -> Path:
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_diff_tells_the_meaning_the_text_and_the_version_that_is_asked_for(tmp_path):
    assert SCORED[0] in COWS
    new = changed(tmp_path, COWS, SCORED)

    found = read("diff", "cows", str(new), "--json")
    plain = run("questionnaire", "diff", "cows", str(new)).stdout

    assert (found["step"], found["least_version"]) == ("major", "3.0.0")
    kinds = [change["kind"] for change in found["changes"]]
    assert kinds == ["scoring", "wording"]  # what weighs most stands first
    assert "`points` was “3” and is “4”" in found["changes"][0]["sentence"]
    assert found["changes"][0]["where"] == "item sweating, option drops"
    assert '\n+          - {id: drops, text: "Drops", points: 4}' in found["text"]
    assert plain.startswith(f"scoring: {found['changes'][0]['sentence']}\n")
    assert found["text"] in plain


def test_diff_of_a_file_with_itself_asks_for_nothing():
    found = read("diff", "cows", str(SHIPPED / "cows.yaml"), "--json")

    assert found["old"] == found["new"]
    assert (found["changes"], found["text"], found["step"]) == ([], "", None)
    assert found["least_version"] == found["old"]["version"]


def test_diff_of_an_unknown_id_says_what_there_is():
    done = run("questionnaire", "diff", "cows", "cowz")

    assert done.returncode == 1
    assert "cows" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["cows", "hair_history", "kratom_use", "vitals"])
def test_an_exported_definition_reads_as_the_same_definition(name):
    found = read("export", name)

    data = (SHIPPED / f"{name}.yaml").read_bytes()
    before = load_questionnaire(name, data, cases=False)
    after = load_questionnaire(name, dump_again(found["definition"]), cases=False)
    assert found["sha256"] == before.sha256
    assert after.model_dump() == before.model_dump()


def dump_again(definition: Any) -> bytes:
    return dump(definition).encode()


def test_simulate_reports_scores_paths_minutes_and_reading_grade():
    found = read("simulate", "sows16", "--sets", "60", "--seed", "4", "--json")

    (score,) = found["scores"]
    assert sum(row["sets"] for row in score["histogram"]) + score["incomplete"] == 60
    assert found["paths"]["longest"]["count"] == 16
    assert found["items_never"] == []
    assert found["minutes"]["patient"]["least"] == 1.9  # 16 scale items of 7 s
    assert found["reading"]["grade"] < 9
    assert len(found["reading"]["items"]) == 16


def test_simulate_draws_a_bar_for_each_value():
    done = run("questionnaire", "simulate", "sows16", "--sets", "40")

    assert done.returncode == 0
    assert "#" in done.stdout
    assert "Bands never reached: " in done.stdout


def test_simulate_counts_the_screens_of_a_packet():
    found = read("simulate", "intake", "--sets", "20", "--json")

    entries = {one["questionnaire"]: one["sets"] for one in found["entries"]}
    assert entries["visit_reason"] == 20
    assert 0 < entries["kratom_use"] < 20  # its gate is open in some of them
    assert found["screens"]["patient"]["most"] > 16
    assert found["minutes_unwell"]["patient"]["most"] > found["minutes"]["patient"]["most"]


def test_simulate_takes_a_packet_with_the_questionnaires_beside_it_and_holds_it_to_its_minutes():
    path = str(ROOT / "tests" / "definitions" / "paged" / "packets" / "first.yaml")

    done = run("questionnaire", "simulate", path, "--sets", "60")

    assert done.returncode == 0
    assert "  health (now, seen): in 60 of them\n" in done.stdout
    assert "What follows is of the 30 random visits with 1 to 3 ticks" in done.stdout
    assert "an assumption without a source" in done.stdout
    assert "Questions, patient: 2 to 7, " in done.stdout
    assert "Screens, clinician: 1 to 1, " in done.stdout
    assert "Items never asked: none\nBands never reached: none\n" in done.stdout
    assert "Target, patient: 0.5 minutes, held to nothing: write `typical`" in done.stdout
    assert "passed over" not in done.stdout


def test_simulate_holds_a_packet_to_its_minutes_by_its_typical_visit():
    done = run("questionnaire", "simulate", "withdrawal_check", "--sets", "8")

    assert (
        "Typical visit: No, none of these or the least, but for\n"
        "  substance_use.shop_products: kratom\n"
        "Typical visit, patient: 23 questions on 8 screens, 2.9 minutes\n"
        "  1 x scale item (7 s), 16 x grid row (5 s), 5 x checklist (14 s), "
        "1 x date or number (18 s): 175 s\n"
    ) in done.stdout
    assert "Typical visit, patient, when unwell: 4.4 minutes\n" in done.stdout
    assert "Target, patient: 2.9 minutes, target 3: kept; random visits take up to" in done.stdout


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("street_opioids, answer: fentanyl", "3.1 minutes, target 3: kept (to the whole minute);"),
        ("treatment_medicine, answer: methadone", "3.2 minutes, target 3: kept (to the whole"),
        ("shop_products, answer: [kratom, seven_oh, kava]", "3.5 minutes, target 3: NOT kept;"),
        ("kratom_last_use, answer: 3", "is neither a choice nor a number"),
    ],
)
def test_another_typical_visit_is_another_verdict(tmp_path, answer, says):
    packet = SHIPPED / "packets" / "withdrawal_check.yaml"
    head = packet.read_text(encoding="utf-8").partition("typical:")[0]
    (tmp_path / "packets").mkdir()
    path = changed(tmp_path / "packets", f"{head}typical:\n  - {{item: substance_use.{answer}}}\n")

    found = run("questionnaire", "simulate", str(path), "--sets", "8")

    assert says in found.stdout + found.stderr


def test_simulate_tells_the_typical_visit_as_json():
    found = read("simulate", "follow_up", "--sets", "8", "--json")

    typical = found["typical"]
    assert typical["answers"][1] == {"item": "follow_up_check.doses_missed", "answer": ["1"]}
    assert (typical["questions"]["patient"], typical["screens"]["patient"]) == (17, 18)
    assert (typical["seconds"]["patient"], typical["minutes"]["patient"]) == (221, 3.7)
    assert typical["kinds"]["patient"]["checklist"] == 6
    assert found["target"] == {"minutes": 4, "kept": True, "kept_exactly": True}


def test_new_writes_a_file_that_passes_the_check_and_never_writes_over_one(tmp_path):
    first = run("new", "sleep", cwd=tmp_path)
    text = (tmp_path / "sleep.yaml").read_text(encoding="utf-8")
    checked = run("check", str(tmp_path / "sleep.yaml"), "--mutants")
    again = run("new", "sleep", cwd=tmp_path)

    assert (first.returncode, checked.returncode, again.returncode) == (0, 0, 1)
    assert "sleep.yaml" in again.stderr
    assert "Traceback" not in again.stderr
    assert (tmp_path / "sleep.yaml").read_text(encoding="utf-8") == text
    assert checked.stdout.endswith("sleep.yaml: sound, 5 cases\n")


def test_new_refuses_a_name_that_is_no_id(tmp_path):
    done = run("new", "../Sleep", cwd=tmp_path)

    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_publish_against_a_file_only_tries(tmp_path):
    reworded = changed(tmp_path, COWS, ("title: Clinical Opiate", "title: The Clinical Opiate"))
    later = changed(tmp_path, reworded.read_text(encoding="utf-8"),
                    ("version: 2.0.0", "version: 2.0.1"), name="later.yaml")  # fmt: skip
    against = ("--against", str(SHIPPED / "cows.yaml"))

    same = run("questionnaire", "publish", str(reworded), *against)
    fine = run("questionnaire", "publish", str(later), *against)

    assert same.returncode == 1
    assert same.stderr.startswith(f"{reworded}:3:10: Version 2.0.0 does not come after 2.0.0")
    assert (fine.returncode, fine.stderr) == (0, "cows 2.0.1 could be published.\n")


@pytest.mark.parametrize("words", [("publish",), ("diff", "cows"), ("export",), ("simulate",)])
def test_a_file_that_is_not_there_ends_with_1_and_a_sentence(words, tmp_path):
    done = run("questionnaire", *words, str(tmp_path / "gone.yaml"), SCREENING_DATA=str(tmp_path))

    assert done.returncode == 1
    assert "gone.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """A database of its own, with its tables."""
    environ = {"SCREENING_DATA": str(tmp_path / "data")}
    done = run("database", "upgrade", **environ)
    assert done.returncode == 0, done.stderr
    return environ


def publish(path: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run("questionnaire", "publish", str(path), **environ)


def test_publish_takes_a_sound_file_once(tmp_path, installation):
    path = changed(tmp_path, starter_text("sleep"))

    first, again = publish(path, installation), publish(path, installation)

    assert (first.returncode, first.stderr) == (0, "sleep 1.0.0 is in use now.\n")
    assert (again.returncode, again.stderr) == (0, "sleep 1.0.0 is in use already.\n")


def test_publish_refuses_a_file_that_is_not_sound(tmp_path, installation):
    path = changed(tmp_path, starter_text("sleep"), ("range: [0, 6]", "range: [0, 7]"))

    refused = publish(path, installation)

    assert refused.returncode == 1
    assert "allow 0 to 6, not 0 to 7" in refused.stderr


def test_publish_refuses_a_step_that_is_too_small_with_what_was_changed(tmp_path, installation):
    text = starter_text("sleep")
    level = ("within_28_days", "note")
    assert publish(changed(tmp_path, text), installation).returncode == 0

    small = publish(changed(tmp_path, text, level, (" 1.0.0", " 1.1.0")), installation)
    large = publish(changed(tmp_path, text, level, (" 1.0.0", " 2.0.0")), installation)

    assert small.returncode == 1
    assert "new.yaml:6:10: Version 1.1.0 is too small a step from 1.0.0." in small.stderr
    assert "`level` was “within_28_days” and is “note”" in small.stderr
    assert (large.returncode, large.stderr) == (0, "sleep 2.0.0 is in use now.\n")


def test_publish_refuses_what_would_break_another_file_in_use(tmp_path, installation):
    text = starter_text("sleep")
    for path in (changed(tmp_path, text), changed(tmp_path, USING, name="using.yaml")):
        done = publish(path, installation)
        assert done.returncode == 0, done.stderr

    gone = ("in_own_words", "own_words"), (" 1.0.0", " 1.1.0")
    refused = publish(changed(tmp_path, text, *gone), installation)

    assert refused.returncode == 1
    assert refused.stderr.startswith("using 1.0.0:")
    assert "There is no “sleep.in_own_words”." in refused.stderr
