"""verify, run as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from screening.report.renderer import missing_packages
from tests.cli.running import run


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The summary of the sample visit, from the command."""
    if missing := missing_packages():
        pytest.skip(f"needs {' '.join(missing)}")
    path = tmp_path_factory.mktemp("summary") / "summary.pdf"
    done = run("summary", "--visit", "demo/visit.json", "--out", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_a_summary_as_it_was_written_agrees(pdf: Path):
    done = run("verify", str(pdf))

    assert done.returncode == 0, done.stdout
    said = done.stdout.splitlines()
    assert said[0] == "Paper and data agree."
    assert said[-1] == "The file is as it was written."
    assert any(line.startswith("Scored again: COWS: COWS total 16 / 48,") for line in said)


def test_a_changed_file_does_not_agree(pdf: Path, tmp_path: Path):
    changed = bytearray(pdf.read_bytes())
    changed[-2] = ord(" ")  # in the end mark: every page and every attachment is as before
    other = tmp_path / "other.pdf"
    other.write_bytes(bytes(changed))

    done = run("verify", str(other), "--json")

    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["agrees"], told["as_made"], told["differences"]) == (False, False, [])


def test_what_cannot_be_compared_is_said_in_a_sentence(pdf: Path, tmp_path: Path):
    text = tmp_path / "text.pdf"
    text.write_text("no PDF", encoding="utf-8")
    empty = tmp_path / "definitions"
    empty.mkdir()

    unreadable = run("verify", str(text))
    unknown = run("verify", str(pdf), SCREENING_QUESTIONNAIRES=str(empty))

    assert (unreadable.returncode, unreadable.stdout) == (1, "")
    assert unreadable.stderr == "This is not a PDF that can be read.\n"
    assert unknown.returncode == 1
    assert "is not here in the version with SHA-256" in unknown.stderr
    assert run("verify", str(tmp_path / "none.pdf")).returncode == 1
    assert run("verify").returncode == 2
