"""The faults of translations, each with its place, and what to write instead.

In CATALOGUE a stretch of a sound file is replaced by a wrong one; § marks the place of the fault.
"""

from __future__ import annotations

import pytest

from tests.core.catalogue import OF_TRANSLATIONS, place_of
from tests.core.hair_check import (
    MARK,
    PUBLISHED,
    SPANISH,
    faults_of,
)

# kind of fault, what stands in the Spanish file, what is written instead
CATALOGUE = [
    ("missing_text", '    text: "¿Se le cae más cabello que antes?"', "    text: §..."),
    ("missing_text", "\n    hint: Tome de 50 a 60 cabellos", ""),
    ("missing_text", ", unsure: No puedo decirlo", ""),
    ("missing_text", "{text: Semanas desde entonces}", "{}"),
    ("text_of_nothing", "  onset:", "  §onsett:"),
    ("text_of_nothing", "unsure: No", "§unsur: No"),
    ("text_of_nothing", "  yes_no_unsure:", "  §yes_no:"),
    ("text_of_nothing", "usual: Habitual", "usual: Habitual, §none: Nada"),
    ("text_of_nothing", "    title: Prueba de tracción en la coronilla",
     "    title: Prueba\n    §lines: [Línea]"),
    ("text_of_nothing", "computed:", "summary: {use: [Consumo]}\ncomputed:"),
    ("text_of_nothing", "computed:", "computed:\n  §nothing: {}"),
    ("text_of_nothing", "  onset:\n", "  onset:\n    §unit_texts: {mg: miligramos}\n"),
    ("other_version", "for_version: 1.2.0", "for_version: §1.3.0"),
    ("other_name", "language: es", "language: §fr"),
    ("same_language", "language: es", "language: §en"),
    ("published_only", "language: es", "language: es\n§permission: Letter"),
    ("published_only", "language: es", f"language: es\n§fingerprint: {MARK}"),
    ("missing_key", "language: es", "language: es\nwording: §published"),
    ("unclear_source", "language: es", "language: es\n§source: {note: Somewhere}"),
    ("unknown_reference", "language: es", "language: es\nsource: {ref: §R11}"),
    ("equal_options", "no: \"No\"", "no: Sí"),
    ("equal_options", "que antes?\"", "que antes?\"\n    §options: {no: Sí, yes: Sí}"),
    ("unknown_questionnaire", "translates: hair_check", "translates: §hair_chek"),
    # what scores cannot be written here at all
    ("unknown_key", "    hint: Tome", "    §points: {0: 1}\n    hint: Tome"),
    ("unknown_key", "    hint: Tome", "    §enable_when: {more_hair: yes}\n    hint: Tome"),
    ("unknown_key", "  more_hair:", "  more_hair:\n    §id: less_hair"),
    ("unknown_key", "    text: Muchos", "    §level: now\n    text: Muchos"),
    ("not_text", "{usual: Habitual,", "{§usual: {from: 3, text: Habitual},"),
    ("missing_key", "for_version: 1.2.0\n", ""),
    ("no_value", "title: Caída del cabello, en breve", "§title:"),
]  # fmt: skip
# the same in the file of published words
OF_PUBLISHED = [
    ("wrong_fingerprint", "more hair than you used to?", "more hair than before?"),
    ("wrong_fingerprint", f"fingerprint: {MARK}\n", ""),
    ("wrong_fingerprint", f"fingerprint: {MARK}", "fingerprint: §abc"),
    ("missing_text", "  onset: {text: When was that first noticed?}\n", ""),
    ("missing_key", "permission: Letter to the clinic, made up for tests\n", ""),
    ("missing_key", "source: {none: Made up for tests.}\n", ""),
    ("unknown_word", "wording: published", "wording: §publishd"),
]  # fmt: skip


def test_a_changed_letter_is_named_with_the_fingerprint_that_would_be_right():
    text = PUBLISHED.replace("first noticed", "first noticd")

    (fault,) = faults_of(text, "hair_check.en-published.yaml")
    marked = text.replace(MARK, fault.fix[-65:-1])

    assert fault.code == "wrong_fingerprint"
    assert faults_of(marked, "hair_check.en-published.yaml") == ()


def shown(text: str, name: str, code: str, sound: str, wrong: str) -> None:
    assert text.count(sound) == 1
    assert faults_of(text, name) == ()
    marked = text.replace(sound, wrong)

    faults = faults_of(marked.replace("§", ""), name)

    places = {(fault.line, fault.column) for fault in faults if fault.code == code}
    assert places, [str(fault) for fault in faults]
    if place_of(marked) is not None:
        assert place_of(marked) in places
    assert all(fault.problem and fault.fix for fault in faults)


@pytest.mark.parametrize(("code", "sound", "wrong"), CATALOGUE)
def test_a_fault_of_a_translation_is_shown_with_its_place(code, sound, wrong):
    shown(SPANISH, "hair_check.es.yaml", code, sound, wrong)


@pytest.mark.parametrize(("code", "sound", "wrong"), OF_PUBLISHED)
def test_a_fault_of_a_wording_pack_is_shown_with_its_place(code, sound, wrong):
    shown(PUBLISHED, "hair_check.en-published.yaml", code, sound, wrong)


def test_a_name_that_the_audit_could_not_take_is_refused():
    long = SPANISH.replace("translates: hair_check", f"translates: {'x' * 60}")

    codes = {fault.code for fault in faults_of(long.replace("language: es", "language: es-US"))}
    shorter = {fault.code for fault in faults_of(long)}

    assert "too_long" in codes
    assert "too_long" not in shorter


def test_each_kind_of_fault_that_only_a_translation_can_have_is_shown():
    assert {code for code, _, _ in (*CATALOGUE, *OF_PUBLISHED)} >= OF_TRANSLATIONS


def test_every_gap_is_named_with_the_words_of_the_original():
    text = SPANISH.partition("items:")[0] + "items: {more_hair: {text: Uno}}\n"

    faults = faults_of(text)

    said = [fault.problem for fault in faults]
    assert {fault.code for fault in faults} == {"missing_text"}
    assert len(faults) == 12
    assert (
        "“items.onset.text” is missing, where the original says “When did you first see that?”."
        in said
    )


def test_a_misspelt_id_is_met_with_a_guess_and_a_text_too_many_with_the_advice_to_take_it_out():
    text = SPANISH.replace("  onset:", "  onsett:").replace(
        "language: es", "language: es\nsummary: {use: [Uso]}"
    )

    fixes = {f.problem: f.fix for f in faults_of(text) if f.code == "text_of_nothing"}

    assert fixes == {
        "hair_check 1.2.0 has no “items.onsett”.": "Did you mean “onset”?",
        "hair_check 1.2.0 has no “summary”.": "Take it out.",
    }


def test_a_published_wording_may_leave_what_lies_around_as_it_is_and_a_translation_may_not():
    words = PUBLISHED.partition("option_sets:")[2]
    bare = SPANISH.partition("title:")[0] + f"option_sets:{words}"

    missing = [fault.problem.split("”")[0] for fault in faults_of(bare)]

    assert faults_of(PUBLISHED, "hair_check.en-published.yaml") == ()
    assert "“title" in missing
    assert "“findings.long_shedding.why" in missing
