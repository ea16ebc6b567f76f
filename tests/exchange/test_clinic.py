"""The clinic's export: tables with a dictionary, and one Bundle; no names in either."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

from fhir.resources.R4B.bundle import Bundle

from screening.core.visit_evaluation import evaluate_visit
from screening.exchange.clinic import ExportedVisit, export_csv, export_fhir
from tests.exchange.visits import resources, sample_visits, visit


def exported() -> list[ExportedVisit]:
    """Two visits of one patient and one of another."""
    first, second, *_ = sample_visits()
    other = visit(("gad2", "patient", {"nervous": "most_days", "control_worry": "some_days"}))
    marks = (("v-1", "p-1", second), ("v-2", "p-1", first), ("v-3", "p-2", other))
    return [ExportedVisit(*one) for one in marks]


def tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def test_the_bundle_is_valid_and_holds_each_patient_and_questionnaire_once():
    data = export_fhir(exported())

    Bundle.model_validate_json(data)
    bundle = json.loads(data)
    assert len(resources(bundle, "Patient")) == 2
    assert len(resources(bundle, "Encounter")) == 3
    definitions = [one["url"] for one in resources(bundle, "Questionnaire")]
    assert len(set(definitions)) == len(definitions)
    assert "urn:screening:questionnaire:gad2" in definitions
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    (gad2,) = (
        one for one in resources(bundle, "Observation")
        if one["code"]["coding"][0]["code"] == "gad2"
    )  # fmt: skip
    assert gad2["valueQuantity"]["value"] == 3  # 2 and 1


def test_nothing_in_either_form_names_a_patient():
    words = ("Sample", "Jordan", "004-118-27", "1988-03-14")
    with zipfile.ZipFile(io.BytesIO(export_csv(exported()))) as archive:
        text = b"".join(map(archive.read, archive.namelist())).decode()

    for word in words:
        assert word not in text
        assert word not in export_fhir(exported()).decode()


def test_every_column_and_every_item_stands_in_the_dictionary():
    found = tables(export_csv(exported()))

    explained = {row["name"] for row in found["dictionary.csv"] if row["kind"] == "column"}
    for name in ("visits.csv", "answers.csv", "scores.csv"):
        assert set(found[name][0]) <= explained
    items = {
        (row["questionnaire"], row["version"], row["name"])
        for row in found["dictionary.csv"] if row["kind"] == "item"
    }  # fmt: skip
    told = {(row["questionnaire"], row["version"], row["item"]) for row in found["answers.csv"]}
    assert told <= items


def test_an_answer_is_a_row_with_its_words_its_points_or_why_there_is_none():
    given = {"nervous": "most_days", "control_worry": {"missing": "declined"}}

    found = tables(export_csv([ExportedVisit("v", "p", visit(("gad2", "patient", given)))]))

    said, missing = found["answers.csv"]
    assert (said["value"], said["points"], said["missing"]) == ("most_days", "2", "")
    assert said["words"] == "On more than half of the days"
    assert (missing["value"], missing["points"], missing["missing"]) == ("", "", "declined")
    (score,) = found["scores.csv"]
    assert (score["value"], score["completeness"], score["visit"]) == ("", "1 of 2", "v")


def test_a_checklist_that_nobody_scores_is_not_worth_0():
    visited = visit(("substance_use", "patient", {"shop_products": ["kratom"]}))

    found = tables(export_csv([ExportedVisit("v", "p", visited)]))

    (said,) = (row for row in found["answers.csv"] if row["item"] == "shop_products")
    assert (said["value"], said["points"]) == ("kratom", "")


def test_rows_have_one_line_for_each_field():
    row = {"form": "tea", "amount": {"value": "6", "unit": "g"}, "times_a_day": "3"}
    visited = visit(("substance_use", "patient", {"shop_products": ["kratom"], "products": [row]}))

    found = tables(export_csv([ExportedVisit("v", "p", visited)]))

    lines = [r for r in found["answers.csv"] if r["item"] == "products"]
    assert [(r["row"], r["field"], r["value"], r["unit"]) for r in lines] == [
        ("1", "form", "tea", ""), ("1", "amount", "6", "g"), ("1", "times_a_day", "3", ""),
    ]  # fmt: skip


def test_words_that_would_be_a_formula_are_none():
    hostile = '=HYPERLINK("http://evil";"x")'
    visited = visit(("own_words", "patient", {"own_words": hostile}))

    found = tables(export_csv([ExportedVisit("v", "p", visited)]))

    values = {row["value"] for row in found["answers.csv"]}
    assert f"'{hostile}" in values
    assert hostile not in values


def test_the_same_visits_give_the_same_bytes():
    assert export_csv(exported()) == export_csv(exported())
    assert export_fhir(exported()) == export_fhir(exported())


def test_no_visit_is_still_a_bundle():
    Bundle.model_validate_json(export_fhir([]))


def test_the_bundle_is_dated_by_its_newest_answer_also_in_the_hour_that_comes_twice():
    """In New York 01:20 of 1 November 2026 comes after 01:50: in between the clocks go back."""
    given = visit(("gad2", "patient", {"nervous": "most_days"})).record
    (response,) = given.responses
    dated = []
    for hour, minute in ((5, 50), (6, 20)):  # UTC
        at = datetime(2026, 11, 1, hour, minute, tzinfo=UTC)
        when = replace(given.visit, started=at, time_zone="America/New_York")
        record = replace(given, visit=when, responses=(replace(response, completed=at),))
        dated.append(ExportedVisit(f"v{minute}", "p", evaluate_visit(record)))

    assert json.loads(export_fhir(dated))["timestamp"] == "2026-11-01T01:20:00-05:00"
