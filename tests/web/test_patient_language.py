"""The patient picks a language: the page stays, and so does every answer."""

from __future__ import annotations

import pytest

from screening.core.questionnaire import Questionnaire
from screening.store import findings, revisions, sittings
from screening.store.models import RaisedFinding, Response
from screening.web.cookies import PICKED
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all, stored_answers
from tests.web.pages import Page
from tests.web.pseudo import OPEN, pseudo

OUT = "-out"


def lang(page: Page) -> str:
    return page.root.all("html")[0].attributes["lang"]


def language_of(clinic: Clinic) -> str:
    """Of the only visit's newest sitting."""
    with clinic.parts.database.read() as session:
        from screening.store.models import Sitting

        (row,) = session.query(Sitting).all()
        return sittings.value_of(row).language


def test_the_locked_tablet_offers_each_language_in_its_own_name(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    assert (lang(tablet.page), tablet.page.h1) == ("en", "Enter your code")

    tablet.press("Español")
    assert (tablet.path, lang(tablet.page), tablet.page.h1) == ("/", "es", "Escriba su código")
    tablet.press("Empezar", code="ZZZZ-ZZZZ")
    assert "Este código no sirve" in tablet.page.text
    tablet.press("English")

    assert (lang(tablet.page), tablet.page.h1) == ("en", "Enter your code")


def test_what_was_picked_on_the_locked_tablet_goes_on_in_the_sitting(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Español")

    tablet.press("Empezar", code=clinic.code_for(clinic.start_visit()))

    assert tablet.page.h1 == "¿Cuándo es su cumpleaños?"
    assert "febrero" in tablet.page.text
    assert language_of(clinic) == "es"
    assert tablet.cookie(PICKED) == ""


def test_a_question_keeps_what_was_typed_and_not_yet_saved(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    form = tablet.page.form("Next")
    data = form.data({"nights": "3"}, "Next") | {"page-act": "language.es"}

    shown = tablet.post(form.action, data)

    page = Page(shown.get_data(as_text=True))
    assert shown.status_code == 200
    assert (lang(page), page.title) == ("es", "Pregunta 2 de 8")
    assert page.value("nights") == "3"
    assert stored_answers(clinic) == {"gate": "no"}
    tablet._show(shown)
    tablet.press("Siguiente")
    assert stored_answers(clinic) == {"gate": "no", "nights": "3"}
    assert tablet.page.title == "Pregunta 3 de 8"


def test_the_language_cannot_be_changed_with_another_tablets_form(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({}, "Next")
    wrong = {**data, "page-act": "language.es", "form-token": "0" * 64}

    assert tablet.post(tablet.path, wrong).status_code == 403
    assert tablet.post("/language", {"language": "es", "form-token": "0" * 64}).status_code == 403
    assert language_of(clinic) == "en"


@pytest.mark.parametrize(
    "page", ["//evil.example", "https://evil.example/", "/clinic/", "http://[", ""]
)
def test_a_choice_leads_to_no_page_but_the_patients_own(clinic: Clinic, page: str) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    data = tablet.page.form("Español").data({"page": page}, "Español")

    response = tablet.post("/language", data)

    assert (response.status_code, response.headers["Location"]) == (303, "/sitting")


def test_an_unknown_language_is_refused(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    data = tablet.page.form("Español").data({}, "Español") | {"language": "xx"}

    assert tablet.post("/language", data).status_code == 400


def test_enter_in_a_typed_field_does_not_change_the_language(clinic: Clinic) -> None:
    """A browser presses the first button of a form: here it stands before the languages."""
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    buttons = [
        button
        for button in tablet.page.root.all("button")
        if button.attributes.get("form") == "question-form"
    ]

    assert "name" not in buttons[0].attributes
    assert [button.text for button in buttons] == ["Next", "Español"]


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


def test_the_last_pages_speak_the_patients_language_and_the_locked_one_the_clinics(
    told_clinic: Clinic,
) -> None:
    tablet = answer_in_spanish(told_clinic)

    tablet.press(pseudo("Send my answers"))

    assert (tablet.path, lang(tablet.page)) == ("/thank-you", "es")
    assert lang(tablet.open("/reading/1")) == "es"
    assert lang(tablet.open("/")) == "en"
    assert lang(told_clinic.browser().open("/thank-you")) == "en"


def test_a_tablet_left_alone_locks_in_the_patients_language(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")
    clinic.clock.forward(minutes=7)

    tablet.open("/sitting/1")

    assert (tablet.status, lang(tablet.page)) == (410, "es")
    assert "Esta tableta está cerrada." in tablet.page.text


def put_down(clinic: Clinic) -> Browser:
    """A tablet whose patient read Spanish, locked because nobody touched it."""
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")
    clinic.clock.forward(minutes=7)
    tablet.open("/sitting/1")
    return tablet


def test_the_next_patient_begins_in_the_language_that_the_desk_has_set(clinic: Clinic) -> None:
    tablet = put_down(clinic)
    code = clinic.code_for(clinic.start_visit(of=clinic.add_noah()))

    tablet.press("Empezar", code=code)

    assert (lang(tablet.page), tablet.page.h1) == ("en", "When is your birthday?")
    assert tablet.cookie(PICKED) == ""


def test_what_is_picked_on_the_locked_page_itself_counts_for_the_next_code(clinic: Clinic) -> None:
    tablet = put_down(clinic)
    tablet.press("English")
    tablet.press("Español")
    code = clinic.code_for(clinic.start_visit(of=clinic.add_noah()))

    tablet.press("Empezar", code=code)

    assert (lang(tablet.page), tablet.page.h1) == ("es", "¿Cuándo es su cumpleaños?")


def test_point_and_comma_are_both_read_in_spanish(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.open("/sitting/review")
    tablet.press("Español")

    for typed in ("2.5", "2,5"):
        tablet.open("/sitting/4")
        tablet.press("Siguiente", amount=typed, amount__unit="spoon")
        assert stored_answers(clinic)["amount"] == {"value": "2.5", "unit": "spoon"}


def test_the_desk_picks_the_language_that_the_tablet_begins_in(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")

    desk.press("Make a code", language="es")

    assert language_of(clinic) == "es"
    assert lang(desk.page) == "en"
    desk.open(f"/desk/visits/{visit.id}")
    assert desk.page.form("Make a new code").data({}, "Make a new code")["language"] == ["es"]


def test_a_tablet_handed_over_in_spanish_begins_in_spanish(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    device = clinic.signed_in(clinic.fay)
    device.open(f"/desk/visits/{visit.id}")

    device.press("Hand over this tablet", language="es")
    if "tablet" in device.page.html and device.page.h1 == "Name this tablet":
        device.press("Hand over this tablet", tablet="Blue one")

    assert (lang(device.page), device.page.h1) == ("es", "¿Cuándo es su cumpleaños?")


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
