"""A questionnaire without its worked cases: the same in all else, and no key is lost with them."""

from __future__ import annotations

import pytest

from screening.core.loading import load_questionnaire
from screening.core.yaml_text import without_last
from screening.settings import ROOT

HEAD = b"id: x\ntitle: X\n"


@pytest.mark.parametrize(
    "cases",
    [
        b"cases:\n  - id: a\n    answers: {}\n",
        b"cases:\n- id: a\n  answers: {}\n\n# the end\n",
        b"cases: []\n",
        b"cases:\r\n  - id: a\r\n",
    ],
)
def test_cases_at_the_end_are_cut_off(cases):
    assert without_last(HEAD + cases, "cases") == HEAD


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + b"cases:\n  - id: a\nuses: [y.z]\n",
        HEAD + b"cases:\n  - id: a\n---\nid: y\n",
        HEAD + b"cases:\n  - id: a\n...\n",
        HEAD + b"cases:\n  - id: a\ncases: []\n",
        HEAD + b"cases:\n  - id: a\r? uses\r: [y.z]\r",
        HEAD + "cases:\n  - id: a\u2028uses: [y.z]\n".encode(),
        HEAD + "cases:\n  - id: a\x85uses: [y.z]\n".encode(),
        HEAD + b'cases:\n  - id: a\n"uses": [y.z]\n',
        HEAD + b"about: |\n  cases:\n  not these\n",
        HEAD + b"cases:x: y\n",
    ],
)
def test_a_file_stays_whole_where_anything_else_may_follow(text):
    assert without_last(text, "cases") == text


@pytest.mark.parametrize("name", ["cows", "substance_use", "vitals", "hair_exam"])
def test_a_questionnaire_without_its_cases_is_the_same_in_all_else(name):
    data = (ROOT / "questionnaires" / f"{name}.yaml").read_bytes()
    whole = load_questionnaire(name, data, cases=False)
    unread = load_questionnaire(name, data, cases=False, read_cases=False)

    assert len(whole.cases) > 0
    assert unread.cases == ()
    assert unread == whole.changed(cases=())
    assert unread.sha256 == whole.sha256
