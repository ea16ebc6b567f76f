"""The shipped leaflets, held against what they must say, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.commands.simulating import syllables
from screening.core.checks.never_said import BY_LANGUAGE
from screening.core.reading_grade import grade, inflesz
from screening.library_folder import load_folder, shipped_clinic_texts
from tests.core.test_reading_ease import spanish

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires"
LEAFLETS = sorted((SHIPPED / "leaflets").glob("*.yaml"))
HIGHEST_GRADE = 6
EASY_IN_SPANISH = 65  # INFLESZ, by the formula of Szigriszt-Pazos


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
