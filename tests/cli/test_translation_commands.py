"""Translations on the command line: checked, never scored by themselves, begun, published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "definitions"


def test_check_counts_the_texts_of_a_sound_translation_and_keeps_its_json():
    path = TINY / "hair_check.es.yaml"

    plain, as_json = run("check", str(path)), run("check", str(path), "--json")

    assert plain.stdout == f"{path}: sound, 20 texts\n"
    (file,) = json.loads(as_json.stdout)["files"]
    assert file == {"path": str(path), "ok": True, "cases": 0, "faults": []}


def test_check_finds_the_questionnaire_of_a_lone_translation_in_the_folder_in_use(tmp_path):
    path = Path(shutil.copy(TINY / "hair_check.es.yaml", tmp_path))
    path.write_text(path.read_text().replace("  onset:", "  onsett:"))

    nowhere = run("check", str(path))
    found = run("check", str(path), SCREENING_QUESTIONNAIRES=str(TINY))

    assert (nowhere.returncode, found.returncode) == (1, 1)
    assert "There is no sound questionnaire “hair_check” here." in nowhere.stdout
    assert f"{path}:17:1: “items.onset.text” is missing" in found.stdout
    assert "Did you mean “onset”?" in found.stdout


@pytest.mark.parametrize(
    "words", [("show",), ("score", "--answers", "-"), ("questionnaire", "diff", "cows")]
)
def test_a_translation_where_a_questionnaire_belongs_is_told_so(words):
    done = run(*words, str(TINY / "hair_check.es.yaml"))

    assert done.returncode == 1
    assert done.stdout == ""
    assert "hair_check.es.yaml is a translation of hair_check." in done.stderr


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """The environment of a data folder whose database holds hair_check 1.2.0."""
    environ = {
        "SCREENING_DATA": str(tmp_path / "data"),
        "SCREENING_QUESTIONNAIRES": str(tmp_path / "none"),
    }
    (tmp_path / "none").mkdir()
    for words in (
        ("database", "upgrade"),
        ("questionnaire", "publish", str(TINY / "hair_check.yaml")),
    ):
        done = run(*words, **environ)
        assert done.returncode == 0, done.stderr
    return environ


def test_a_translation_is_published_without_a_new_version_of_its_questionnaire(
    tmp_path, installation
):
    path = Path(shutil.copy(TINY / "hair_check.es.yaml", tmp_path))
    text = path.read_text()

    first = run("questionnaire", "publish", str(path), **installation)
    again = run("questionnaire", "publish", str(path), **installation)
    path.write_text(text.replace("title: Caída", "title: La caída"))
    same = run("questionnaire", "publish", str(path), **installation)
    path.write_text(path.read_text().replace("\nversion: 1.0.0", "\nversion: 1.0.1"))
    newer = run("questionnaire", "publish", str(path), **installation)

    assert first.stderr == "hair_check.es 1.0.0 is in use now.\n"
    assert again.stderr == "hair_check.es 1.0.0 is in use already.\n"
    assert same.returncode == 1
    assert "4:10: Version 1.0.0 does not come after 1.0.0, which is in use." in same.stderr
    assert newer.stderr == "hair_check.es 1.0.1 is in use now.\n"


def test_a_new_version_names_the_translations_that_do_not_tell_it_yet(tmp_path, installation):
    run("questionnaire", "publish", str(TINY / "hair_check.es.yaml"), **installation)
    later = tmp_path / "hair_check.yaml"
    text = (TINY / "hair_check.yaml").read_text()
    later.write_text(text.replace("version: 1.2.0", "version: 1.2.1").replace("in short", "short"))

    done = run("questionnaire", "publish", str(later), **installation)
    refused = run("questionnaire", "publish", str(TINY / "hair_check.es.yaml"), **installation)

    assert done.returncode == 0
    assert done.stderr == (
        "hair_check 1.2.1 is in use now. Not told in this version yet: hair_check.es.\n"
    )
    assert refused.returncode == 1
    assert "Compare the texts, then write for_version: 1.2.1." in refused.stderr


def test_publish_against_an_older_translation_only_tries(tmp_path):
    later = tmp_path / "hair_check.es.yaml"
    text = (TINY / "hair_check.es.yaml").read_text()
    later.write_text(text.replace("\nversion: 1.0.0", "\nversion: 1.1.0"))
    words = ("questionnaire", "publish", str(later), "--against", str(TINY / "hair_check.es.yaml"))

    done = run(*words, SCREENING_QUESTIONNAIRES=str(TINY))

    assert (done.returncode, done.stderr) == (0, "hair_check.es 1.1.0 could be published.\n")


def test_an_exported_translation_reads_as_the_same_translation(tmp_path):
    by_path = run("questionnaire", "export", str(TINY / "hair_check.es.yaml"))
    by_name = run("questionnaire", "export", "hair_check.es", SCREENING_QUESTIONNAIRES=str(TINY))

    found = json.loads(by_path.stdout)
    assert by_path.stdout == by_name.stdout
    assert (found["id"], found["version"]) == ("hair_check.es", "1.0.0")
    again = tmp_path / "hair_check.es.yaml"
    again.write_text(json.dumps(found["definition"], ensure_ascii=False))
    done = run("check", str(again), SCREENING_QUESTIONNAIRES=str(TINY))
    assert done.stdout == f"{again}: sound, 20 texts\n"


def test_translate_writes_a_file_whose_missing_texts_check_lists(tmp_path):
    words = ("questionnaire", "translate", "hair_check")
    tiny = {"SCREENING_QUESTIONNAIRES": str(TINY)}

    done = run(*words, "fr", cwd=tmp_path, **tiny)
    again = run(*words, "fr", cwd=tmp_path, **tiny)
    checked = run("check", "hair_check.fr.yaml", cwd=tmp_path, **tiny)
    odd = run(*words, "../fr", cwd=tmp_path, **tiny)

    assert (done.returncode, again.returncode, odd.returncode) == (0, 1, 2)
    assert checked.stdout.count("is missing, where the original says") == 20
    assert "hair_check.fr.yaml:" in checked.stdout
