"""A failing case tells what came out, and beside it what the case expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.core.cases import run_case
from screening.core.loading import load_stored

HERE = Path(__file__).parent.parent / "definitions"
# A definition, what its case expects (old, new), and what is told of it.
TOLD = [
    (
        "finding_from_score",
        ("{value: 4, band: mild}", "{value: 5, band: mild}"),
        "finding_from_score comes to 4; expected is 5.",
    ),
    (
        "finding_from_score",
        ("{value: 4, band: mild}", "{value: 4, band: strong}"),
        "finding_from_score is in band mild; expected is strong.",
    ),
    (
        "finding_from_score",
        ("possible: [4, 9]", "possible: [4, 8]"),
        "finding_from_score may be 4 to 9; expected is 4 to 8.",
    ),
    (
        "finding_from_score",
        ("bands_possible: {main: [strong]}", "bands_possible: {main: [middle, strong]}"),
        "finding_from_score may be in bands main strong; expected is main middle or strong.",
    ),
    (
        "finding_from_score",
        ("incomplete: [sickness], possible: [10", "incomplete: [shaking], possible: [10"),
        "finding_from_score misses sickness; expected is shaking.",
    ),
    (
        "finding_from_score",
        (
            "findings: {very_high: now, not_low: before_leaving}}",
            "findings: {very_high: now, not_low: note}}",
        ),
        "raised is very_high now, not_low before_leaving; expected is very_high now, not_low note.",
    ),
    (
        "finding_from_score",
        ("{value: 4, band: mild}}, findings: [quite_low]", "{value: 4, band: mild}}, findings: []"),
        "raised is quite_low; expected is nothing.",
    ),
    (
        "finding_from_score",
        ("ask: [not_low]", "ask: []"),
        "to be asked in person is not_low; expected is nothing.",
    ),
    (
        "bands_on_computed",
        ("{value: 10, bands: {older_rule: negative}}", "{low: 11, high: 12}"),
        "share comes to 10.0; expected is 11 to 12.",
    ),
    (
        "bands_on_computed",
        ("{share: {unknown: yes}}", "{share: {value: 3}}"),
        "share comes to no value; expected is 3.",
    ),
    (
        "features_table",
        ("{spread: towards, no_pain: neither}", "{spread: away, no_pain: neither}"),
        "shedding.spread says towards; expected is away.",
    ),
]


@pytest.mark.parametrize(("name", "change", "told"), TOLD)
def test_what_came_stands_beside_what_was_expected(
    name: str, change: tuple[str, str], told: str
) -> None:
    text = (HERE / f"{name}.yaml").read_text()
    assert text.count(change[0]) >= 1
    own = load_stored(name, text.replace(*change).encode())

    problems = [one.problem for case in own.cases for one in run_case(own, case).mismatches]

    assert told in problems
