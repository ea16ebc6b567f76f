"""What nobody was asked is told once; what was asked and not answered is never hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from screening.core.answers import Answer, Missing
from screening.core.condition import MissingReason
from screening.core.library import Library
from screening.core.loading import load_questionnaire
from screening.core.moments import Moment, read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.visit import FilledIn, RecordedFinding, VisitRecord
from screening.report.summary import Summary, summarise
from tests.report.changes import only, with_answers

DEFINITIONS = Path(__file__).resolve().parents[1] / "definitions"
SUBSTANCES = tuple(f"s{number}" for number in range(1, 18))
HEAD = """
id: {name}
version: 1.0.0
title: {title}
rated_by: either
instrument: {{wording: own, licence: own work, evidence: {{grade: none}}}}
pages:
"""


def read(text: str) -> Questionnaire:
    return load_questionnaire("made_up.yaml", text.encode(), cases=False)


@pytest.fixture(scope="module")
def substances() -> Questionnaire:
    """Seventeen substances: hours since last use of each that was ticked."""
    options = "".join(f"{{id: {name}, text: Thing {name}}}, " for name in SUBSTANCES)
    items = "".join(
        f"      - {{id: last_{name}, text: Last {name}, type: date_time, not_after: visit,"
        f" precision: [minute, day], enable_when: {{taken: {{includes: {name}}}}}}}\n"
        for name in SUBSTANCES
    )
    hours = "".join(
        f"  - {{id: hours_{name}, text: H {name},"
        f" between: {{from: last_{name}, to: visit, unit: h}}}}\n"
        for name in SUBSTANCES
    )
    lines = "".join(f"    - {{text: Hours {name}, of: [hours_{name}]}}\n" for name in SUBSTANCES)
    return read(
        HEAD.format(name="things", title="Things")
        + "  - id: ticked\n    title: Ticked\n    items:\n"
        + f"      - {{id: taken, text: Taken, type: choices, options: [{options}]}}\n"
        + f"  - id: lasts\n    title: Last times\n    items:\n{items}"
        + f"computed:\n{hours}summary:\n  right_now:\n{lines}"
    )


def flag(name: str, level: str) -> Questionnaire:
    """One question, and a finding with the same id in each questionnaire made here."""
    return read(
        HEAD.format(name=name, title=f"Title {name}")
        + "  - id: only\n    title: Only page\n    items:\n"
        + f"      - {{id: ill, text: Ill in {name}, type: choice,"
        + ' options: [{id: yes, text: "Yes"}, {id: no, text: "No"}]}\n'
        + f"findings:\n  - {{id: illness, level: {level}, ask_if_unknown: yes,"
        + " text: Illness, when: {ill: yes}}\n"
    )


def visit(
    record: VisitRecord, *filled: tuple[Questionnaire, Mapping[str, Answer | Missing]]
) -> VisitRecord:
    """The sample patient's visit with these questionnaires alone, filled in by the patient."""
    responses = tuple(
        FilledIn(questionnaire, "patient", "", record.visit.started, answers)
        for questionnaire, answers in filled
    )
    return replace(record, responses=responses, earlier=())


def facts(summary: Summary) -> dict[str, str]:
    return {fact.label: fact.value for fact in summary.right_now.facts}


def taken(record: VisitRecord, *names: str) -> dict[str, Answer | Missing]:
    moment = read_moment("2026-11-19T05:31", record.visit.zone)
    assert isinstance(moment, Moment)
    lasts = {f"last_{name}": Answer(f"last_{name}", moment) for name in names}
    return {"taken": Answer("taken", names), **lasts}


def test_substances_that_nobody_asked_about_have_no_line(
    record: VisitRecord, library: Library, substances: Questionnaire
) -> None:
    told = facts(
        summarise(visit(record, (substances, taken(record, "s1", "s2"))), library.references)
    )

    assert {label: value for label, value in told.items() if label.startswith("Hours")} == {
        "Hours s1": "5 h",
        "Hours s2": "5 h",
    }
    assert told["Pregnancy"] == "not asked"


def test_a_substance_that_was_asked_about_and_declined_keeps_its_line(
    record: VisitRecord, library: Library, substances: Questionnaire
) -> None:
    answers = taken(record, "s1") | {"last_s1": Missing("last_s1", "declined")}

    told = summarise(visit(record, (substances, answers)), library.references)

    fact = next(fact for fact in told.right_now.facts if fact.label == "Hours s1")
    assert not fact.known


def test_substances_left_open_by_a_declined_question_share_one_line(
    record: VisitRecord, library: Library, substances: Questionnaire
) -> None:
    answers = {"taken": Missing("taken", "declined")}

    told = facts(summarise(visit(record, (substances, answers)), library.references))

    open_ = told["Open, because another answer is missing"]
    assert open_.startswith("Hours s1, Hours s2")
    assert open_.count("Hours") == len(SUBSTANCES)
    assert "Hours s1" not in told


def test_a_card_names_hours_only_of_what_was_asked_and_says_when_none_can_be_told(
    record: VisitRecord, library: Library, substances: Questionnaire
) -> None:
    cows = only(record, "cows").responses
    ticked = visit(record, (substances, taken(record, "s3")))
    declined = visit(record, (substances, {"taken": Missing("taken", "declined")}))

    cards = [
        summarise(replace(one, responses=(*one.responses, *cows)), library.references).scores[0]
        for one in (ticked, declined)
    ]

    assert [line for line in cards[0].beside if "Hours" in line] == ["Hours s3: 5 h"]
    assert [line for line in cards[1].beside if "Hours" in line] == [
        "Hours since last use: cannot be told for every substance"
    ]


def test_a_finding_of_two_questionnaires_is_printed_once_with_both_rules(
    record: VisitRecord, library: Library
) -> None:
    yes = {"ill": Answer("ill", "yes")}
    both = visit(record, (flag("one", "within_7_days"), yes), (flag("two", "now"), yes))

    told = summarise(both, library.references)

    assert told.findings.heading == "1 safety finding: 1 now"
    (row,) = told.findings.rows
    assert (row.level, row.answer) == ("Now", "Ill in two: Yes; Ill in one: Yes")
    assert {rule.code for rule in told.rules} == {"one.illness", "two.illness"}


def test_a_finding_that_one_questionnaire_raises_is_not_asked_for_another(
    record: VisitRecord, library: Library
) -> None:
    both = visit(
        record,
        (flag("one", "now"), {"ill": Answer("ill", "yes")}),
        (flag("two", "now"), {"ill": Missing("ill", "declined")}),
    )

    told = summarise(both, library.references).findings

    assert len(told.rows) == 1
    assert told.ask == ""


def test_every_level_that_binds_before_leaving_is_counted(
    record: VisitRecord, library: Library
) -> None:
    at = record.visit.started
    kept = tuple(
        RecordedFinding("gone", f"code_{n}", level, f"Kept {n}", "“A” is “Yes”", at)
        for n, level in enumerate(
            ("now", "before_leaving", "before_leaving", "within_7_days", "note")
        )
    )  # fmt: skip
    bare = replace(visit(record), recorded=kept)  # type: ignore[arg-type]

    heading = summarise(bare, library.references).findings.heading

    assert heading == "5 safety findings: 1 now, 2 before the patient leaves"


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        (None, "“A” is “Yes” (answered 10:40, not sent yet)"),
        (4, "“A” is “Yes” (later changed, 10:44)"),
    ],
)
def test_a_recorded_finding_says_whether_its_answer_was_changed_or_is_not_sent_yet(
    record: VisitRecord, library: Library, changed: int | None, answer: str
) -> None:
    at = record.visit.started + timedelta(minutes=9)
    later = None if changed is None else at + timedelta(minutes=changed)
    kept = RecordedFinding("gone", "code", "now", "Kept", "“A” is “Yes”", at, changed_at=later)

    (row,) = summarise(replace(visit(record), recorded=(kept,)), library.references).findings.rows

    assert row.answer == answer


def test_safety_questions_that_nobody_put_are_not_counted_but_named_once(
    record: VisitRecord, library: Library
) -> None:
    unput = {"ill": Missing("ill", "not_asked")}
    both = visit(
        record,
        (flag("one", "now"), {"ill": Answer("ill", "no")}),
        (flag("two", "now"), unput),
    )

    safety = summarise(both, library.references).findings.safety

    assert safety == "1 of 1 safety question answered; not asked: Ill in two."


def test_pages_without_any_record_are_named_in_one_line(
    record: VisitRecord, library: Library, substances: Questionnaire
) -> None:
    answers = {"taken": Missing("taken", "declined")}

    (table,) = summarise(visit(record, (substances, answers)), library.references).items

    assert table.empty == "Nothing was recorded on these pages: Last times."
    assert [row.label for rows in table.columns for row in rows] == ["Taken"]
    assert table.not_asked == ""


def test_a_table_of_two_raters_says_whose_each_answer_is(
    record: VisitRecord, library: Library
) -> None:
    cows = only(record, "cows")
    first = replace(cows.responses[0], answers={"pulse": cows.responses[0].answers["pulse"]})
    rest = {ref: answer for ref, answer in cows.responses[0].answers.items() if ref != "pulse"}
    second = replace(cows.responses[0], rater_name="B. Ito, RN", answers=rest)
    both = replace(cows, responses=(first, second))

    table = summarise(both, library.references).items[0]

    labels = [row.label for rows in table.columns for row in rows]
    assert any(label.startswith("Pulse") and "R. Ortega, RN" in label for label in labels)
    assert "Tremor (B. Ito, RN)" in labels


def drinks(sex: Answer | Missing | None) -> dict[str, Answer | Missing]:
    steps = {name: Answer(name, "s1") for name in ("frequency", "quantity", "binge")}
    return steps if sex is None else {**steps, "sex": sex}


def test_bands_that_no_case_gives_are_said_to_be_open(
    record: VisitRecord, library: Library
) -> None:
    text = (DEFINITIONS / "audit_c.yaml").read_text(encoding="utf-8")
    rest = text.index("          - otherwise:")
    questionnaire = read(text[:rest] + text[text.index("\ncases:") :])

    told = summarise(
        visit(record, (questionnaire, drinks(Missing("sex", "declined")))), library.references
    )

    assert told.scores[0].band == ""
    assert told.scores[0].basis == "which bands apply cannot be told"
    bands = next(row for row in told.made.rows if row.label == "Bands used")
    assert "which bands apply cannot be told" in bands.lines[0].text


def test_an_open_case_is_not_skipped_for_a_later_one(record: VisitRecord, library: Library) -> None:
    text = (DEFINITIONS / "audit_c.yaml").read_text(encoding="utf-8")
    text = text.replace("when: {sex: female}", "when: {frequency: s1}")
    text = text.replace(
        "from: 3, id: positive}]\n          - o", "from: 9, id: other}]\n          - o"
    )
    answers = drinks(Missing("sex", "declined"))

    told = summarise(visit(record, (read(text), answers)), library.references)

    # The bands of the rest apply, as in the score: not those of the case after the open one.
    assert told.scores[0].band == "positive"
    assert "Sex not known." in told.scores[0].cautions
    assert "3–12 positive" in " ".join(line.text for row in told.made.rows for line in row.lines)


def test_a_line_of_another_questionnaire_of_which_nothing_was_asked_stays_away(
    record: VisitRecord, library: Library
) -> None:
    asked = only(with_answers(record, "vitals", {"pulse": None}), "vitals")

    told = facts(summarise(asked, library.references))

    assert told["Pulse"] == "not recorded"
    assert "Hours since last kratom or 7-OH" not in told


@pytest.mark.parametrize(("reason", "ask"), [("not_asked", ""), ("declined", "Illness")])
def test_a_file_says_itself_what_its_visit_left_out(
    record: VisitRecord, reason: MissingReason, ask: str
) -> None:
    one = flag("one", "note")

    summary = summarise(visit(record, (one, {"ill": Missing("ill", reason)})), {})

    assert summary.findings.ask == ask
    assert "Ill in one" in summary.findings.safety
