"""leaflet: a PDF to hand out, without any database."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from screening.report.renderer import missing_packages
from screening.settings import ROOT
from tests.cli.running import run

SHIPPED = ROOT / "questionnaires"
NAME = "withdrawal_and_hair"

needs_pango = pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here")


@needs_pango
@pytest.mark.parametrize(("more", "width"), [((), 595), (("--paper", "letter"), 612)])
def test_a_leaflet_is_written_as_one_page(
    tmp_path: Path, more: tuple[str, ...], width: int
) -> None:
    out = tmp_path / "leaflet.pdf"

    done = run("leaflet", NAME, "--out", str(out), *more)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (page,) = PdfReader(io.BytesIO(out.read_bytes())).pages
    assert round(page.mediabox.width) == width
    assert [path.name for path in tmp_path.iterdir()] == ["leaflet.pdf"]


@needs_pango
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_leaflet_is_written_in_spanish(tmp_path: Path, paper: str) -> None:
    out = tmp_path / "leaflet.pdf"

    done = run("leaflet", NAME, "--out", str(out), "--paper", paper, "--language", "es")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (page,) = PdfReader(io.BytesIO(out.read_bytes())).pages
    assert "Revisado por: aún nadie" in page.extract_text()


def own_copy(folder: Path, *pairs: tuple[str, str]) -> Path:
    """A folder with the shipped leaflet, changed."""
    text = (SHIPPED / "leaflets" / f"{NAME}.en.yaml").read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    (folder / "leaflets").mkdir()
    (folder / "leaflets" / f"{NAME}.en.yaml").write_text(text, encoding="utf-8")
    (folder / "references.yaml").write_bytes((SHIPPED / "references.yaml").read_bytes())
    return folder


@needs_pango
def test_a_leaflet_that_became_too_long_is_written_and_said_to_be(tmp_path: Path) -> None:
    words = "It eases over days. " * 60
    folder = own_copy(tmp_path, ("You may sleep badly", words + "You may sleep badly"))

    out = tmp_path / "long.pdf"
    done = run("leaflet", NAME, "--out", str(out), SCREENING_QUESTIONNAIRES=str(folder))

    assert (done.returncode, done.stderr) == (0, "It takes 2 pages. Shorten it to fit on one.\n")
    assert out.is_file()


@needs_pango
def test_an_unknown_leaflet_or_language_says_what_there_is(tmp_path: Path) -> None:
    for words in (("sleep",), (NAME, "--language", "fr")):
        done = run("leaflet", *words, "--out", str(tmp_path / "x.pdf"))

        assert done.returncode == 1
        assert f"There is: {NAME} (en), {NAME} (es)." in done.stderr
    assert list(tmp_path.iterdir()) == []


@needs_pango
def test_a_leaflet_at_fault_is_not_printed_and_its_fault_is_told(tmp_path: Path) -> None:
    folder = own_copy(tmp_path, ("You may sleep badly", "Take 5 mg and sleep badly"))

    done = run(
        "leaflet", NAME, "--out", str(tmp_path / "x.pdf"), SCREENING_QUESTIONNAIRES=str(folder)
    )

    assert done.returncode == 1
    assert "“5 mg” must not stand in a leaflet" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_check_takes_a_leaflet_for_what_it_is() -> None:
    path = SHIPPED / "leaflets" / f"{NAME}.en.yaml"

    done = run("check", str(path), "--mutants")

    assert (done.returncode, done.stdout) == (0, f"{path}: sound\n")
