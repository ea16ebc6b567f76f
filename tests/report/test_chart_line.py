"""The line for a chart: plain, on one line, honest about what is missing, and without advice."""

from __future__ import annotations

from dataclasses import replace

from screening.core.answers import Answer, Missing
from screening.core.library import Library
from screening.core.visit import RecordedFinding, Signature, VisitNote, VisitRecord
from screening.report.chart_line import chart_line
from tests.report.changes import only, with_answers


def test_the_line_says_date_totals_maxima_bands_raters_and_hours(
    record: VisitRecord, library: Library
) -> None:
    line = chart_line(record, library.references)

    assert line.startswith("19 Nov 2026, visit 4, Riverside Recovery Clinic. COWS 16/48, Moderate")
    assert "COWS 16/48, Moderate, rated by R. Ortega, RN (Since last kratom: 13 h;" in line
    assert "SOWS-16 23/64, no published bands, patient-reported" in line
    assert "44 of 45 safety questions answered; not answered: Risk of infection by sex" in line
    assert line.endswith("Not signed.")
    assert "\n" not in line


def test_an_incomplete_score_is_not_scored_and_says_how_many(
    record: VisitRecord, library: Library
) -> None:
    open_ = with_answers(record, "cows", {"tremor": Missing("tremor", "not_assessed")})

    line = chart_line(open_, library.references)

    assert "COWS not scored (10 of 11), rated by R. Ortega, RN" in line
    assert "/48" not in line


def test_findings_name_who_saw_them_and_no_flag_is_said(
    record: VisitRecord, library: Library
) -> None:
    at = record.visit.started
    seen = RecordedFinding(
        "substance_use", "seven_oh_risk", "before_leaving", "7-OH at risk", "b", at, None, "Ada", at
    )

    told = chart_line(replace(record, recorded=(seen,)), library.references)
    calm = chart_line(only(record, "cows"), library.references)

    assert "Findings, with who saw each: " in told
    assert "(Ada, 10:31)" in told
    assert "No flag raised." in calm


def test_no_typed_word_no_name_and_no_deadline_stands_in_it(
    record: VisitRecord, library: Library
) -> None:
    words = Answer("own_words", "Typed by the patient")
    said = with_answers(record, "own_words", {"own_words": words})
    noted = replace(said, note=VisitNote("Typed by Ada", "Ada Moreno", record.visit.started))

    line = chart_line(noted, library.references)

    assert "Typed" not in line
    assert record.patient.family not in line
    assert "leaves" not in line


def test_a_signed_visit_says_who_signed(record: VisitRecord, library: Library) -> None:
    signed = replace(record, signature=Signature("Ada Moreno", record.visit.started))

    line = chart_line(signed, library.references)

    assert line.endswith("Signed by Ada Moreno, 19 Nov 2026, 10:31.")
