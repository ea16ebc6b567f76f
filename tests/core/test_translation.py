"""Translations: every text is told, nothing else is touched, and each fault has its place.

In CATALOGUE a stretch of a sound file is replaced by a wrong one; § marks the place of the fault.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from screening.core.documents import read_document
from screening.core.evaluation import Evaluation
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_questionnaire, load_stored, load_translation
from screening.core.moments import read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.result_json import result_json
from screening.core.retelling import Slot, slots_of, translated
from screening.core.translation import Translation
from screening.core.translation_starter import translation_starter
from screening.core.written import plain
from screening.errors import DefinitionError, DefinitionErrors
from tests.core.test_loading import OF_TRANSLATIONS, place_of
from tests.random_documents import random_document

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "definitions"
DEFINITIONS = [
    path
    for folder in (ROOT / "questionnaires", TINY)
    for path in sorted(folder.glob("*.yaml"))
    if kind_of(path.name) == "questionnaire"
]
REFERENCES = {"R1": Reference(id="R1", title="A source")}
SPANISH = (TINY / "hair_check.es.yaml").read_text(encoding="utf-8")
PUBLISHED = (TINY / "hair_check.en-published.yaml").read_text(encoding="utf-8")
MARK = PUBLISHED.partition("fingerprint: ")[2][:64]
TEXTS = {
    "title", "short_title", "about", "recall", "text", "short", "hint", "min_text", "max_text",
    "unit_texts", "note", "otherwise", "why",
}  # fmt: skip
ELSEWHERE = {"instrument", "source", "cases", "language"}  # what a translation leaves alone

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


def hair_check() -> Questionnaire:
    path = TINY / "hair_check.yaml"
    return load_questionnaire(str(path), path.read_bytes(), cases=False)


def faults_of(text: str, name: str = "hair_check.es.yaml") -> tuple[DefinitionError, ...]:
    try:
        load_translation(f"folder/{name}", text.encode(), {"hair_check": hair_check()}, REFERENCES)
    except DefinitionErrors as error:
        return error.faults
    return ()


def loaded(text: str, name: str = "hair_check.es.yaml") -> Translation:
    return load_translation(name, text.encode(), {"hair_check": hair_check()}, REFERENCES)


def retold(questionnaire: Questionnaire) -> Translation:
    """A translation of all that must be told, each text between guillemets."""
    head = {
        "translates": questionnaire.id, "for_version": questionnaire.version,
        "version": "1.0.0", "language": "es",
    }  # fmt: skip
    slots = [slot for slot in slots_of(questionnaire) if slot.part != "instead"]
    return Translation.model_validate({**head, **nested(slots)})


def nested(slots: list[Slot]) -> dict[str, Any]:
    whole: dict[Any, Any] = {}
    for slot in slots:
        part = whole
        for key in slot.place[:-1]:
            part = part.setdefault(key, {})
        part[slot.place[-1]] = f"«{slot.text}»"
    return listed(whole)


def listed(value: Any) -> Any:
    """Keys 0, 1, 2 … are a list."""
    if not isinstance(value, dict):
        return value
    if 0 in value:
        return tuple(listed(part) for part in value.values())
    return {key: listed(part) for key, part in value.items()}


def texts_in(value: Any, below: str = "") -> list[str]:
    """Every text that is read, from a definition as it is written."""
    if isinstance(value, Mapping):
        return [text for k, part in value.items() if k not in ELSEWHERE for text in (
            [part] if k in TEXTS and isinstance(part, str)
            else texts_in(part, k)
        )]  # fmt: skip
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part, below)]
    return [str(value)] if below in TEXTS else []


def without_texts(value: Any) -> Any:
    gone = {*TEXTS, "language", "because"}
    if isinstance(value, Mapping):
        gone |= {"reason"} if "basis" in value else set()  # of a band: the text of `otherwise`
        return {k: without_texts(part) for k, part in value.items() if k not in gone}
    if isinstance(value, list | tuple):
        return [without_texts(part) for part in value]
    return value


def options_of(item: Item) -> tuple[Option, ...]:
    return item.choices if isinstance(item, ChoiceItem | ChoicesItem) else ()


@pytest.fixture(params=DEFINITIONS, ids=lambda path: path.stem)
def definition(request: pytest.FixtureRequest) -> Questionnaire:
    return load_stored(str(request.param), request.param.read_bytes())


def test_every_text_that_is_read_is_told_and_nothing_else_is_touched(definition):
    other = translated(definition, retold(definition))

    texts = texts_in(plain(other))
    # An option's short label was made for the old words, so the new ones have none.
    labels = sum(o.short is not None for item in definition.items for o in options_of(item))
    shared = sum(o.short is not None for some in definition.option_sets.values() for o in some)
    assert len(texts) >= len(texts_in(plain(definition))) - labels - shared > 0
    assert [text for text in texts if not (text.startswith("«") and text.endswith("»"))] == []
    assert without_texts(plain(other)) == without_texts(plain(definition))
    assert (other.language, other.sha256) == ("es", definition.sha256)


def test_a_translated_questionnaire_scores_every_random_document_the_same(definition):
    other = translated(definition, retold(definition))
    rng = random.Random(definition.id)  # noqa: S311  made-up answers
    visit = read_moment("2026-11-19T10:31")

    for _ in range(25):
        document = random_document(definition, rng)
        one, two = (
            result_json(Evaluation(q, read_document(q, document, visit=visit), visit))
            for q in (definition, other)
        )
        assert without_texts(one) == without_texts(two)


def test_a_label_of_an_option_that_was_made_for_other_words_is_dropped():
    definition = load_stored("short_options", (TINY / "short_options.yaml").read_bytes())
    (item,) = (i for i in definition.items if any(o.short for o in options_of(i)))

    other = translated(definition, retold(definition)).item(item.id)

    assert any(option.short for option in options_of(item))
    assert not any(option.short for option in options_of(other))


def test_a_copy_does_not_keep_the_items_that_the_original_had_remembered(definition):
    assert definition.items

    other = translated(definition, retold(definition))

    assert all(other.item(item.id).text.startswith("«") for item in definition.items)


def test_the_spanish_file_is_sound_and_tells_what_is_read():
    spanish = loaded(SPANISH)
    told = translated(hair_check(), spanish)

    assert spanish.id == "hair_check.es"
    assert len(spanish.told) == 20
    assert [option.text for option in told.item("more_hair").choices] == [
        "Sí", "No", "No puedo decirlo",
    ]  # fmt: skip
    assert [band.words for band in told.scores[0].bands] == ["Habitual", "Elevada"]
    assert told.findings[1].words == "Muchos cabellos arrancados"
    assert told.language == "es"


def test_one_item_may_tell_an_option_of_a_set_in_its_own_words():
    text = SPANISH.replace('que antes?"', 'que antes?"\n    options: {no: Nada}')

    told = translated(hair_check(), loaded(text))

    assert [option.text for option in told.item("more_hair").choices][1] == "Nada"
    assert told.option_sets["yes_no_unsure"][1].text == "No"


def test_a_label_may_be_told_where_the_original_needs_none():
    text = SPANISH.replace("  onset:\n", "  onset:\n    short: Inicio\n")

    assert translated(hair_check(), loaded(text)).item("onset").label == "Inicio"
    assert translated(hair_check(), loaded(SPANISH)).item("onset").short is None


def test_published_words_make_the_wording_published_and_bring_their_permission():
    pack = loaded(PUBLISHED, "hair_check.en-published.yaml")
    told = translated(hair_check(), pack)

    assert pack.id == "hair_check.en-published"
    assert (told.instrument.wording, told.language) == ("published", "en")
    assert told.instrument.licence == "Letter to the clinic, made up for tests"
    assert told.item("crown_removed").label == "Vertex"
    assert told.item("crown_removed").hint == "Take 50 to 60 hairs"  # not told, so ours stays


def test_a_translation_of_our_own_is_no_published_wording():
    pack = loaded(PUBLISHED, "hair_check.en-published.yaml")
    published = translated(hair_check(), pack)

    assert translated(published, loaded(SPANISH)).instrument.wording == "adapted"
    assert translated(hair_check(), loaded(SPANISH)).instrument.wording == "own"


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


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a/hair_check.es.yaml", b"", "translation"),
        ("hair_check.es-US.yaml", b"", "translation"),
        ("cows.en-published.yaml", b"", "translation"),
        ("spanish.yaml", b"# ours\ntranslates: hair_check\n", "translation"),
        ("cows.yaml", b"id: cows\nabout: |\n  translates: no\n", "questionnaire"),
        ("packets/first.yaml", b"", "packet"),
        ("references.yaml", b"", "references"),
    ],
)
def test_files_are_told_apart_by_name_or_by_what_they_hold(path, data, kind):
    assert kind_of(path, data) == kind


def test_a_library_holds_each_translation_beside_its_questionnaire():
    names = ("hair_check.es.yaml", "hair_check.en-published.yaml", "hair_check.yaml")
    files = tuple(SourceFile(n, (TINY / n).read_bytes(), kind_of(n)) for n in names)

    library = build_library(files)
    alone = build_library(files[:1])
    twice = build_library(
        (*files, SourceFile("b/hair_check.es.yaml", files[0].data, "translation"))
    )

    assert list(library.translations) == ["hair_check.en-published", "hair_check.es"]
    assert [(file.path, file.texts) for file in library.files][0] == (names[0], 20)
    assert [fault.code for fault in alone.faults] == ["unknown_questionnaire"]
    assert [fault.code for fault in twice.faults] == ["doubled_id"]


def test_the_starter_of_a_translation_is_well_formed_and_lacks_every_text(definition):
    text = translation_starter(definition, "es", published=False)

    faults = faults_beside(definition, text)

    needed = [slot for slot in slots_of(definition) if slot.part != "instead"]
    assert {fault.code for fault in faults} == {"missing_text"}
    assert len({(fault.line, fault.column) for fault in faults}) == len(faults) == len(needed)
    numbers = itertools.count()
    written = re.sub(r"\.\.\.$", lambda _: f"Texto {next(numbers)}", text, flags=re.MULTILINE)
    assert faults_beside(definition, written) == ()


def test_the_starter_of_a_wording_pack_asks_for_rights_questions_and_answers(definition):
    text = translation_starter(definition, "en", published=True)

    faults = faults_beside(definition, text)

    asked = [slot for slot in slots_of(definition) if slot.part == "asked"]
    assert sorted({fault.code for fault in faults}) == ["missing_key", "missing_text"]
    assert len([fault for fault in faults if fault.code == "missing_text"]) == len(asked)


def faults_beside(questionnaire: Questionnaire, text: str) -> tuple[DefinitionError, ...]:
    try:
        load_translation("new.yaml", text.encode(), {questionnaire.id: questionnaire})
    except DefinitionErrors as error:
        return error.faults
    return ()


@pytest.mark.parametrize("text", [SPANISH, PUBLISHED], ids=["translation", "wording_pack"])
def test_a_file_with_a_line_lost_doubled_or_cut_meets_faults_with_places_and_nothing_else(text):
    lines = text.splitlines(keepends=True)
    damaged = [
        "".join([*lines[:n], *now, *lines[n + 1 :]])
        for n, line in enumerate(lines)
        for now in ([], [line, line], [line[: len(line) // 2]], [line.replace(":", "", 1)])
    ]

    found = [faults_of(one, "new.yaml") for one in damaged]

    assert len([faults for faults in found if faults]) > len(lines)
    assert all(fault.line > 0 and fault.column > 0 and fault.fix for f in found for fault in f)
