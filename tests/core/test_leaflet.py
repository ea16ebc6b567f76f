"""Leaflets: faults with their place; and the shipped one, held against what it must say.

In CATALOGUE a stretch of SOUND is replaced by a wrong one; § marks the place of the fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.commands.simulating import syllables
from screening.core.checks.never_said import BY_LANGUAGE, never_said
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_leaflet
from screening.core.reading_grade import grade, inflesz
from screening.errors import DefinitionErrors
from screening.library_folder import load_folder, shipped_clinic_texts
from tests.core.catalogue import REFERENCES, place_of
from tests.core.test_reading_ease import spanish

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
LEAFLETS = sorted((SHIPPED / "leaflets").glob("*.yaml"))
HIGHEST_GRADE = 6
EASY_IN_SPANISH = 65  # INFLESZ, by the formula of Szigriszt-Pazos

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


@pytest.fixture(scope="module")
def leaflets():
    return load_folder(SHIPPED, cases=False).leaflets


@pytest.fixture(scope="module", params=LEAFLETS, ids=lambda path: path.stem)
def shipped(request, leaflets):
    path: Path = request.param
    return leaflets[path.stem]  # so the file is named after id and language


def test_a_leaflet_is_shipped():
    assert "withdrawal_and_hair.en" in {path.stem for path in LEAFLETS}


def test_every_shipped_language_has_a_list_of_what_is_never_said(shipped):
    assert shipped.language in BY_LANGUAGE


def test_every_language_says_the_same_on_the_same_sources_and_grades(shipped, leaflets):
    english = leaflets[f"{shipped.id}.en"]

    def backing(leaflet):
        return [(claim.id, claim.source.ref, claim.grade) for claim in leaflet.said]

    assert backing(shipped) == backing(english)
    assert [(s.id, s.urgency) for s in shipped.sections] == [
        (s.id, s.urgency) for s in english.sections
    ]


def test_nobody_is_said_to_have_reviewed_what_nobody_has(shipped):
    assert shipped.reviewed_by is None


@pytest.mark.parametrize(
    "shipped", [path for path in LEAFLETS if path.stem.endswith(".en")], indirect=True
)
def test_an_english_leaflet_asks_for_six_years_of_school_at_most(shipped):
    texts = [section.title for section in (*shipped.sections, shipped.questions)]
    texts += [claim.text for claim in shipped.said]

    assert grade("\n".join([shipped.title, *texts]), syllables) <= HIGHEST_GRADE
    assert [t for t in texts if (grade(t, syllables) or 0) > HIGHEST_GRADE] == []


@pytest.mark.parametrize(
    "shipped", [path for path in LEAFLETS if path.stem.endswith(".es")], indirect=True
)
def test_a_spanish_leaflet_is_easy_to_read(shipped):
    texts = [section.title for section in (*shipped.sections, shipped.questions)]
    texts += [claim.text for claim in shipped.said]

    assert inflesz("\n".join(texts), spanish) >= EASY_IN_SPANISH


def test_the_help_lines_of_the_leaflet_are_those_of_every_last_page(shipped):
    assert [line.number for line in shipped.help.lines] == [
        line.number for line in shipped_clinic_texts()["en"].help_lines
    ]


# Decisions, section 6: each fact, and words without which it is not said.
FACTS = {
    "acts on the opioid sites": "kratom acts on the same places in the body as opioids",
    "daily use, dependence, withdrawal": "every day|come to need|withdrawal",
    "how it feels": "bad flu|sleep badly|restless|feel low",
    "how it goes": "within a day or two|eases over days|for some it takes longer",
    "a seizure is not usual": "seizure|confused|sees things|not part of usual opioid withdrawal",
    "no approved medicine": "not an approved medicine",
    "approved treatments": "approved treatments for opioid problems|ask us",
    "7-OH": "7-oh|far stronger|leaf|slow or stop your breathing",
    "naloxone": "naloxone can help|call 911",
    "added danger": "alcohol adds danger|pills to sleep or calm down|other opioids",
    "alcohol and sedatives": "drink|such pills|every day|do not stop all at once",
    "pregnancy": "pregnant|do not stop opioids or kratom all at once|talk to us today",
    "naltrexone": "naltrexone|sudden|withdrawal|tell us all|from a shop",
    "liver": "yellow eyes or skin|dark pee|pale poop|strong itch|be seen today",
    "kratom and hair": "no good study shows that kratom causes hair loss|that it does not",
    "commoner causes": "other causes are more common|we check for them",
    "shedding": "all over the head|illness|birth|surgery|weight loss|stress|medicine|2 to 3 months",
    "regrowth": "usually grows back over months",
    "see someone soon": "bald patches|scale|pus|pain|shiny skin|eyebrows|rash|palms or soles|soon",
    "biotin": "tell us|biotin",
    "help": "911|988|1-800-222-1222",
}


@pytest.mark.parametrize("fact", FACTS)
def test_the_english_leaflet_says_every_fact_that_it_must(fact, leaflets):
    leaflet = leaflets["withdrawal_and_hair.en"]
    titles = [section.title for section in leaflet.sections]
    numbers = [line.number for line in leaflet.help.lines]
    text = " ".join([*titles, *numbers, *(claim.text for claim in leaflet.said)]).lower()

    missing = [words for words in FACTS[fact].split("|") if words not in text]

    assert missing == []
