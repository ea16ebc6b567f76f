"""The 14 kinds of fault that were seen in public copies of scales: `check` refuses each.

Each is made from a file as it is shipped by a small edit. What only arithmetic can tell is noticed
by the file's own worked cases.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.core.fingerprint import fingerprint, texts_of
from screening.core.library import SourceFile, build_library
from screening.core.loading import load_questionnaire

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "questionnaires", ROOT / "tests" / "definitions")
ADDED = "gooseflesh]\n    range: [0, 48]"
SUM = f"tremor, yawning, anxiety, {ADDED}"

Edits = tuple[tuple[str, str], ...]

# kind, file, what is written there and instead, the codes of the faults that tell it
COPIES: list[tuple[str, str, Edits, set[str]]] = [
    ("bands shifted", "cows",
     (("{from: 5, id: mild", "{from: 6, id: mild"), ("{from: 13, id: mod", "{from: 14, id: mod"),
      ("{from: 25, id: mod", "{from: 26, id: mod"), ("{from: 37, id: sev", "{from: 38, id: sev")),
     {"case_fails"}),
    ("a gap at the top: no highest band", "cows",
     (("          - {from: 37, id: severe, text: Severe}\n", ""),), {"case_fails"}),
    ("a gap at the top: an upper edge", "cows",
     (("{from: 37, id: severe", "{from: 37, to: 47, id: severe"),), {"unknown_key"}),
    ("wrong maximum", "cows", (("range: [0, 48]", "range: [0, 47]"),), {"wrong_range"}),
    ("missing sign", "cows", ((SUM, SUM.removeprefix("tremor, ")),),
     {"wrong_range", "case_fails"}),
    ("options without points", "cows",
     (('on brow or face", points: 3}', 'on brow or face"}'),), {"no_points"}),
    ("doubled option", "cows",
     (("          - {id: calm, text: \"Sits quietly\", points: 0}\n",
       2 * "          - {id: calm, text: \"Sits quietly\", points: 0}\n"),),
     {"doubled_id", "equal_options"}),
    ("doubled scoring rule", "cows", ((ADDED, f"{ADDED}\n    count: [pulse, sweating]"),),
     {"one_kind"}),
    ("doubled scoring rule under one key", "cows",
     ((ADDED, f"{ADDED}\n    sum: [pulse, sweating]"),), {"doubled_key"}),
    ("unknown item in a score", "cows",
     ((SUM, SUM.replace("tremor", "tremors")),),
     {"unknown_item"}),
    ("default answer on a scored item", "cows",
     (("        short: Sweating\n", "        short: Sweating\n        default: none\n"),),
     {"default_answer"}),
    ("moved decimal in an edge", "salt", (("{from: 20.1, id: mod", "{from: 2.01, id: mod"),),
     {"case_fails"}),
    ("moved decimal in a weight", "salt", (("vertex: 0.40", "vertex: 0.04"),), {"wrong_range"}),
    ("equal option ids", "cows", (("{id: damp, text", "{id: told, text"),), {"doubled_id"}),
    ("swapped band order", "cows",
     (("          - {from: 5, id: mild, text: Mild}\n", ""),
      ("text: Moderate}\n", "text: Moderate}\n          - {from: 5, id: mild, text: Mild}\n")),
     {"bands_unordered"}),
    ("reversed item forgotten", "dast10", ((", points: {yes: 0, no: 1}", ""),), {"case_fails"}),
    ("an item reversed that is not", "phq9",
     (("        short: Little interest or pleasure\n",
       "        short: Little interest or pleasure\n        points: "
       "{not_at_all: 3, some_days: 2, most_days: 1, almost_daily: 0}\n"),), {"case_fails"}),
]  # fmt: skip


def text_of(name: str) -> str:
    """The file as it is shipped; of an instrument that is not, the one of the tests."""
    return next(path for f in FOLDERS if (path := f / f"{name}.yaml").is_file()).read_text()


def codes(text: str) -> set[str]:
    """What `check` says to the file, its worked cases run."""
    return {
        f.code
        for f in build_library((SourceFile("copy.yaml", text.encode(), "questionnaire"),)).faults
    }


def changed(text: str, edits: Edits) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("name", "edits", "wanted"), [row[1:] for row in COPIES], ids=[row[0] for row in COPIES]
)
def test_a_fault_that_was_seen_in_copies_is_refused(
    name: str, edits: Edits, wanted: set[str]
) -> None:
    text = text_of(name)

    assert codes(text) == set()
    assert codes(changed(text, edits)) >= wanted


def test_published_text_that_was_reworded_without_its_mark_is_refused() -> None:
    text = text_of("cows")
    texts = texts_of(load_questionnaire("cows.yaml", text.encode(), cases=False))
    mark = f"  wording: published\n  fingerprint: {fingerprint(texts)}\n"
    published = changed(text, (("  wording: adapted\n", mark),))

    reworded = changed(published, (("Sits quietly", "Sits very quietly"),))

    assert codes(published) == set()
    assert codes(reworded) == {"reworded"}
    assert codes(reworded.replace(mark, "  wording: published\n")) == {"no_fingerprint"}
