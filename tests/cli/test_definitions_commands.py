"""list, check, show, score, schema, as the contract of the command line states them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from screening.core.schema import SCHEMAS, schema_text
from tests.cli.running import run
from tests.shipped_names import NAMES

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "definitions"
BAND = {"set", "basis", "id", "text"}


def score(name: str, document: str, *more: str) -> Any:
    done = run("score", name, "--answers", "-", "--json", *more, stdin=document)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"\d[eE][+-]?\d", re.sub(r'"[^"]*"', "", done.stdout))
    return json.loads(done.stdout)


def test_list_names_every_shipped_questionnaire():
    done = run("list", "--json")

    rows = json.loads(done.stdout)
    assert done.returncode == 0
    assert [set(row) for row in rows] == [{"id", "version", "title", "rated_by"}] * len(rows)
    assert [row["id"] for row in rows] == list(NAMES)


def test_check_walks_folders_and_gives_the_number_of_cases_run():
    # One after the other: some tiny definitions bear the id of the shipped one they are cut from.
    done = [run("check", folder, "--json") for folder in ("questionnaires", str(TINY))]

    assert [one.returncode for one in done] == [0, 0], [one.stdout for one in done]
    files = [file for one in done for file in json.loads(one.stdout)["files"]]
    assert all(set(file) == {"path", "ok", "cases", "faults"} for file in files)
    assert all(file["ok"] and file["faults"] == [] for file in files)
    by_name = {Path(file["path"]).name: file["cases"] for file in files}
    assert by_name["hair_check.yaml"] == 4
    assert by_name["cows.yaml"] > 12


def test_check_prints_each_fault_with_its_place_and_ends_with_1(tmp_path):
    text = (TINY / "hair_check.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("type: quantity", "type: quantitty"), encoding="utf-8")

    plain, as_json = run("check", str(wrong)), run("check", str(wrong), "--json")

    line = text[: text.index("type: quantity")].count("\n") + 1
    assert (plain.returncode, as_json.returncode) == (1, 1)
    assert plain.stdout.startswith(f"{wrong}:{line}:15: “quantitty” is not an item type. ")
    (file,) = json.loads(as_json.stdout)["files"]
    assert not file["ok"]
    assert set(file["faults"][0]) == {"path", "line", "column", "code", "problem", "fix"}


def test_show_gives_the_definition_in_the_order_of_the_file():
    done = run("show", "cows", "--json")

    shown = json.loads(done.stdout)
    assert set(shown) == {"id", "version", "sha256", "items", "scores", "findings"}
    assert re.fullmatch("[0-9a-f]{64}", shown["sha256"])
    pulse, sweating = shown["items"][:2]
    assert pulse["points"] == {"20": 0, "81": 1, "101": 2, "121": 4}
    assert (pulse["type"], pulse["unit"], pulse["min"], pulse["max"]) == (
        "quantity", "/min", 20, 250,
    )  # fmt: skip
    assert [option["points"] for option in sweating["options"]] == [0, 1, 2, 3, 4]
    assert shown["scores"][0]["bands"][0] == {
        "set": "main", "basis": "published", "id": "none", "from": 0,
    }  # fmt: skip
    assert {"id": "cows_severe", "level": "now"} in shown["findings"]


def test_show_gives_rows_with_their_fields_and_options_without_points_as_null():
    shown = json.loads(run("show", str(TINY / "rows_any.yaml"), "--json").stdout)

    rows = shown["items"][0]
    assert [field["id"] for field in rows["fields"]] == ["form", "amount", "times", "since"]
    assert rows["fields"][0]["options"][0] == {"id": "leaf", "points": None}
    assert rows["fields"][1]["units"] == {"g": "g", "mg": "mg", "capsule": "{capsule}"}


def test_score_has_the_shape_of_the_contract():
    document = '{"more_hair": "yes", "onset": "2025-08", "crown_removed": 3}'

    result = score(str(TINY / "hair_check.yaml"), document, "--visit", "2026-03-01")

    assert set(result) == {
        "questionnaire", "version", "sha256", "scores", "computed", "features", "findings",
    }  # fmt: skip
    (pull,) = result["scores"]
    band = {"set": "main", "basis": "house", "id": "raised", "text": "Raised"}
    assert pull == {
        "id": "pull_crown", "value": 3, "range": [0, 60], "possible": [3, 3], "bands": [band],
        "bands_possible": [band], "missing": [], "prorated": False, "lines": [],
        "trace": [{"item": "crown_removed", "answer": 3, "points": 3, "running": 3}],
    }  # fmt: skip
    weeks = {"id": "since_onset", "value": None, "low": 26, "high": 30, "unit": "wk"}
    assert result["computed"] == [weeks]
    assert result["features"] == [
        {"id": "te", "rows": [{"id": "sheds", "says": "towards"},
                              {"id": "pulls", "says": "towards"}]},
    ]  # fmt: skip
    (finding,) = result["findings"]
    assert set(finding) == {"id", "level", "state", "text", "because"}
    assert (finding["id"], finding["state"]) == ("long_shedding", "raised")


def test_without_a_visit_what_rests_on_it_is_null():
    result = score(str(TINY / "hair_check.yaml"), '{"more_hair": "yes", "onset": "2025-08"}')

    assert result["computed"][0] == {
        "id": "since_onset", "value": None, "low": None, "high": None, "unit": "wk",
    }  # fmt: skip


def test_an_incomplete_score_has_no_value_and_says_what_is_missing():
    (cows,) = score("cows", '{"pulse": 101, "pupils": {"missing": "not_assessed"}}')["scores"]

    assert (cows["value"], cows["bands"], cows["possible"]) == (None, [], [2, 46])
    assert {"item": "pupils", "reason": "not_assessed"} in cows["missing"]
    assert {"item": "gi", "reason": "not_recorded"} in cows["missing"]
    assert all(set(band) == BAND for band in cows["bands_possible"])


def test_answers_of_another_questionnaire_of_the_packet_are_read():
    result = score(
        str(TINY / "uses_other.yaml"), '{"unwell": "yes", "points_from_numbers.pulse": "121"}'
    )

    assert [(f["id"], f["state"]) for f in result["findings"]] == [("fast", "raised")]


@pytest.mark.parametrize(
    ("words", "stdin", "code", "says"),
    [
        (("score", "cows", "--answers", "-"), '{"pulse": 300}', 1, "pulse: "),
        (("score", "cows", "--answers", "-"), '{"pulse": true}', 1, "pulse: "),
        (("score", "cows", "--answers", "-"), '{"pulse": 1e2}', 1, "pulse: "),
        (("score", "cows", "--answers", "-"), '{"pulse": NaN}', 1, "NaN"),
        (("score", "cows", "--answers", "-"), '{"pulse": 80, "pulse": 90}', 1, "pulse"),
        (("score", "cows", "--answers", "-"), '{"cows.pulse": 80}', 1, "cows.pulse"),
        (("score", "cows", "--answers", "-"), "not json", 1, "JSON"),
        (("score", "cows", "--answers", "-"), "[" * 5000, 1, ""),
        (("score", "cows", "--answers", "-"), "", 1, "JSON"),
        (("score", "cows", "--answers", "/no/such/file"), "", 1, "/no/such/file"),
        (("score", "cows", "--answers", "/"), "", 1, "/"),
        (("score", "nothing", "--answers", "-"), "{}", 1, "nothing"),
        (("score", "no/such.yaml", "--answers", "-"), "{}", 1, "such.yaml"),
        (("show", "nothing"), "", 1, "cows"),
        (("show", "README.md"), "", 1, "README.md:"),
        (("show", "x" * 5000), "", 1, ""),
        (("check", "no/such/place"), "", 1, "no/such/place"),
        (("score", "cows"), "", 2, "--answers"),
        (("score", "cows", "--answers", "-", "--visit", "yesterday"), "{}", 2, "--visit"),
        (("score", "cows", "--answers", "-", "--when", "now"), "{}", 2, "--when"),
        (("check",), "", 2, ""),
        (("show",), "", 2, ""),
        (("invent",), "", 2, "invent"),
    ],
)
def test_faults_go_to_stderr_with_their_exit_code_and_never_as_a_traceback(
    words, stdin, code, says
):
    done = run(*words, stdin=stdin)

    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_folder_of_ones_own_is_looked_into(tmp_path):
    (tmp_path / "mine.yaml").write_bytes((TINY / "ratio.yaml").read_bytes())

    rows = json.loads(run("list", "--json", SCREENING_QUESTIONNAIRES=str(tmp_path)).stdout)

    assert [row["id"] for row in rows] == ["ratio"]


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_the_schema_that_is_shipped_is_the_one_of_the_models(kind):
    shipped = (ROOT / "static" / f"{kind}.schema.json").read_text(encoding="utf-8")

    assert shipped == schema_text(kind) == run("schema", kind).stdout


def test_the_schema_of_questionnaires_is_the_one_that_is_meant_without_a_word():
    assert run("schema").stdout == schema_text("questionnaire") != schema_text("packet")


def test_every_key_of_the_packets_here_is_in_their_schema():
    schema = json.loads(schema_text("packet"))
    entry = schema["$defs"]["Entry"]["properties"]
    paths = [*ROOT.glob("questionnaires/packets/*.yaml"), *TINY.glob("paged/packets/*.yaml")]

    texts = [path.read_text(encoding="utf-8") for path in paths]

    tops = {key for text in texts for key in re.findall(r"^([a-z_]+):", text, re.M)}
    inner = {key for text in texts for key in re.findall(r"^(?:  - |    )([a-z_]+):", text, re.M)}
    assert "minutes" in tops <= set(schema["properties"])
    assert {"pages", "when", "not_within_days"} <= inner <= {*entry, "any", "all"}
    assert entry["pages"]["anyOf"][1]["minItems"] == 1


def test_every_key_of_the_shipped_files_is_in_the_schema():
    schema, translation = (
        json.loads(schema_text(kind)) for kind in ("questionnaire", "translation")
    )
    known = set(schema["properties"])
    for part in schema["$defs"].values():
        known |= set(part.get("properties", {}))

    for path in (ROOT / "questionnaires").glob("*.yaml"):
        if path.name != "references.yaml":
            tops = re.findall(r"^([a-z_]+):", path.read_text(encoding="utf-8"), re.M)
            told = translation if "." in path.stem else schema
            assert set(tops) <= set(told["properties"])
    assert {"enable_when", "when_not_asked", "tell_patient", "leave_out"} <= known
