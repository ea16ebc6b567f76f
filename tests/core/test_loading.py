"""The loader's faults: each kind once, with its place, and the text that is sound instead."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from screening.core import wording
from screening.core.loading import load_questionnaire
from screening.core.wording import shape_fault
from screening.errors import DefinitionErrors
from tests.core.catalogue import CATALOGUE, OF_TRANSLATIONS, REFERENCES, SOUND, faults_of, place_of

CORE = Path(__file__).resolve().parents[2] / "screening" / "core"

# kinds that need other files or other bytes; each has its own test below
ELSEWHERE = {
    "too_large", "not_utf8", "chain_too_long", "unknown_questionnaire", "asked_later",
    "not_the_same", "wrong_value", "version_not_newer", "version_too_small",
    "unknown_page", "page_twice", "page_not_brought", "page_never_asked",  # test_packet.py
    "answer_unfit",  # test_typical_visit.py
    "finding_not_there", "lowered_level",  # of the clinic's texts: test_clinic_findings.py
    # of leaflets; see test_leaflet.py
    "not_a_day", "never_said", "grade_does_not_fit", "unknown_leaflet",
    "other_id", "unnoticed_mistake",  # of drafts and of mistakes made on purpose: test_judging.py
}  # fmt: skip


def codes_in_the_code() -> set[str]:
    """Every kind of fault that the core can report, read from its source."""
    found = {code for code, _, _ in (*wording.TOLD.values(), wording.OTHERWISE)}
    for path in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= {word for word in _codes(path.name, node) if word is not None}
    return found


TEXT_FAULTS = ("yaml_limits.py", "yaml_tree.py")


def _codes(file: str, node: ast.AST) -> list[str | None]:
    at = {"Fault": 0, "YamlFault": 1, "DefinitionError": 3}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in at:
        return [_word(arg) for arg in node.args[at[node.func.id] : at[node.func.id] + 1]]
    if isinstance(node, ast.Assign) and file in TEXT_FAULTS and _is(node.targets[0], "fault"):
        return [_word(node.value.elts[0])] if isinstance(node.value, ast.Tuple) else []
    if isinstance(node, ast.Return) and file == "wording.py" and isinstance(node.value, ast.Tuple):
        return [_word(node.value.elts[0])]
    return []


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _word(node: ast.AST) -> str | None:
    is_word = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_word and isinstance(node, ast.Constant) else None


def test_the_catalogue_names_every_kind_of_fault_that_the_code_can_report():
    shown = {code for code, _, _ in CATALOGUE} | ELSEWHERE | OF_TRANSLATIONS
    assert shown == codes_in_the_code()


def test_the_text_that_each_fault_is_put_into_is_sound():
    assert [str(fault) for fault in faults_of(SOUND)] == []


@pytest.mark.parametrize(("code", "sound", "wrong"), CATALOGUE, ids=[c for c, _, _ in CATALOGUE])
def test_a_fault_is_shown_with_its_place(code, sound, wrong):
    sound = sound.replace("§", "")
    assert SOUND.count(sound) == 1
    marked = SOUND.replace(sound, wrong)

    faults = faults_of(marked.replace("§", ""))

    places = {(fault.line, fault.column) for fault in faults if fault.code == code}
    assert places, [str(fault) for fault in faults]
    if place_of(marked) is not None:
        assert place_of(marked) in places
    assert all(fault.problem and fault.fix for fault in faults)
    assert [(f.line, f.column) for f in faults] == sorted((f.line, f.column) for f in faults)


def test_faults_of_different_kinds_are_reported_in_one_pass():
    text = (
        SOUND.replace("sum: [a, b]", "sum: [a, bb]")
        .replace("{any: [{a: yes}", "{any: [{a: ja}")
        .replace("precision: [day, year]", "precision: [year, day]")
        .replace("source: {ref: R1}", "source: {ref: R11}")
        .replace("id: since,", "id: twice,")
    )

    codes = [fault.code for fault in faults_of(text)]

    assert sorted(codes) == [
        "doubled_id", "precision_order", "unknown_item", "unknown_option", "unknown_reference",
    ]  # fmt: skip


def test_a_misspelt_word_is_met_with_a_guess():
    (fault,) = faults_of(
        SOUND.replace("type: integer, min: 0, max: 4", "type: integr, min: 0, max: 4")
    )

    assert "“integer”" in fault.fix
    assert str(fault).startswith("base.yaml:17:")


def test_columns_count_letters_and_not_bytes():
    (fault,) = faults_of(
        SOUND.replace("{id: t, text: T, type: text,", "{id: t, text: Ärä, typ: text,")
    )

    line = next(n for n, row in enumerate(SOUND.split("\n"), start=1) if "id: t," in row)
    assert (fault.line, fault.column) in {(line, 9), (line, 11)}


def test_words_that_yaml_reads_as_something_else_stay_words():
    text = SOUND.replace("title: Base", "title: 12:30").replace("text: A,", "text: NO,")
    loaded = load_questionnaire("base.yaml", text.encode(), REFERENCES)

    assert loaded.title == "12:30"
    assert loaded.item("a").text == "NO"
    assert [option.id for option in loaded.item("a").choices] == ["yes", "no"]


def test_an_error_of_shape_without_words_of_its_own_still_has_a_sentence():
    code, problem, fix = shape_fault({"type": "new_kind", "loc": ("title",), "input": "Base"})

    assert code == "wrong_value"
    assert problem == "“Base” cannot stand here."
    assert fix


def test_a_file_that_is_too_large_is_not_read():
    data = SOUND.encode() + b"#" * (256 * 1024)

    with pytest.raises(DefinitionErrors) as caught:
        load_questionnaire("base.yaml", data)

    assert [fault.code for fault in caught.value.faults] == ["too_large"]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"id: base\ntitle: B\xffase\n", "not_utf8", (2, 9)),
        (b"id: \xed\xa0\x80\n", "not_utf8", (1, 5)),  # half of a surrogate pair
        ("id: base\n".encode("utf-16"), "not_utf8", (1, 1)),
        (b'id: "\\ud800"\n', "not_yaml", None),
        (b"id: b\x00ase\n", "control_character", (1, 6)),
        (b"", "empty", (1, 1)),
        (b"# nothing\n", "empty", (1, 1)),
        (b"- id: base\n", "not_a_mapping", (1, 1)),
        (b"base\n", "not_a_mapping", (1, 1)),
        (b"[" * 100_000, "too_deep", (1, 33)),
        (b"{a: " * 20_000, "too_deep", None),
        (b"a: [" + b"1, " * 30_000 + b"1]", "too_deep", None),
        (b"id: [a\n", "not_yaml", None),
        (b"\tid: base\n", "not_yaml", None),
        (b"%YAML 9.9\n---\nid: base\n", "not_yaml", None),
    ],
)
def test_hostile_bytes_meet_a_fault_with_a_place(data, code, place):
    with pytest.raises(DefinitionErrors) as caught:
        load_questionnaire("base.yaml", data)

    fault = next(fault for fault in caught.value.faults if fault.code == code)
    assert place is None or (fault.line, fault.column) == place


def test_a_byte_order_mark_is_passed_over():
    loaded = load_questionnaire("base.yaml", b"\xef\xbb\xbf" + SOUND.encode(), REFERENCES)

    assert loaded.id == "base"


def test_a_chain_of_waiting_that_could_not_be_followed_is_refused():
    items = "".join(
        f"      - {{id: w{n}, text: W, type: choice, options: yes_no, "
        f"enable_when: {{{f'w{n - 1}' if n else 'a'}: yes}}}}\n"
        for n in range(400)
    )
    text = SOUND.replace("computed:\n", items + "computed:\n")

    assert {fault.code for fault in faults_of(text)} == {"chain_too_long"}
