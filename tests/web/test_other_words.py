"""Another language changes words, and nothing that is kept or scored."""

from __future__ import annotations

import pytest

from screening.core.questionnaire import Questionnaire
from screening.store import findings, revisions
from screening.store.models import RaisedFinding, Response
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all, stored_answers
from tests.web.pseudo import OPEN, pseudo

OUT = "-out"
NEXT = pseudo("Next")


def answer_in_spanish(clinic: Clinic) -> Browser:
    """A tablet in the made-up language, all answered: seven bad nights, and the worst ache."""
    visit = clinic.start_visit()
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Español")
    tablet.press(pseudo("Start"), code=clinic.code_for(visit))
    tablet.press(NEXT, day="7", month="2")
    tablet.follow(pseudo("Begin"))
    tablet.press(NEXT, gate="no")
    tablet.press(NEXT, nights="7")
    tablet.follow(pseudo("Go on"))
    tablet.press(NEXT, ache="10")
    clinic.let_go_on()
    tablet.follow(pseudo("Go on"))
    while tablet.page.h1 != pseudo("Check your answers"):
        form = tablet.page.form(NEXT)
        outs = [
            c.attributes["name"] for c in form.element.all("input") if OUT in c.attributes["value"]
        ]
        tablet.submit(form, {outs[0]: OUT}, NEXT)
    return tablet


def test_staff_read_english_whatever_the_patient_reads(told_clinic: Clinic) -> None:
    tablet = answer_in_spanish(told_clinic)
    assert OPEN in tablet.page.text

    tablet.press(pseudo("Send my answers"))

    with told_clinic.parts.database.read() as session:
        raised = session.query(RaisedFinding).all()
        held = [revisions.latest(session, row.id) for row in session.query(Response).all()]
        (visit,) = {row.encounter_id for row in raised}
        recorded = findings.for_encounter(session, visit)
    assert {found.text for found in recorded} >= {"Seven bad nights", "Worst ache there can be"}
    assert not any(OPEN in found.text + str(found.because) for found in recorded)
    assert {revision.language for revision in held if revision} == {"es"}
    doctor = told_clinic.signed_in(told_clinic.ada)
    page = doctor.open(f"/clinic/visits/{visit}")
    assert OPEN not in page.html
    assert "Language Spanish" in page.text
    assert "How many bad nights?" in page.text


def test_other_words_change_neither_ids_nor_points_nor_what_is_told(told_clinic: Clinic) -> None:
    def bones(questionnaire: Questionnaire) -> list[object]:
        return [
            (item.id, item.type, [o.id for o in getattr(item, "choices", ())], item.enable_when)
            for item in questionnaire.items
        ] + [(f.id, f.level, f.tell_patient, f.when) for f in questionnaire.findings]

    with told_clinic.parts.database.read() as session:
        shelf = told_clinic.parts.shelf
        for own in shelf.current(session).values():
            told = shelf.told(session, own.sha256, "es")
            assert told is not own
            assert bones(told) == bones(own)


def test_what_is_not_translated_is_shown_as_it_is_and_says_its_language(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.open("/sitting/review")
    tablet.press("Español")
    tablet.open("/sitting/1")

    (h1,) = tablet.page.root.all("h1")
    assert (h1.text, h1.attributes["lang"]) == ("Did anything change?", "en")
    tiles = [s for s in tablet.page.root.all("span") if s.attributes.get("class") == "tile__text"]
    assert [(tile.text, tile.attributes.get("lang")) for tile in tiles] == [
        ("Yes", "en"), ("No", "en"), ("Prefiero no contestar esto", None),
    ]  # fmt: skip


def test_point_and_comma_are_both_read_in_spanish(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")

    for typed in ("2.5", "2,5"):
        tablet.open("/sitting/4")
        tablet.press("Siguiente", amount=typed, amount__unit="spoon")
        assert stored_answers(clinic)["amount"] == {"value": "2.5", "unit": "spoon"}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "18 Nov 2026, 8:15 AM"), ("es", "18 nov 2026, 8:15 a.m.")]
)
def test_a_time_is_told_as_people_in_the_us_write_it_and_kept_as_it_was(
    clinic: Clinic, language: str, words: str
) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    if language == "es":
        tablet.press("Español")

    assert words in tablet.page.text
    assert "08:15" not in tablet.page.text
    assert stored_answers(clinic)["last"] == "2026-11-18T08:15"


def test_the_last_pages_speak_the_patients_language_and_the_locked_one_the_clinics(
    told_clinic: Clinic,
) -> None:
    tablet = answer_in_spanish(told_clinic)

    tablet.press(pseudo("Send my answers"))

    assert (tablet.path, tablet.page.lang) == ("/thank-you", "es")
    assert tablet.open("/reading/1").lang == "es"
    assert tablet.open("/").lang == "en"
    assert told_clinic.browser().open("/thank-you").lang == "en"
