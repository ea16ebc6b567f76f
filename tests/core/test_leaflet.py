"""Leaflets: faults with their place, and what no leaflet may say.

In CATALOGUE a stretch of SOUND is replaced by a wrong one; § marks the place of the fault.
"""

from __future__ import annotations

import pytest

from screening.core.checks.never_said import never_said
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_leaflet
from screening.errors import DefinitionErrors
from tests.core.catalogue import REFERENCES, place_of

SOUND = """\
id: sleep
version: 1.0.0
date: 2026-11-25
language: en
title: Sleep
intro: {id: this_page, text: The same for all., source: {none: About the page.}}
sections:
  - id: feel
    title: What you may feel
    claims:
      - {id: tired, text: You may be tired., source: {ref: R1}, grade: low}
      - {id: rest, text: It eases over days., source: {unverified: Not read yet.}, grade: none}
questions:
  id: ask
  title: Ask us
  claims: [{id: why, text: Why do I wake up?, source: {none: A question.}}]
help:
  title: Help
  lines: [{id: danger, number: "911", text: in danger, source: {none: The number.}}]
"""

CATALOGUE = [
    ("not_a_day", "date: 2026-11-25", "date: §2026-11-31"),
    ("not_a_day", "date: 2026-11-25", "date: §20261125"),
    ("not_a_day", "date: 2026-11-25", "date: §2026-11"),
    ("missing_key", "§id: sleep\nversion: 1.0.0\n", "§id: sleep\n"),
    ("unknown_key", "title: Sleep", "title: Sleep\n§titel: Sleep"),
    ("unknown_word", "title: What you may feel", "title: What you may feel\n    urgency: §later"),
    ("unknown_word", "grade: low", "grade: §good"),
    ("wrong_name", "language: en", "language: §english"),
    ("doubled_id", "id: rest,", "id: §tired,"),
    ("doubled_id", "id: why,", "id: §feel,"),
    ("doubled_id", "id: danger,", "id: §tired,"),
    ("unknown_reference", "ref: R1", "ref: §R2"),
    ("unclear_source", "source: {ref: R1}", "§source: {ref: R1, none: Ours.}"),
    ("unclear_source", "source: {ref: R1}", "§source: {note: Ours.}"),
    ("grade_does_not_fit", "text: You may be tired., source: {ref: R1}, grade: low",
     "text: §You may be tired., source: {ref: R1}"),
    ("grade_does_not_fit", "source: {none: A question.}",
     "source: {none: A question.}, grade: §low"),
    ("never_said", "text: You may be tired.", "text: §Take 5 mg of it."),
    ("never_said", "title: Ask us", "title: §Start low"),
    ("never_said", "text: in danger", "text: §a shop is www.example.org"),
]  # fmt: skip


def load(text: str) -> list[tuple[str, int, int]]:
    """Kind and place of each fault."""
    try:
        load_leaflet("sleep.en.yaml", text.encode(), REFERENCES)
    except DefinitionErrors as error:
        return [(fault.code, fault.line, fault.column) for fault in error.faults]
    return []


def test_the_text_that_each_fault_is_put_into_is_sound():
    assert load(SOUND) == []


@pytest.mark.parametrize(("code", "sound", "wrong"), CATALOGUE)
def test_a_fault_is_shown_with_its_place(code, sound, wrong):
    sound = sound.replace("§", "")
    assert SOUND.count(sound) == 1
    marked = SOUND.replace(sound, wrong)

    faults = load(marked.replace("§", ""))

    assert (code, *(place_of(marked) or ())) in faults


def test_all_faults_of_a_leaflet_are_reported_in_one_pass():
    text = SOUND.replace("ref: R1", "ref: R2").replace("Why do I", "Which brand do I")

    assert [code for code, _, _ in load(text)] == ["unknown_reference", "never_said"]


PACKET = """\
id: first
version: 1.0.0
title: First
leaflet: sleep
entries: [{questionnaire: base}]
"""
BASE = """\
id: base
version: 1.0.0
title: Base
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages: [{id: one, title: One, items: [{id: t, text: T, type: text}]}]
"""


def together(packet: str = PACKET, **leaflets: str) -> dict[str, list[str]]:
    """Fault codes with places, by file."""
    texts = {f"leaflets/{name}.yaml": text for name, text in leaflets.items()}
    texts |= {"base.yaml": BASE, "packets/first.yaml": packet,
              "references.yaml": "references: [{id: R1, title: A source}]"}  # fmt: skip
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    return {
        file.path: [f"{fault.line}:{fault.column} {fault.code}" for fault in file.faults]
        for file in build_library(files).files
        if file.faults
    }


def test_a_packet_may_name_a_leaflet_that_is_there():
    assert together(one=SOUND) == {}
    assert together(packet=PACKET.replace("sleep", "sleap"), one=SOUND) == {
        "packets/first.yaml": ["4:10 unknown_leaflet"]
    }
    assert together() == {"packets/first.yaml": ["4:10 unknown_leaflet"]}


def test_a_faulty_leaflet_does_not_take_its_packet_down_with_it():
    found = together(one=SOUND.replace("version: 1.0.0", "version: 1"))

    assert found == {"leaflets/one.yaml": ["2:10 wrong_name"]}


def test_a_leaflet_stands_once_in_each_language():
    assert together(one=SOUND, two=SOUND.replace("language: en", "language: es")) == {}
    assert together(one=SOUND, two=SOUND) == {"leaflets/two.yaml": ["1:1 doubled_id"]}


@pytest.mark.parametrize(
    "said",
    [
        "Take 2.5 g a day", "30mg", "a teaspoon of leaf", "three capsules", "a higher dose",
        "start low and wait", "never exceed recommended amounts", "taper it", "Suboxone",
        "a reputable source", "ask a seller", "a natural way", "wait 12 hours", "an hour after",
        "a score of 5", "your COWS", "low testosterone", "hormones cause this", "many studies say",
        "a documented link", "research suggests it", "it will grow back", "we promise",
        "use a supplement", "take zinc", "stop taking your medicine", "it is legal", "Dear {name}",
        "go to shop.example.com",
    ],
)  # fmt: skip
def test_what_a_leaflet_never_says_is_found(said):
    assert list(never_said(said, "en"))


@pytest.mark.parametrize(
    "said",
    [
        "7-OH is stronger", "starts 2 to 3 months after", "an overdose", "call 1-800-222-1222",
        "Tell us if you take biotin", "Do not stop a medicine", "No good study shows it",
        "birth control hormones", "a pill to sleep", "If you take iron, tell us",
    ],
)  # fmt: skip
def test_plain_words_are_not_taken_for_what_is_never_said(said):
    assert list(never_said(said, "en")) == []


@pytest.mark.parametrize(
    "said",
    [
        "Tome 2.5 g al día", "una cucharadita de hoja", "tres cápsulas", "una dosis más alta",
        "empiece con poco", "la cantidad recomendada", "baje poco a poco", "de forma gradual",
        "una tienda de confianza", "pregunte a un vendedor", "algo natural", "es más seguro",
        "espere 12 horas", "una hora después", "un puntaje de 5", "su COWS", "testosterona baja",
        "las hormonas causan esto", "muchos estudios lo dicen", "los estudios muestran que sí",
        "volverá a crecer", "se lo prometemos", "use un suplemento", "tome zinc",
        "deje de tomar su medicina", "es legal", "Suboxone",
    ],
)  # fmt: skip
def test_what_a_leaflet_never_says_is_found_in_spanish(said):
    assert list(never_said(said, "es"))


@pytest.mark.parametrize(
    "said",
    [
        "El 7-OH es más fuerte", "Suele empezar 2 a 3 meses después", "una sobredosis",
        "Díganos si toma biotina", "No deje una medicina de su médico", "Si toma hierro, díganos",
        "Ningún buen estudio muestra que sí", "una pastilla para dormir", "puntos negros",
    ],
)  # fmt: skip
def test_plain_spanish_words_are_not_taken_for_what_is_never_said(said):
    assert list(never_said(said, "es")) == []


def test_amounts_and_brands_are_found_in_a_language_without_a_list_of_its_own():
    assert list(never_said("Tome 5 mg de Suboxone", "fr")) == [
        ("5 mg", "an amount"),
        ("Suboxone", "a brand"),
    ]
