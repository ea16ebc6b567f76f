"""What the summary says, section by section; its scores stand in test_summary_scores.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from screening.core.answers import Answer, Missing
from screening.core.library import Library
from screening.core.visit import Approved, RecordedFinding, Signature, VisitRecord
from screening.report.sections.signed import Signed
from screening.report.summary import Summary, summarise
from tests.report.changes import only, with_answers

REFUSED = "chose not to answer"


def test_the_head_names_visit_weekday_times_and_clinic(summary: Summary) -> None:
    assert summary.masthead.visit == "Visit 4 · Thursday 19 November 2026, 10:31–10:58"
    assert summary.masthead.site == "Riverside Recovery Clinic"


def test_the_strip_names_the_patient_with_age_and_who_answered(summary: Summary) -> None:
    told = {detail.label: detail.value for detail in summary.identity}

    assert told["Patient"] == "SAMPLE, Jordan A."
    assert told["Date of birth (age)"] == "14 Mar 1988 (38 y)"
    assert told["Answered by"] == "Patient; R. Ortega, RN"
    assert told["Language"] == "English"


def test_the_age_waits_for_the_birthday(record: VisitRecord, library: Library) -> None:
    day_after = record.visit.started.date() + timedelta(days=1)
    born = replace(record.patient, born=day_after.replace(year=1990))

    told = summarise(replace(record, patient=born), library.references).identity

    assert told[1].value.endswith("(35 y)")


def test_findings_are_counted_with_the_most_urgent_deadline(summary: Summary) -> None:
    assert summary.findings.heading == "3 safety findings: 2 before the patient leaves"
    assert [row.level for row in summary.findings.rows] == [
        "Before the patient leaves", "Before the patient leaves", "Within 7 days, by 26 Nov",
    ]  # fmt: skip


def test_a_finding_shows_the_answer_behind_it_without_the_question_that_led_there(
    summary: Summary,
) -> None:
    row, rule = summary.findings.rows[1], summary.rules[1]

    assert "Benzos" in row.answer
    assert "Kratom leaf" not in row.answer
    assert "Kratom leaf" in rule.rests_on


def test_without_findings_the_line_says_what_was_answered_and_what_was_not(
    record: VisitRecord, library: Library
) -> None:
    plain = only(record, "vitals")
    plain = with_answers(plain, "vitals", {"spo2": Missing("spo2", "not_assessed")})

    told = summarise(plain, library.references).findings

    assert told.heading == "No flag raised."
    assert not told.rows
    assert told.safety.startswith("5 of 6 safety questions answered; not answered: ")
    assert "SpO2 (not assessed)" in told.safety


def test_what_cannot_be_told_is_asked_in_person_and_never_counts_as_no(
    record: VisitRecord, library: Library
) -> None:
    refused = {"other_drugs": Missing("other_drugs", "declined")}
    declined = only(with_answers(record, "substance_use", refused), "substance_use")

    told = summarise(declined, library.references).findings

    assert "An opioid, kratom or 7-OH with alcohol or a sedative" in told.ask
    assert f"({REFUSED})" in told.safety


def recorded(record: VisitRecord, home: str, code: str, seen: bool) -> RecordedFinding:
    at = record.visit.started + timedelta(minutes=9)
    return RecordedFinding(
        home, code, "before_leaving", "Kept finding", "“A” is “Yes”", at,
        changed_at=at + timedelta(minutes=4),
        seen_by="Dr Ada Brown" if seen else "",
        seen_at=at + timedelta(minutes=7) if seen else None,
    )  # fmt: skip


def test_a_recorded_finding_stays_when_its_answer_was_changed(
    record: VisitRecord, library: Library
) -> None:
    kept = replace(
        record, recorded=(recorded(record, "withdrawal_safety", "liver_signs", seen=False),)
    )

    rows = summarise(kept, library.references).findings.rows

    row = next(row for row in rows if row.text == "Kept finding")
    assert row.answer == "“A” is “Yes” (later changed, 10:44)"
    assert row.seen == "not yet seen"


def test_who_saw_a_finding_stands_beside_it(record: VisitRecord, library: Library) -> None:
    by_ada = recorded(record, "substance_use", "combined_depressants", seen=True)

    rows = summarise(replace(record, recorded=(by_ada,)), library.references).findings.rows

    assert rows[1].seen == "Dr Ada Brown, 10:47"
    assert len(rows) == 3


def test_hours_run_to_the_end_of_the_rating(summary: Summary) -> None:
    told = {fact.label: fact.value for fact in summary.right_now.facts}

    assert summary.right_now.at == "at 10:57, when the clinician’s rating ended"
    assert told["Since last kratom"] == "13 h"
    assert told["Blood pressure"] == "132/84 mmHg"
    assert told["Naloxone at home"] == "No"
    assert told["Pregnancy"] == "None of these"


def test_what_belongs_to_the_right_now_strip_and_was_not_asked_is_named(
    record: VisitRecord, library: Library
) -> None:
    strip = summarise(only(record, "kratom_use", "vitals", "cows"), library.references).right_now

    told = {fact.label: fact.value for fact in strip.facts}
    assert told["Naloxone at home"] == "not asked"
    assert told["Pregnancy"] == "not asked"


def test_every_item_stands_with_points_of_the_maximum_last_time_and_change(
    summary: Summary,
) -> None:
    cows = next(table for table in summary.items if table.name == "COWS")
    row = next(row for row in cows.columns[0] if row.label == "Restlessness")

    assert (row.points, row.maximum, row.before, row.change) == ("3", "/ 5", "1", "▲ +2")
    assert row.changed
    total = cows.totals[0]
    assert (total.answer, total.points, total.before, total.change) == (
        "Moderate",
        "16",
        "11",
        "▲ +5",
    )


def test_an_answer_that_stayed_is_told_apart_from_one_that_was_not_given(
    record: VisitRecord, library: Library
) -> None:
    declined = {"yawning": Missing("yawning", "declined")}
    then = with_answers(record.earlier[-1], "sows16", declined)
    told = summarise(replace(record, earlier=(*record.earlier[:-1], then)), library.references)

    rows = {
        (table.name, row.label): row
        for table in told.items
        for part in table.columns
        for row in part
    }
    medicines = rows["Vitals", "Medicines that change the pulse"]
    yawning = rows["SOWS-16", "Feels like yawning"]
    assert (medicines.answer, medicines.before) == ("None of these", "=")
    assert (yawning.before, yawning.change) == ("–", "")
    assert rows["SOWS-16", "Watery eyes"].change == "–"


def test_items_that_were_skipped_by_right_are_named_in_one_line(summary: Summary) -> None:
    hair = next(table for table in summary.items if table.name == "Hair history")

    assert "Delivery" in hair.not_asked
    assert not any("not asked" in row.answer for part in hair.columns for row in part)


def test_the_patients_words_stand_exactly_as_typed(record: VisitRecord, library: Library) -> None:
    typed = "  <b>two</b>\nlines & 'quotes'"
    said = with_answers(record, "own_words", {"own_words": Answer("own_words", typed)})

    assert summarise(said, library.references).own_words[0].text == typed


def test_a_long_text_is_cut_with_a_mark_that_says_so(record: VisitRecord, library: Library) -> None:
    said = with_answers(record, "own_words", {"own_words": Answer("own_words", "x" * 2000)})

    text = summarise(said, library.references).own_words[0].text

    assert text.endswith("[… cut here, 2000 characters in all]")
    assert len(text) < 1300


def test_the_last_section_names_versions_bands_reviewers_and_that_it_does_not_replace_judgement(
    summary: Summary,
) -> None:
    rows = {
        row.label: " ".join(f"{line.text} {line.note}" for line in row.lines)
        for row in summary.made.rows
    }

    assert "COWS 2.0.0" in rows["Questionnaires"]
    assert "reviewed by: nobody yet" in rows["Questionnaires"]
    assert "13–24 Moderate" in rows["Bands used"]
    assert "By convention only" in rows["Without a published basis"]
    assert "audit head: none" in rows["Made by"]
    assert "America/Denver" in rows["Answers received"]
    assert "do not replace it" in summary.made.judgement


def test_who_approved_a_version_here_is_named_with_the_day_for_this_version_alone(
    record: VisitRecord, library: Library, summary: Summary
) -> None:
    cows = library.questionnaires["cows"]
    # 02:30 on the 2nd in Greenwich is the evening before at the clinic.
    by = Approved("Dr Ada Byron", datetime(2026, 12, 2, 2, 30, tzinfo=UTC))

    other = summarise(replace(record, approved={"0" * 64: by}), library.references)
    told = summarise(replace(record, approved={cows.sha256: by}), library.references)

    lines = {line.text for row in told.made.rows for line in row.lines}
    (line,) = [text for text in lines if text.startswith("COWS 2.0.0")]
    assert line.endswith("reviewed by: Dr Ada Byron, 1 Dec 2026)")
    assert sum("Dr Ada Byron" in text for text in lines) == 1
    assert other.made.rows[0] == summary.made.rows[0]
    assert told.made_at == "2026-12-01T19:30:00-07:00"  # the newest thing in it


def test_the_same_visit_gives_the_same_summary_and_another_answer_another_checksum(
    record: VisitRecord, library: Library, summary: Summary
) -> None:
    again = summarise(record, library.references)
    other = with_answers(record, "vitals", {"pulse": Answer("pulse", Decimal(93), "/min")})

    assert again == summary
    assert summarise(other, library.references).checksum != summary.checksum


def test_made_and_audit_head_are_those_of_the_newest_answer(
    record: VisitRecord, library: Library
) -> None:
    head = "0123456789abcdef" * 4

    told = summarise(replace(record, audit_head=head), library.references)

    assert told.made_at == "2026-11-19T10:57:00-07:00"
    assert "audit head 0123456789ab" in told.running.proof


def test_a_signed_visit_says_who_signed_and_when_in_the_visits_zone(
    record: VisitRecord, library: Library
) -> None:
    at = datetime(2026, 11, 19, 17, 50, tzinfo=UTC)
    signed = replace(record, signature=Signature("Ada Moreno", at))

    told = summarise(signed, library.references)

    assert told.signed == Signed("Ada Moreno", "19 Nov 2026, 10:50")  # Denver, in winter
    assert summarise(record, library.references).signed is None
    assert told.checksum != summarise(record, library.references).checksum


def test_a_finding_tells_of_a_checklist_what_it_is_about_and_page_2_tells_it_whole(
    record: VisitRecord, library: Library
) -> None:
    safety = library.questionnaires["withdrawal_safety"]
    ticked = {
        name: tuple(option.id for option in safety.item(name).choices if option.id != "none")
        for name in ("recent_signs", "changes")
    }
    answers = {name: Answer(name, options) for name, options in ticked.items()}

    told = summarise(with_answers(record, "withdrawal_safety", answers), library.references)

    shown = {row.text: row.answer for row in told.findings.rows}
    assert shown["Signs from the liver"] == (
        "Signs in the past 2 weeks: Yellow eyes or skin, Dark pee, Pale poop, New itch all over"
    )
    assert not any("cut here" in answer for answer in shown.values())
    rows = [row for table in told.items for column in table.columns for row in column]
    for name, options in ticked.items():
        item = safety.item(name)
        (whole,) = (row.answer for row in rows if row.label == item.label)
        assert whole == ", ".join(item.option(one).label for one in options)
    assert len(whole) > 300  # longer than typed text is told


def test_of_another_questionnaires_checklist_too(record: VisitRecord, library: Library) -> None:
    products = ("kratom", "seven_oh", "phenibut", "cbd")
    answers = {"shop_products": Answer("shop_products", products)}

    told = summarise(with_answers(record, "substance_use", answers), library.references)

    (row,) = (row for row in told.findings.rows if row.text.startswith("7-OH with a sedative"))
    shop = library.questionnaires["substance_use"].item("shop_products")
    assert f"{shop.label}: {shop.option('seven_oh').label}, {shop.option('phenibut').label}" in (
        row.answer
    )
