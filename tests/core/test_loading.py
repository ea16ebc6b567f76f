"""The loader's faults: each kind once, with its place, and the text that is sound instead.

In CATALOGUE a stretch of SOUND is replaced by a wrong one; § marks the place of the fault. Putting
the stretch back is the fix, so SOUND itself proves that each fix repairs.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_packet, load_questionnaire, load_references
from screening.core.references import Reference
from screening.core.wording import shape_fault
from screening.errors import DefinitionError, DefinitionErrors

CORE = Path(__file__).resolve().parents[2] / "screening" / "core"
REFERENCES = {"R1": Reference(id="R1", title="A source")}

SOUND = """\
id: base
version: 1.0.0
title: Base
rated_by: either
instrument: {wording: own, licence: own work, evidence: {grade: none}}
uses: [other.thing]
option_sets:
  yes_no:
    - {id: yes, text: "Yes", points: 1}
    - {id: no, text: "No", points: 0}
pages:
  - id: one
    title: One
    items:
      - {id: a, text: A, type: choice, options: yes_no}
      - {id: b, text: B, type: choice, options: yes_no, enable_when: {a: yes}, when_not_asked: 0}
      - {id: n, text: N, type: integer, min: 0, max: 4, points: {0: 0, 2: 1}}
      - {id: q, text: Q, type: quantity, unit: kg, min: 0, max: 9.5, decimals: 1}
      - {id: u, text: U, type: quantity, units: {g: g, mg: mg}, min: 0, max: 9}
      - {id: m, text: M, type: choices, options: [{id: x, text: X}, {id: z, text: Z}]}
      - {id: d, text: D, type: date, precision: [day, year]}
      - {id: t, text: T, type: text, source: {ref: R1}}
      - {id: r, text: R, type: rows, fields: [{id: f, text: F, type: choice, options: yes_no}]}
      - {id: c, text: C, type: choice, options: yes_no, rated_by: clinician}
      - {id: p, text: P, type: integer, min: 0, max: 2, rated_by: patient, enable_when: {a: no}}
computed:
  - {id: since, between: {from: d, to: visit, unit: d}}
  - {id: share, ratio: {of: n, to: q, times: 1}}
  - {id: half, ratio: {of: q, to: n, times: 1}}
  - id: twice
    ratio: {of: share, to: p, times: 1}
    bands: [{from: 0, id: little}, {from: 2, id: lots}]
scores:
  - id: total
    sum: [a, b]
    range: [0, 2]
    bands: [{from: 0, id: low}, {from: 2, id: high}]
  - id: heavy
    weighted: {n: 0.5, a: 1}
    decimals: 1
    range: [0, 1.5]
    leave_out: {items: [n], when: {a: no}}
    band_sets:
      - id: cut
        choose:
          - {when: {a: yes}, bands: [{from: 0, id: few}]}
          - {otherwise: Not known, bands: [{from: 0, id: some}]}
features:
  - {id: te, rows: [{id: row, towards: {a: yes}}]}
findings:
  - id: found
    level: note
    when: {any: [{a: yes}, {n: {at_least: 3}}, {r: {any_row: {f: yes}}}, {other.thing: {above: 1}}]}
cases:
  - {id: two, answers: {a: yes, b: yes}, expect: {scores: {total: {value: 2, band: high}}}}
  - {id: one, answers: {a: yes, b: no}, expect: {scores: {total: {value: 1, band: low}}}}
  - id: lots
    answers: {a: no, n: 4, q: 2, p: 1}
    expect: {computed: {twice: {value: 2, band: lots}}}
  - id: little
    answers: {a: no, n: 2, q: 2, p: 1}
    expect: {computed: {twice: {value: 1, band: little}}}
"""

# kind of fault, what stands in SOUND, what is written instead
CATALOGUE = [
    # the text itself
    ("anchor", "title: Base", "title: §&here Base"),
    ("anchor", "title: Base", "title: §*here"),
    ("tag", "title: Base", "title: §!!str Base"),
    ("merge", "{wording: own,", "{§<<: {wording: own}, wording: own,"),
    ("doubled_key", "title: Base", "title: Base\n§title: Base"),
    ("no_value", "title: Base", "title: Base\n§about:"),
    ("key_not_text", "title: Base", "title: Base\n? §[a, b]\n: c"),
    ("control_character", "title: Base", "title: Ba§\x07se"),
    ("control_character", "title: Base", 'title: §"Ba\\ase"'),
    ("second_document", "title: Base", "title: Base\n§---\nid: base"),
    ("not_yaml", "title: Base", "title: Base§: B"),
    ("too_long", "title: Base", "title: §" + "B" * 9000),
    ("too_long", "title: Base", "title: §" + "ñ" * 4100),  # bytes count, not characters
    ("too_deep", "title: Base", "title: " + "[" * 31 + "§[]" + "]" * 31),
    # its shape
    ("unknown_key", "title: Base", "title: Base\n§titel: Base"),
    ("default_answer", "id: a, text: A,", "id: a, §default: no, text: A,"),
    ("default_answer", '"No", points: 0}', '"No", points: 0, §selected: yes}'),
    ("missing_key", "§id: base\nversion: 1.0.0\n", "§id: base\n"),
    ("no_value", "title: Base", 'title: Base\n§about: ""'),
    ("empty", "rows: [{id: row, towards: {a: yes}}]", "§rows: []"),
    ("too_long", "title: Base", "title: §" + "B" * 5000),
    ("not_a_number", "min: 0, max: 4", "min: §1e3, max: 4"),
    ("not_a_number", "min: 0, max: 4", "min: §010, max: 4"),
    ("not_a_number", "min: 0, max: 4", "min: §1_000, max: 4"),
    ("not_a_number", "min: 0, max: 4", "min: §NaN, max: 4"),
    ("not_a_number", "min: 0, max: 4", "min: §\uff11, max: 4"),
    ("not_a_whole_number", "decimals: 1}", "decimals: §1.0}"),
    ("not_yes_or_no", "level: note", "level: note\n    ask_if_unknown: §true"),
    ("not_yes_or_no", "level: note", "level: note\n    ask_if_unknown: §NO"),
    ("unknown_word", "level: note", "level: §noted"),
    ("unknown_type", "type: date,", "type: §dat,"),
    ("missing_type", "text: T, type: text,", "text: T,"),
    ("one_test_only", "§enable_when: {a: yes}", "§enable_when: {a: yes, n: {above: 1}}"),
    ("wrong_name", "id: base", "id: §Base"),
    ("wrong_name", "version: 1.0.0", "version: §1.0"),
    ("wrong_name", "version: 1.0.0", "version: §1.0.9999999"),
    ("wrong_name", "version: 1.0.0", "version: §\uff11.0.0"),
    ("wrong_name", "title: Base", "title: Base\nlanguage: §english"),
    ("not_a_list", "features:\n  - {id: te, rows: [{id: row, towards: {a: yes}}]}",
     "features: §te"),
    ("not_a_mapping", "instrument: {wording: own, licence: own work, evidence: {grade: none}}",
     "instrument: §none"),
    ("not_text", "title: Base", "§title: [Base]"),
    ("too_long", "range: [0, 2]", "§range: [0, 2, 3]"),
    ("doubled_edge", "points: {0: 0, 2: 1}", "§points: {0: 0, 2: 1, 2.0: 3}"),
    # its meaning: names
    ("doubled_id", "id: b, text: B", "id: §a, text: B"),
    ("doubled_id", "id: since,", "id: total,"),
    ("doubled_id", "id: z, text: Z", "id: x, text: Z"),
    ("doubled_id", "{id: one, answers", "{id: §two, answers"),
    ("doubled_id", "from: 2, id: high", "from: 2, id: low"),
    ("reserved_id", "id: t, text: T", "id: §visit, text: T"),
    ("equal_options", "id: z, text: Z", "id: z, text: X"),
    ("equal_options", "id: z, text: Z", "id: z, text: Z, short: X"),
    ("equal_options", "id: z, text: Z", 'id: z, text: " x"'),
    ("one_option", ", {id: z, text: Z}]", "]"),
    ("exclusive_choice", '"Yes", points: 1}', '"Yes", points: 1, exclusive: yes}'),
    ("unknown_item", "sum: [a, b]", "sum: [a, §bb]"),
    ("unknown_item", "{any: [{a: yes}", "{any: [{§aa: yes}"),
    ("unknown_item", "sum: [a, b]", "sum: [a, §visit]"),
    ("unknown_item", "of: n, to: q", "of: n, to: §visit"),
    ("same_as_itself", "text: T, type", "text: T, same_as: §a, type"),
    ("unknown_option_set", "id: a, text: A, type: choice, options: yes_no",
     "id: a, text: A, type: choice, options: §yes_or_no"),
    ("unknown_option", "{any: [{a: yes}", "{any: [{a: §ja}"),
    ("unknown_option", "id: c, text: C, type: choice, options: yes_no",
     "id: c, text: C, type: choice, points: {§ja: 1}, options: yes_no"),
    ("unknown_field", "any_row: {f: yes}", "any_row: {§g: yes}"),
    ("not_another", "uses: [other.thing]", "uses: [other.thing, §thing]"),
    ("unused", "uses: [other.thing]", "uses: [other.thing, §other.thong]"),
    # items
    ("empty_range", "min: 0, max: 4", "min: §4, max: 4"),
    ("too_many_decimals", "max: 9.5", "max: §9.55"),
    ("first_edge", "points: {0: 0, 2: 1}", "§points: {1: 0, 2: 1}"),
    ("edges_unordered", "points: {0: 0, 2: 1}", "§points: {0: 0, 3: 2, 2: 1}"),
    ("unit_unclear", "unit: kg, min", "min"),
    ("precision_order", "precision: [day, year]", "§precision: [year, day]"),
    ("precision_of_date", "precision: [day, year]", "§precision: [hour, year]"),
    ("never_not_asked", "id: a, text: A,", "id: a, when_not_asked: §0, text: A,"),
    ("not_for_fields", "id: f, text: F,", "id: f, rated_by: §patient, text: F,"),
    ("out_of_bounds", "decimals: 1}", "decimals: §999999999}"),
    ("out_of_bounds", "type: rows,", "type: rows, max_rows: §0,"),
    ("out_of_bounds", "range: [0, 2]", "range: [0, 2]\n    missing: {prorate: {at_most: §2}}"),
    ("item_not_reached", "§enable_when: {a: yes}", "§enable_when: {n: {above: 4}}"),
    # conditions
    ("test_does_not_fit", "{n: {at_least: 3}}", "{n: {is: §yes}}"),
    ("empty_test", "{n: {at_least: 3}}", "{§n: {}}"),
    ("limit_without_unit", "{n: {at_least: 3}}", "{§u: {at_least: 3}}"),
    ("circle", "id: a, text: A,", "id: a, §enable_when: {b: yes}, text: A,"),
    ("circle", "items: [n], when: {a: no}}", "items: [n], when: {heavy: {above: 1}}}"),
    ("waits_for_clinician", "rated_by: patient, enable_when: {a: no}",
     "rated_by: patient, §enable_when: {c: no}"),
    # scores
    ("one_kind", "    sum: [a, b]\n", "    sum: [a, b]\n    count: [a, b]\n"),
    ("one_way", "between: {from: d, to: visit, unit: d}", "text: Since"),
    ("not_a_moment", "from: d,", "from: §n,"),
    ("not_a_quantity", "of: n, to: q", "of: n, to: §u"),
    ("not_a_quantity", "of: share, to: p", "of: §since, to: p"),
    ("circle", "of: n, to: q, times: 1}}", "of: twice, to: q, times: 1}}"),
    ("weight", "of: n, to: q, times: 1", "of: n, to: q, times: §0"),
    ("test_does_not_fit", "{n: {at_least: 3}}", "{n: {band: §few}}"),
    ("unknown_option", "{n: {at_least: 3}}", "{total: {band: §hihg}}"),
    ("unknown_option", "{n: {at_least: 3}}", "{twice: {band: §lot}}"),
    ("unknown_option", "{n: {at_least: 3}}", "{since: {band: §long}}"),
    ("doubled_id", "from: 2, id: lots", "from: 2, id: little"),
    ("first_band", "{from: 0, id: little}", "{from: §1, id: little}"),
    ("bands_unordered", "{from: 0, id: little}, {from: 2, id: lots}",
     "{from: 2, id: little}, {from: 0, id: lots}"),
    ("bands_or_choose", "bands: [{from: 0, id: little}, {from: 2, id: lots}]",
     "band_sets: [{id: cut}]"),
    ("edge_without_case", "{twice: {value: 1, band: little}}", "{share: {value: 1}}"),
    ("case_fails", "{value: 2, band: lots}", "{value: 2, band: little}"),
    ("says_nothing", ", towards: {a: yes}}", "}"),
    ("weight", "{n: 0.5, a: 1}", "{n: §0, a: 1}"),
    ("counted_twice", "sum: [a, b]", "§sum: [a, b, b]"),
    ("not_in_score", "items: [n]", "items: [§q]"),
    ("prorate_does_not_fit", "    decimals: 1\n",
     "    decimals: 1\n    §missing: {prorate: {at_most: 1}}\n"),
    ("not_scorable", "sum: [a, b]", "sum: [a, §t]"),
    ("units_not_scorable", "sum: [a, b]", "sum: [a, §u]"),
    ("no_points", "sum: [a, b]", "sum: [a, §m]"),
    ("wrong_range", "range: [0, 2]", "§range: [0, 3]"),
    ("range_too_fine", "min: 0, max: 4, points: {0: 0, 2: 1}", "min: 0, max: 999999999"),
    ("bands_or_choose", "- id: cut\n", "- id: cut\n        bands: [{from: 0, id: few}]\n"),
    ("when_or_otherwise", "{when: {a: yes}, bands", "{when: {a: yes}, otherwise: So, bands"),
    ("otherwise_last", "{when: {a: yes}, bands", "{otherwise: So, bands"),
    ("first_band", "{from: 0, id: low}", "{from: §1, id: low}"),
    ("bands_unordered", "{from: 0, id: low}, {from: 2, id: high}",
     "{from: 0, id: low}, {from: 2, id: high}, {from: 1, id: mid}"),
    ("band_not_reached", "{from: 2, id: high}", "{from: 2, id: high}, {from: 3, id: top}"),
    # sources, wording and cases
    ("no_fingerprint", "wording: own,", "wording: §published,"),
    ("reworded", "wording: own,", f"wording: published, fingerprint: §{'0' * 64},"),
    ("needless_fingerprint", "wording: own,", f"wording: own, fingerprint: §{'0' * 64},"),
    ("unclear_source", "source: {ref: R1}", "§source: {ref: R1, none: House rule.}"),
    ("unclear_source", "source: {ref: R1}", "§source: {note: Somewhere}"),
    ("unknown_reference", "source: {ref: R1}", "source: {ref: §R11}"),
    ("case_fails", "value: 2, band: high", "value: 1, band: high"),
    ("case_fails", "{id: two, answers: {a: yes,", "{id: two, answers: {a: §maybe,"),
    ("edge_without_case", "{a: yes, b: no}, expect: {scores: {total: {value: 1, band: low}}}",
     "{a: no}, expect: {scores: {total: {value: 0, band: low}}}"),
]  # fmt: skip

# kinds that need other files or other bytes; each has its own test below
ELSEWHERE = {
    "too_large", "not_utf8", "chain_too_long", "unknown_questionnaire", "asked_later",
    "not_the_same", "wrong_value", "version_not_newer", "version_too_small",
    "unknown_page", "page_twice", "page_not_brought", "page_never_asked",  # test_packet.py
    # of leaflets; see test_leaflet.py
    "not_a_day", "never_said", "grade_does_not_fit", "unknown_leaflet",
}  # fmt: skip
# kinds that only a translation can have: test_translation.py shows them
OF_TRANSLATIONS = {
    "missing_text", "text_of_nothing", "other_version", "other_name", "same_language",
    "published_only", "wrong_fingerprint",
}  # fmt: skip


def faults_of(text: str) -> tuple[DefinitionError, ...]:
    try:
        load_questionnaire("base.yaml", text.encode(), REFERENCES)
    except DefinitionErrors as error:
        return error.faults
    return ()


def place_of(marked: str) -> tuple[int, int] | None:
    """Line and column of the mark, both from 1."""
    before, mark, _ = marked.partition("§")
    return (before.count("\n") + 1, len(before) - before.rfind("\n")) if mark else None


def codes_in_the_code() -> set[str]:
    """Every kind of fault that the core can report, read from its source."""
    found: set[str] = set()
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
    if isinstance(node, ast.match_case) and file == "wording.py":
        returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return)]
        firsts = [n.elts[0] for n in returned if isinstance(n, ast.Tuple)]
        if any(_is(first, "kind") for first in firsts):
            return [_word(n.value) for n in ast.walk(node) if isinstance(n, ast.MatchValue)]
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


OTHER = SOUND.replace("id: base", "id: other").replace("id: n, text: N", "id: thing, text: N")
OTHER = OTHER.replace("{n: {at_least: 3}}, ", "").replace(", {other.thing: {above: 1}}", "")
OTHER = (
    OTHER.replace("to: n,", "to: thing,")
    .replace("of: n,", "of: thing,")
    .replace("items: [n]", "items: [thing]")
)
OTHER = OTHER.replace("n: 4, q: 2", "thing: 4, q: 2").replace("n: 2, q: 2", "thing: 2, q: 2")
OTHER = OTHER.replace("{n: 0.5", "{thing: 0.5").replace("uses: [other.thing]\n", "")
PACKET = """\
id: first
version: 1.0.0
title: First
entries:
  - questionnaire: other
  - questionnaire: base
    when: {other.a: yes}
"""


def together(base: str = SOUND, other: str = OTHER, packet: str = PACKET) -> dict[str, list[str]]:
    """Fault codes with places, by file."""
    texts = {"base.yaml": base, "other.yaml": other, "packets/first.yaml": packet,
             "references.yaml": "references: [{id: R1, title: A source}]"}  # fmt: skip
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    checked = build_library(files).files
    return {
        file.path: [f"{fault.line}:{fault.column} {fault.code}" for fault in file.faults]
        for file in checked
        if file.faults
    }


def test_files_that_fit_each_other_are_sound():
    assert together() == {}


@pytest.mark.parametrize(
    ("sound", "wrong", "code"),
    [
        ("questionnaire: base", "questionnaire: §bass", "unknown_questionnaire"),
        ("- questionnaire: base", "- questionnaire: §other", "page_twice"),
        ("{other.a: yes}", "{§other.aa: yes}", "unknown_item"),
        ("{other.a: yes}", "{other.a: §ja}", "unknown_option"),
        ("{other.a: yes}", "{other.thing: {is: §yes}}", "test_does_not_fit"),
        ("{other.a: yes}", "{§base.a: yes}", "asked_later"),
        ("{other.a: yes}", "{other.total: {at_least: 1, band: high}}", None),
        ("{other.a: yes}", "{other.twice: {below: 2}}", None),
        ("{other.a: yes}", "{other.total: {band: §hihg}}", "unknown_option"),
        ("{other.a: yes}", "{other.total: {is: §yes}}", "test_does_not_fit"),
        ("{other.a: yes}", "{§other.totl: {at_least: 1}}", "unknown_item"),
        ("{other.a: yes}", "{§base.total: {at_least: 1}}", "asked_later"),
        ("{other.a: yes}", "{other.a: yes}\n    not_within_days: §0", "out_of_bounds"),
    ],
)  # fmt: skip
def test_a_packet_is_checked_beside_its_questionnaires(sound, wrong, code):
    marked = PACKET.replace(sound, wrong)
    line, column = place_of(marked) or (0, 0)

    found = together(packet=marked.replace("§", ""))

    assert (f"{line}:{column} {code}" in found["packets/first.yaml"]) if code else found == {}


@pytest.mark.parametrize(
    ("sound", "wrong", "code"),
    [
        ("{other.thing: {above: 1}}", "{other.thing: {is: §few}}", "test_does_not_fit"),
        ("id: n, text: N,", "id: n, same_as: §other.thing, text: N,", None),
        ("id: q, text: Q,", "id: q, same_as: §other.thing, text: Q,", "not_the_same"),
        ("id: q, text: Q,", "id: q, same_as: §other.thong, text: Q,", "unknown_item"),
        ("id: a, text: A,", "id: a, same_as: §other.b, text: A,", None),
        ("id: n, text: N,", "id: n, same_as: §other.total, text: N,", "not_the_same"),
        ("other.thing", "other.total", None),
        ("other.thing", "other.twice", None),
        ("{other.thing: {above: 1}}", "{other.thing: {band: §few}}", "test_does_not_fit"),
        ("from: d,", "from: other.d,", None),
        ("from: d,", "from: §other.thing,", "not_a_moment"),
        ("of: q, to: n", "of: other.share, to: n", None),
        ("of: q, to: n", "of: §other.since, to: n", "not_a_quantity"),
        ("of: q, to: n", "of: §other.total, to: n", "not_a_quantity"),
    ],
)
def test_what_a_file_says_of_another_is_checked_beside_it(sound, wrong, code):
    marked = SOUND.replace(sound, wrong)
    line, column = place_of(marked) or (0, 0)

    text = marked.replace("§", "")
    for ref in ("d", "share", "since", "total", "twice"):
        if f": other.{ref}," in text and "same_as" not in text:
            text = text.replace("uses: [other.thing]", f"uses: [other.thing, other.{ref}]")

    found = together(base=text)

    assert found == ({"base.yaml": [f"{line}:{column} {code}"]} if code else {})


def test_two_questionnaires_that_wait_for_each_other_are_refused():
    base = SOUND.replace("uses: [other.thing]", "uses: [other.thing, other.only]")
    base = base.replace("id: t, text: T,", "id: t, text: T, enable_when: {other.only: {above: 0}},")
    other = OTHER.replace("scores:\n", "scores:\n  - {id: only, sum: [c], range: [0, 1]}\n")
    waiting = other.replace("title: Base", "title: Base\nuses: [base.t]").replace(
        "id: c, text: C,", "id: c, text: C, enable_when: {base.t: {answered: yes}},"
    )

    found = together(base=base, other=waiting)

    assert {fault.partition(" ")[2] for faults in found.values() for fault in faults} == {"circle"}
    assert set(found) == {"base.yaml", "other.yaml"}
    assert together(base=base, other=other) == {}


def test_two_files_cannot_share_an_id():
    found = together(other=OTHER.replace("id: other", "id: base"))

    assert found["other.yaml"] == ["1:1 doubled_id"]


def test_a_source_cannot_stand_twice_and_a_packet_is_no_questionnaire():
    with pytest.raises(DefinitionErrors, match="R1:1:39: .*stands twice"):
        load_references("R1", b"references: [{id: R1, title: A}, {id: R1, title: B}]")
    with pytest.raises(DefinitionErrors, match="entries"):
        load_packet("p.yaml", SOUND.encode())
