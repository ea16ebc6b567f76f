"""Faults of meaning beside a wrong shape: told in the same pass, never as its consequence."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from screening.core import loading
from screening.core.loading import load_questionnaire, load_references
from screening.errors import DefinitionErrors
from tests.library_place import LIBRARY, NAMES

REFERENCES = load_references("references.yaml", (LIBRARY / "references.yaml").read_bytes())
KEY = re.compile(r"\s+[a-z_]+: ")
EACH = 8  # mistakes a file


def faults(text: str) -> list[tuple[int, str]]:
    try:
        load_questionnaire("q.yaml", text.encode(), REFERENCES, cases=False)
    except DefinitionErrors as error:
        return [(fault.line, fault.code) for fault in error.faults]
    return []


def misspell(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"([a-z_]+):", r"\1x:", lines[at], count=1)


def drop(lines: list[str], at: int) -> None:
    del lines[at]


def exponent(lines: list[str], at: int) -> None:
    lines[at] = re.sub(r": \d+", ": 1e3", lines[at], count=1)


@pytest.mark.parametrize("name", NAMES)
def test_no_consequence_of_a_wrong_shape_is_told(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    rng = random.Random(name)  # noqa: S311  nothing secret is drawn
    for turn in range(EACH):
        damage = (misspell, drop, exponent)[turn % 3]
        wanted = re.compile(r".*: \d+") if damage is exponent else KEY
        places = [n for n, line in enumerate(lines) if wanted.match(line)]
        if not places:
            continue
        wrong = list(lines)
        damage(wrong, rng.choice(places))
        text = "\n".join(wrong)
        found = faults(text)
        with monkeypatch.context() as shapes_alone:
            shapes_alone.setattr(loading, "_beyond", lambda *known: [])
            assert found == faults(text), text


def sows(*changes: Callable[[str], str]) -> str:
    text = (LIBRARY / "sows16.yaml").read_text(encoding="utf-8")
    for change in changes:
        changed = change(text)
        assert changed != text
        text = changed
    return text


def unknown_source(text: str) -> str:
    return re.sub(r"(ref: \[?)S\d+", r"\g<1>S9999", text, count=1)


def misspelt_type(text: str) -> str:
    """Of the last item, which every total rests on."""
    at = text.rindex("type: choice")
    return text[:at] + "type: choise" + text[at + len("type: choice") :]


def misspelt_key(text: str) -> str:
    return text.replace("recall:", "recal:", 1)


@pytest.mark.parametrize("shape", [misspelt_type, misspelt_key])
def test_a_fault_elsewhere_is_told_in_the_same_pass(shape: Callable[[str], str]) -> None:
    alone = {code for _, code in faults(sows(shape))}
    meaning = {code for _, code in faults(sows(unknown_source))}
    assert alone
    assert meaning == {"unknown_reference"}

    assert {code for _, code in faults(sows(shape, unknown_source))} == alone | meaning


def test_faults_of_the_rest_stand_at_their_own_lines() -> None:
    expected = faults(sows(unknown_source))

    assert set(expected) <= set(faults(sows(misspelt_type, unknown_source)))


def test_a_file_without_enough_left_tells_its_shape_alone() -> None:
    text = sows(unknown_source, lambda text: text.replace("title:", "titel:", 1))

    assert {code for _, code in faults(text)} == {"unknown_key", "missing_key"}
