"""What holds for the files of this tree: locks, fonts, no trace of a machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from screening.settings import ROOT

FONTS = ROOT / "static" / "fonts"
FACES = ("regular", "italic", "semibold", "bold")
SHOWN = "▲▼△▽●○■□◆▶✓✗☐☑−–—…“”‘’«»·×÷≥≤≈±½¼¾°µ€→←¡¿ñÑáéíóúüÁÉÍÓÚÜªº\u00a0\u202f"

# Build machines and mirrors leave such traces in locks and notes.
TRACES = re.compile(
    r"(?:^|[\s\"'=(])/(?:home|root|Users|work|opt)/(?!homebrew)[A-Za-z0-9_.-]+"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host"
    r"|file:///(?:srv|mnt|opt)/|\b[a-z0-9-]+\.[a-z0-9.-]*(?:internal|corp)\b",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, str]:
    """Requirement -> its whole entry, hashes included."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)
    return {entry.split("==")[0]: entry for entry in entries if "==" in entry}


def tracked() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("without git nobody can say which files are part of the tree")
    names = subprocess.check_output(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, text=True
    )
    return [ROOT / name for name in names.split("\0") if name]


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_locked_requirement_has_an_exact_version_and_a_hash(name):
    entries = locked(name)

    assert len(entries) > 20
    for entry in entries.values():
        assert re.match(r"[a-z0-9-]+(\[[a-z,-]+\])?==[0-9][^ ;\n]*( ;.*)? \\\n", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_the_tests_run_on_the_very_versions_that_are_shipped():
    run, test = locked("run"), locked("test")

    assert {name: entry.split()[0] for name, entry in run.items()} == {
        name: entry.split()[0] for name, entry in test.items() if name in run
    }


@pytest.mark.parametrize("name", ["run", "test"])
def test_everything_asked_for_is_locked(name):
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    asked = {
        re.split(r"[\[><=]", line)[0].strip().lower() for line in lines if re.match(r"\w", line)
    }

    assert asked
    assert asked <= {entry.split("[")[0] for entry in locked(name)}


def test_no_tracked_file_names_a_machine_or_a_mirror():
    this_file = Path(__file__).resolve()
    found = []
    for path in tracked():
        if path == this_file or path.suffix in {".ttf", ".woff2", ".png"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}: {hit.group().strip()}" for hit in TRACES.finditer(text)
        ]

    assert found == []


@pytest.mark.parametrize(
    "trace",
    ["/home/cleo/screening", "--extra-index-url x", "file:///srv/wheels", "pypi.build.internal"],
)
def test_the_search_for_traces_finds_one(trace):
    assert TRACES.search(f"see {trace} for more")


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("kind", ["ttf", "woff2"])
def test_a_font_draws_exactly_the_listed_characters_under_a_name_of_its_own(face, kind):
    font = TTFont(FONTS / f"screening-sans-{face}.{kind}")
    drawn = set(font.getBestCmap())

    assert drawn == listed_characters()
    assert {ord(character) for character in SHOWN} <= drawn
    for name_id in (1, 3, 4, 6):
        assert "source" not in font["name"].getDebugName(name_id).lower()


@pytest.mark.parametrize("face", FACES)
def test_digits_have_one_width_without_asking(face):
    font = TTFont(FONTS / f"screening-sans-{face}.ttf")
    glyphs = font.getBestCmap()

    assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1


def listed_characters() -> set[int]:
    points: set[int] = set()
    for line in (FONTS / "characters.txt").read_text(encoding="ascii").splitlines():
        low, _, high = line.removeprefix("U+").partition("-")
        points |= set(range(int(low, 16), int(high or low, 16) + 1))
    return points
