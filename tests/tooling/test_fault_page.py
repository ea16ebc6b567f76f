"""The page of faults: every code of the source, with its meaning and an example."""

from __future__ import annotations

import ast

import pytest

from screening.core.checks.catalogue import GROUPS, MEANINGS
from screening.settings import ROOT
from tests.core import test_loading
from tools.fault_page import PAGE, page_text


@pytest.fixture(scope="module")
def written() -> str:
    return page_text()


def codes_of_the_source() -> set[str]:
    """Those of the core, and those that commands and web add."""
    found = test_loading.codes_in_the_code()
    for path in (ROOT / "screening").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # Pages have a Fault of their own: a wrong field.
        if "checks.fault import" not in text and "DefinitionError(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            found |= {word for word in test_loading._codes("", node) if word is not None}
    return found


def test_every_code_that_can_be_reported_has_a_meaning_and_no_other_has():
    assert set(MEANINGS) == codes_of_the_source()
    assert sum(len(group) for group in GROUPS.values()) == len(MEANINGS)


def test_the_page_is_what_the_code_gives(written):
    assert PAGE.read_text(encoding="utf-8") == written, "write it: python -m tools.fault_page"


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_each_code_stands_on_the_page_with_its_meaning_and_what_is_said_to_it(code, written):
    part = written.split(f"### `{code}`\n")[1].split("\n### ")[0]

    assert MEANINGS[code] in part
    assert "\n> " in part
