"""response.json: what it says of answers and scores, that it is FHIR R4, and that it reads back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from screening.core.result_json import dump
from screening.core.typed_in import TypedIn
from screening.core.visit_evaluation import EvaluatedVisit, evaluate_visit
from screening.exchange.bundle import entries_of, response_json
from screening.exchange.read_bundle import MissingDefinition, WrongBundle, read_bundle
from screening.exchange.scores_csv import scores_csv
from screening.settings import ROOT
from tests.exchange.visits import by_sha256, random_visits, resources, sample_visits, visit

PHQ9 = (
    "interest", "mood", "sleep", "energy", "appetite", "self_worth", "concentration",
    "psychomotor", "self_harm",
)  # fmt: skip
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def told(visited: EvaluatedVisit) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response_json(visited))
    return found


def items(bundle: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """The items of one response, by linkId."""
    pages = resources(bundle, "QuestionnaireResponse")[number]["item"]
    return {item["linkId"]: item for page in pages for item in page["item"]}


def score(bundle: dict[str, Any], name: str) -> dict[str, Any]:
    return next(
        one
        for one in resources(bundle, "Observation")
        if one["code"]["coding"][0]["code"] == name
    )  # fmt: skip


def extension(resource: dict[str, Any], name: str) -> Any:
    return next(e for e in resource["extension"] if e["url"].endswith(f":{name}"))


def span(resource: dict[str, Any], name: str) -> list[float]:
    return [part["valueDecimal"] for part in extension(resource, name)["extension"]]


def test_every_sample_visit_is_valid_fhir():
    for visited in sample_visits():
        Bundle.model_validate_json(response_json(visited))


def test_what_was_answered_at_random_is_valid_fhir_and_reads_back_as_the_same_bytes():
    for visited in (*sample_visits(), *random_visits(12)):
        written = response_json(visited)

        Bundle.model_validate_json(written)
        again = evaluate_visit(read_bundle(written, by_sha256))

        assert response_json(again) == written
        assert scores_csv(again) == scores_csv(visited)


def test_responses_keep_the_order_of_the_visit_when_two_raters_share_a_questionnaire():
    visited = visit(
        ("withdrawal_safety", "patient", {"self_harm": ["none"]}),
        ("gad2", "patient", {"nervous": "most_days"}),
        ("withdrawal_safety", "clinician", {}),
    )

    again = read_bundle(response_json(visited), by_sha256)

    told = [(one.questionnaire.id, one.role) for one in again.responses]
    assert told == [(one.questionnaire.id, one.role) for one in visited.record.responses]
    assert response_json(evaluate_visit(again)) == response_json(visited)


def test_two_processes_write_the_same_bytes():
    program = (
        "import hashlib;from tests.exchange.visits import sample_visits;"
        "from screening.exchange.bundle import response_json;"
        "print(hashlib.sha256(response_json(sample_visits()[0])).hexdigest())"
    )

    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(said) == 1


def test_an_answer_carries_its_points_and_a_number_its_unit():
    bundle = told(visit(("cows", "clinician", {"pulse": "104", "sweating": "drops"})))

    chosen = items(bundle)["sweating"]["answer"][0]["valueCoding"]
    assert chosen["code"] == "drops"
    assert chosen["extension"] == [
        {"url": ORDINAL, "valueDecimal": 3}
    ]  # COWS: drops of sweat are worth 3
    assert items(bundle)["pulse"]["answer"] == [
        {
            "valueQuantity": {
                "value": 104, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min",
            }
        }
    ]  # fmt: skip


def test_a_whole_score_has_its_value_its_band_and_the_code_that_was_found():
    answers = dict.fromkeys(PHQ9, "some_days")

    observation = score(told(visit(("phq9", "patient", answers))), "phq9")

    assert observation["valueQuantity"]["value"] == 9  # nine times 1
    assert observation["code"]["coding"][1] == {"system": "http://loinc.org", "code": "44261-6"}
    assert "dataAbsentReason" not in observation
    assert observation["interpretation"][0]["coding"][0]["code"] == "mild"  # 5 to 9


def test_an_incomplete_score_says_why_and_what_is_possible_and_never_the_part_total():
    answers = {**dict.fromkeys(PHQ9, "almost_daily"), "sleep": {"missing": "declined"}}

    observation = score(told(visit(("phq9", "patient", answers))), "phq9")

    assert "valueQuantity" not in observation
    assert "interpretation" not in observation
    assert observation["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    assert extension(observation, "completeness")["valueString"] == "8 of 9"
    assert span(observation, "possible") == [24, 27]  # eight times 3, and 0 to 3
    assert span(observation, "range") == [0, 27]
    # 24 is the lowest total that is still possible; nowhere does it stand as a value.
    assert '"value":24' not in json.dumps(observation, separators=(",", ":"))


def test_declined_not_assessed_not_asked_and_not_recorded_stay_four_things():
    bundle = told(
        visit(
            ("audit_c", "patient", {"frequency": "never", "sex": {"missing": "declined"}}),
            ("cows", "clinician", {"tremor": {"missing": "not_assessed"}}),
        )
    )

    def reason(number: int, item_id: str) -> str:
        found = items(bundle, number)[item_id]
        assert "answer" not in found
        return str(found["extension"][0]["valueCode"])

    assert reason(0, "sex") == "asked-declined"
    assert reason(1, "tremor") == "not-performed"
    assert reason(0, "quantity") == "not-asked"  # nobody who never drinks is asked how much
    assert reason(1, "pupils") == "unknown"


def test_an_answer_that_no_longer_counts_is_not_sent_on():
    answers = {"frequency": "never", "quantity": "ten_more", "binge": "daily", "sex": "male"}

    bundle = told(visit(("audit_c", "patient", answers)))

    assert "answer" not in items(bundle)["quantity"]
    assert score(bundle, "audit_c")["valueQuantity"]["value"] == 0


def test_amendments_paper_and_why_something_was_not_assessed_read_back():
    because = {"missing": "not_assessed", "why": "other", "words": "patient asleep"}
    visited = visit(("cows", "clinician", {"tremor": because, "pulse": "80"}))
    (plain,) = visited.record.responses
    later = plain.completed + timedelta(hours=2)
    paper = TypedIn(date(2026, 11, 19), ("F. Ng", "A. Bo"), later, "Dr Ada", later, ("pupils",))
    amended = replace(plain, revision=2, amended=later, amended_by="Dr Ada", typed_in=paper)
    record = replace(visited.record, responses=(amended,))

    written = response_json(evaluate_visit(record))

    Bundle.model_validate_json(written)
    (again,) = read_bundle(written, by_sha256).responses
    assert (again.amended, again.amended_by, again.typed_in) == (later, "Dr Ada", paper)
    assert again.answers["tremor"] == amended.answers["tremor"]
    assert response_json(evaluate_visit(read_bundle(written, by_sha256))) == written
    assert json.loads(written)["timestamp"] == "2026-11-19T12:40:00-07:00"


def test_a_time_without_offset_keeps_how_it_was_given():
    given = {"street_opioids": ["heroin"], "heroin_last_use": "2026-11-18T21:30"}

    bundle = told(visit(("substance_use", "patient", given)))

    (answer,) = items(bundle)["heroin_last_use"]["answer"]
    assert answer["valueDateTime"] == "2026-11-18T21:30:00-07:00"  # Denver in November
    assert answer["extension"][0]["valueString"] == "2026-11-18T21:30"


def test_without_identity_nothing_names_the_patient():
    visited = sample_visits()[0]
    patient = visited.record.patient

    entries = entries_of(visited, "a-mark", identified=False)
    written = dump(entries)

    for word in (patient.family, patient.given, patient.record, patient.born.isoformat()):
        assert word in response_json(visited).decode()
        assert word not in written


def test_a_visit_is_dated_by_its_newest_answer():
    assert told(sample_visits()[0])["timestamp"] == "2026-11-19T10:57:00-07:00"


def test_a_definition_that_is_not_here_is_named():
    written = response_json(visit(("gad2", "patient", {})))

    with pytest.raises(MissingDefinition, match=r"gad2 1\.0\.0 is not here"):
        read_bundle(written, lambda sha256: None)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"[]", b"{}", b'{"entry":[1]}', b'{"entry":[{"resource":{}}]}', b"[" * 5000,
        response_json(sample_visits()[0]).replace(b'"birthDate":"1988-03-14"', b'"birthDate":"x"'),
        response_json(sample_visits()[0]).replace(b"America/Denver", b"../../etc/passwd"),
        response_json(sample_visits()[0]).replace(b'"code":"none"', b'"code":"nothing"'),
    ],
)  # fmt: skip
def test_what_we_did_not_write_is_refused_in_a_sentence(data: bytes):
    with pytest.raises(WrongBundle):
        read_bundle(data, by_sha256)


def test_a_visit_with_a_code_is_known_by_it_and_one_without_by_what_it_says():
    one, other = sample_visits()[0], sample_visits()[1]
    coded = replace(one, record=replace(one.record, visit=replace(one.record.visit, code="ab12")))

    marks = [told(visited)["entry"][0]["fullUrl"] for visited in (one, other, coded)]

    assert len(set(marks)) == 3
    assert read_bundle(response_json(coded), by_sha256).visit.code == "ab12"
