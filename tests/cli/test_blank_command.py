"""questionnaire paper: a blank form, without any database."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from screening.report.renderer import missing_packages
from tests.cli.running import run

pytestmark = pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here")
PAPER = ("questionnaire", "paper")


def test_a_questionnaire_is_written_in_the_language_and_size_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"

    done = run(*PAPER, "sows16", "--language", "es", "--size", "letter", "-o", str(out))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (page,) = PdfReader(io.BytesIO(out.read_bytes())).pages
    assert round(page.mediabox.width) == 612
    assert "Prefiero no" in page.extract_text()
    assert [path.name for path in tmp_path.iterdir()] == ["form.pdf"]


def test_a_packet_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"

    done = run(*PAPER, "withdrawal_check", "--out", str(out), "--paper", "a4")

    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert "withdrawal_check 1.1.1 · en" in text
    assert "cows 2" in text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("nowhere",), 1, "There is no questionnaire “nowhere”."),
        (("cows", "--language", "fr"), 1, "is not told in “fr”. There is: en, es."),
        (("cows", "--size", "a3"), 2, "a3"),
    ],
)
def test_what_cannot_be_written_says_why(
    tmp_path: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    done = run(*PAPER, *words, "-o", str(tmp_path / "x.pdf"))

    assert done.returncode == code
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
