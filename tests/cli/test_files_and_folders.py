"""What a command says of paths that lead nowhere, and what it leaves behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run, start

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "demo" / "visit.json"


def test_a_pdf_is_not_written_over_a_folder_and_nothing_is_left(tmp_path: Path) -> None:
    ran = start("summary", "--visit", str(SAMPLE), "--out", str(tmp_path))

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"{tmp_path}: This is a folder; name a file.\n"
    assert list(tmp_path.iterdir()) == []
    assert not list(tmp_path.parent.glob(".*.part"))


@pytest.mark.parametrize(
    "words",
    [
        ("summary", "--visit", str(SAMPLE), "--out", "/nowhere/summary.pdf"),
        ("summary", "--visit", "/nowhere/visit.json", "--out", "summary.pdf"),
        ("score", "cows", "--answers", "/nowhere/answers.json"),
    ],
)
def test_a_path_that_leads_nowhere_is_named_in_plain_words(words: tuple[str, ...]) -> None:
    ran = start(*words)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "There is no such file or folder." in ran.stderr
    assert "/nowhere" in ran.stderr
    assert "Errno" not in ran.stderr


def test_a_path_that_leads_nowhere_hides_no_other_file() -> None:
    ran = start("check", "/nowhere/a.yaml", "questionnaires/gad2.yaml")

    assert ran.returncode == 1
    assert ran.stdout == "questionnaires/gad2.yaml: sound, 7 cases\n"
    assert ran.stderr == "/nowhere/a.yaml: There is no such file or folder.\n"


def test_a_lone_packet_is_held_against_the_questionnaires_it_lies_beside() -> None:
    ran = start("check", "questionnaires/packets/intake.yaml")

    assert (ran.returncode, ran.stdout) == (0, "questionnaires/packets/intake.yaml: sound\n")


def test_a_lone_packet_elsewhere_is_held_against_the_questionnaires_in_use(tmp_path: Path) -> None:
    packet = tmp_path / "packets" / "intake.yaml"
    packet.parent.mkdir()
    text = (ROOT / "questionnaires" / "packets" / "intake.yaml").read_text()
    packet.write_text(text.replace("questionnaire: cows", "questionnaire: cowz"))

    ran = start("check", str(packet))

    assert ran.returncode == 1
    (fault,) = ran.stdout.splitlines()
    assert fault.endswith("There is no questionnaire “cowz”. Did you mean “cows”?")


def test_a_lone_packet_with_a_wrong_shape_is_held_against_the_questionnaires_as_well(
    tmp_path: Path,
) -> None:
    packet = tmp_path / "packets" / "intake.yaml"
    packet.parent.mkdir()
    text = Path("questionnaires/packets/intake.yaml").read_text(encoding="utf-8")
    packet.write_text(text.replace("minutes:", "minuts:").replace("sows16", "sows61"))

    ran = start("check", str(packet))

    faults = [line.partition(": ")[2] for line in ran.stdout.splitlines()]
    assert len(faults) == 2, ran.stdout
    assert faults[0].startswith("“minuts” is not a key")
    assert faults[1].startswith("There is no questionnaire “sows61”")


def test_a_lone_translation_is_not_held_against_another_file_than_the_one_beside_it(
    tmp_path: Path,
) -> None:
    for name in ("gad2.yaml", "gad2.es.yaml"):
        text = Path("questionnaires", name).read_text(encoding="utf-8")
        text = text.replace("version: 1.0.0", "version: 3.0.0").replace("title: Gen", "titel: Gen")
        (tmp_path / name).write_text(text, encoding="utf-8")

    ran = start("check", str(tmp_path / "gad2.es.yaml"))

    path, *lines = ran.stdout.splitlines()
    assert (
        path == f"{tmp_path}/gad2.es.yaml: not compared with its questionnaire, which is at fault"
    )
    assert [line.rpartition("/")[2].partition(":")[0] for line in lines] == ["gad2.yaml"] * 2
    assert ran.returncode == 1


def test_a_written_pdf_is_its_owners_alone(tmp_path: Path) -> None:
    out = tmp_path / "summary.pdf"

    ran = start("summary", "--visit", str(SAMPLE), "--out", str(out))

    assert (ran.returncode, ran.stderr) == (0, "")
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_named_twice_is_checked_once() -> None:
    folder = "questionnaires/packets"
    ran = start("check", f"{folder}/../cows.yaml", "questionnaires/cows.yaml")

    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 1)


@pytest.mark.parametrize(
    "other",
    ["salt.yaml", "cows.es.yaml"],
    ids=["not_of_this_visit", "not_of_this_language"],
)
def test_a_summary_is_made_from_the_files_that_are_named_after_its_questionnaires(
    other: str, tmp_path: Path
) -> None:
    folder, out = tmp_path / "folder", tmp_path / "summary.pdf"
    shutil.copytree(ROOT / "questionnaires", folder)
    (folder / other).write_text("id: wrong\n", encoding="utf-8")

    ran = run(
        "summary", "--visit", str(SAMPLE), "--out", str(out), SCREENING_QUESTIONNAIRES=str(folder)
    )

    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_is_wrong_with_the_translation_of_a_summary_is_told(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "summary.pdf"
    shutil.copytree(ROOT / "questionnaires", folder)
    (folder / "cows.es.yaml").write_text("id: wrong\n", encoding="utf-8")

    ran = run(
        *("summary", "--visit", str(SAMPLE), "--out", str(out), "--language", "es"),
        SCREENING_QUESTIONNAIRES=str(folder),
    )

    assert ran.returncode == 0, ran.stderr
    assert f"{folder / 'cows.es.yaml'}:1:1" in ran.stderr


def test_a_questionnaire_in_a_file_of_another_name_is_found_too(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "summary.pdf"
    shutil.copytree(ROOT / "questionnaires", folder)
    (folder / "cows.yaml").rename(folder / "withdrawal_signs.yaml")

    ran = run(
        "summary", "--visit", str(SAMPLE), "--out", str(out), SCREENING_QUESTIONNAIRES=str(folder)
    )

    assert ran.returncode == 0, ran.stderr
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("beside", "word"),
    [
        ("cows.old.yaml", "doubled_id"),
        ("withdrawal/cows.yaml", "doubled_id"),
        ("cows.fr.yaml", None),  # words that this page does not need
        ("cows.en.yaml", "translation"),
    ],
)
def test_a_second_file_of_a_questionnaire_is_told(
    tmp_path: Path, beside: str, word: str | None
) -> None:
    folder, out = tmp_path / "folder", tmp_path / "summary.pdf"
    shutil.copytree(ROOT / "questionnaires", folder)
    (folder / beside).parent.mkdir(exist_ok=True)
    shutil.copy(folder / "cows.yaml", folder / beside)

    ran = run(
        "summary", "--visit", str(SAMPLE), "--out", str(out), SCREENING_QUESTIONNAIRES=str(folder)
    )

    assert (Path(beside).name in ran.stderr) is (word is not None), ran.stderr


def test_a_questionnaire_among_the_packets_is_none(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "summary.pdf"
    shutil.copytree(ROOT / "questionnaires", folder)
    (folder / "cows.yaml").rename(folder / "packets" / "cows.yaml")

    ran = run(
        "summary", "--visit", str(SAMPLE), "--out", str(out), SCREENING_QUESTIONNAIRES=str(folder)
    )

    assert ran.returncode == 1
    assert "cows" in ran.stderr
    assert not out.exists()


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_summary_is_written_where_nobody_listens(tmp_path: Path, closed: str) -> None:
    out = tmp_path / "summary.pdf"
    line = f'"$0" -m screening.cli summary --visit "$1" --out "$2" {closed}'

    ran = subprocess.run(
        ["sh", "-c", line, sys.executable, str(SAMPLE), str(out)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert out.read_bytes().startswith(b"%PDF-")
