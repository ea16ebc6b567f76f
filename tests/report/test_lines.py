"""One visit in a line of a list: the same figures as on its page, and hours beside withdrawal."""

from __future__ import annotations

from dataclasses import replace

from screening.core.visit import VisitRecord
from screening.report.lines import tell_count, tell_line, tell_short_change
from screening.report.summary import Summary
from tests.report.changes import only


def test_a_line_tells_what_the_cards_tell(record: VisitRecord, summary: Summary) -> None:
    line = tell_line(record)

    cards = [(c.name, c.value, c.maximum, c.band) for c in summary.scores if c.value]
    assert [(s.name, s.value, s.maximum, s.band) for s in line.scores] == cards
    changes = [
        tell_short_change(score, line, tell_line(record.earlier[-1])) for score in line.scores
    ]
    assert [(one.sign, one.words) for one in changes] == [
        ("▲", "5 higher than 9 Nov (11)"), ("▲", "5 higher than 9 Nov (18)"),
    ]  # fmt: skip


def test_hours_since_last_use_stand_beside_withdrawal_scores_alone(record: VisitRecord) -> None:
    line = tell_line(record)

    assert all("Since last kratom: 13 h" in score.beside for score in line.scores)
    assert tell_line(only(record, "cows")).scores[0].beside == ""  # nobody asked


def test_another_version_is_named_and_not_compared(record: VisitRecord) -> None:
    line, before = tell_line(record), tell_line(record.earlier[-1])
    other = replace(before, scores=tuple(replace(s, version="0.9.0") for s in before.scores))

    change = tell_short_change(line.scores[0], line, other)

    assert (change.sign, change.words) == ("", "9 Nov (11): another version, not compared")


def test_a_finding_of_two_questionnaires_counts_once_at_its_worst() -> None:
    told = tell_count([("fever", "note"), ("fever", "before_leaving"), ("use", "within_7_days")])

    assert told == "2 safety findings: 1 before the patient leaves"
    assert tell_count([]) == "No flag raised."
