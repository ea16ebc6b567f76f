"""The catalogue of the loader's faults, and the text that is sound instead.

In CATALOGUE a stretch of SOUND is replaced by a wrong one; § marks the place of the fault. Putting
the stretch back is the fix, so SOUND itself proves that each fix repairs.
"""

from __future__ import annotations

from screening.core.loading import load_questionnaire
from screening.core.references import Reference
from screening.errors import DefinitionError, DefinitionErrors

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
# kinds that only a translation can have: test_translation_faults.py shows them
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
