"""FHIR files that are refused, each with its reason, and files damaged from a seed."""

from __future__ import annotations

import pytest

from bench.campaigns import resources
from screening.exchange.read_questionnaire import Imported
from screening.exchange.source import MOST_BYTES
from tests.exchange.bringing_in import made, of_items, question, reasons

AFTER_1, AFTER_2 = (
    {"question": link, "operator": "=", "answerBoolean": True} for link in ("1", "2")
)
DOUBLED = b'{"resourceType": "Questionnaire", "resourceType": "Questionnaire", "item": []}'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "not JSON in UTF-8"),
        (b"{", "this is not JSON"),
        (b"[]", "no FHIR resource"),
        (b'{"resourceType": "Patient"}', "This is a Patient, not a Questionnaire."),
        (b'{"resourceType": "Questionnaire"}', "no question that can be asked"),
        (DOUBLED, "stands twice"),
        (b'{"resourceType": "Questionnaire", "x": NaN}', "NaN is not a number"),
        (b'{"resourceType": "Questionnaire", "x": -Infinity}', "Infinity is not a number"),
        (b'{"resourceType": "Questionnaire", "title": "\\ud800"}', "lone surrogate"),
        (b'{"resourceType": "Questionnaire", "item": [1]}', "“item” is not a list of objects"),
        (b'{"resourceType": "Questionnaire", "item": {"linkId": "1"}}', "not a list of objects"),
        (b'{"resourceType": "Questionnaire", "a":' + b"[" * 45 + b"]" * 45 + b"}", "40 levels"),
        (b'{"resourceType": "Questionnaire", "a":' + b"[" * 90000 + b"}", "nested too deeply"),
        (b" " * (MOST_BYTES + 1), "Keep it within"),
    ],
)
def test_a_file_that_is_no_resource_is_refused_with_a_reason(data: bytes, why: str):
    assert why in reasons(data)


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([question("1"), question("1")], "1: This linkId stands twice."),
        ([question("1"), {"type": "boolean", "text": "No name"}], "“No name” has no linkId"),
        ([question("1", text="Is it <b>bad</b>?")], "1: A text of it holds markup"),
        ([question("1", text="<img src=x onerror=alert(1)")], "holds markup"),
        ([question("1", "choice", answerOption=[{"valueString": "<script>"}])], "holds markup"),
        ([question("1", modifierExtension=[{"url": "x"}])], "1: A modifierExtension"),
        ([question("1", enableWhen=[AFTER_1])], "1: It waits for"),
        ([question("1", enableWhen=[AFTER_2]), question("2", enableWhen=[AFTER_1])], "2: It waits"),
        ([{"linkId": "g", "type": "group", "item": [question("1")], "enableWhen": [AFTER_1]}],
         "g: It waits"),
        ([question(str(n)) for n in range(1001)], "more than 1000 items"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_definition_is_refused_with_its_reason(items, why):
    assert why in reasons(made(item=items))


def test_every_reason_is_told_in_one_pass_and_less_than_is_no_markup():
    twice = [question("1"), question("1"), question("2", text="<i>a</i>")]

    told = reasons(made(item=twice))

    assert "stands twice" in told
    assert "markup" in told
    assert (
        "a < b and c > d, <5 a day"
        in of_items(question("1", text="a < b and c > d, <5 a day")).text
    )


@pytest.mark.slow
def test_two_thousand_damaged_files_become_drafts_or_are_refused_with_reasons():
    tally = resources.run(2000, seed=7, shipped=0)

    assert tally.drafts + tally.refused == 2000
    assert min(tally.drafts, tally.refused, tally.totals) > 200


def test_the_trial_fails_on_a_draft_that_is_no_yaml(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resources, "read_questionnaire", lambda _: Imported("x", "a: [", (), ()))

    with pytest.raises(Exception, match="not YAML"):
        resources.run(1, seed=7, shipped=0)


def test_the_trial_fails_where_a_file_takes_too_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["resources", "2", "7"])
    within = resources.main()
    monkeypatch.setattr(resources, "SLOWEST_MS", 0)

    assert (within, resources.main()) == (0, 1)
