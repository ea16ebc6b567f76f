"""Forms for leaflets and packets: read back unchanged, sound when changed, faults at the field."""

from __future__ import annotations

import re

import pytest

from screening.core.loading import load_leaflet, load_packet
from screening.store import library
from screening.store.texts import history
from tests.web.browser import Browser
from tests.web.conftest import Clinic

LEAFLET = "/admin/texts/leaflets/withdrawal_and_hair.en"
INTAKE = "/admin/texts/packets/intake"


@pytest.fixture
def moss(shipped_clinic: Clinic) -> Browser:
    """The administrator of a clinic with the shipped files, signed in."""
    return shipped_clinic.signed_in(shipped_clinic.moss)


def packets(clinic: Clinic, name: str = "intake") -> list[library.Version]:
    with clinic.parts.database.read() as session:
        return list(library.packet_history(session, name))


def test_every_shipped_leaflet_and_packet_reads_back_unchanged(moss: Browser) -> None:
    moss.open("/admin/texts/")
    links = [a.attributes["href"] for a in moss.page.root.all("a")]
    paths = [p for p in links if p.startswith(("/admin/texts/leaflets", "/admin/texts/packets"))]
    assert len(paths) == 6

    for path in paths:
        moss.open(path)
        moss.press("Publish")
        assert moss.status == 422, path
        assert "Nothing was changed" in moss.page.text, path


def test_the_same_statement_of_the_other_language_stands_beside(moss: Browser) -> None:
    moss.open(LEAFLET)
    moss.press("Down with Statement 1: Statement 1")  # in the first section

    beside = [e.text for e in moss.page.root.all("p") if e.attributes.get("lang") == "es"]

    assert moss.page.value("sections.0.claims.1.id") == "same_places"
    order = [text for text in beside if text.startswith(("El kratom actúa", "Si lo toma todos"))]
    assert [text[:9] for text in order] == ["Si lo tom", "El kratom"]


def test_a_changed_leaflet_is_read_by_patients_and_nobody_has_reviewed_it(
    shipped_clinic: Clinic, moss: Browser
) -> None:
    moss.open(LEAFLET)

    moss.press("Publish", title="Kratom and hair", sections__0__claims__0__text="It acts alike.")

    assert moss.path == "/admin/texts/"
    with shipped_clinic.parts.database.read() as session:
        newest, before = history(session, "withdrawal_and_hair.en")
    found, old = (load_leaflet("x", one.data) for one in (newest, before))
    assert (found.version, found.date.isoformat()) == ("1.1.0", "2026-11-18")
    changed = found.model_dump() | {"version": old.version, "date": old.date, "title": old.title}
    changed["sections"][0]["claims"][0]["text"] = old.sections[0].claims[0].text
    assert changed == old.model_dump()
    assert found.reviewed_by is None
    tablet = shipped_clinic.browser()
    assert "It acts alike." in tablet.open("/reading/1").text


def test_a_statement_without_a_source_is_refused_at_its_field(moss: Browser) -> None:
    moss.open(LEAFLET)
    moss.press("Add a statement")  # of the first section
    new = "sections.0.claims.6"
    assert moss.page.value(f"{new}.text") == ""
    typed = {f"{new}.id": "thirst", f"{new}.text": "You may be thirsty.", f"{new}.grade": "low"}
    form = moss.page.form("Publish")

    moss.submit(form, typed, "Publish")
    assert moss.status == 422
    assert f'href="#{new}.source.said"' in moss.page.html
    moss.submit(moss.page.form("Publish"), {f"{new}.source.said": "S25, S9999"}, "Publish")
    assert "S9999" in moss.page.text
    assert moss.page.value(f"{new}.source.said") == "S25, S9999"
    assert moss.page.value(f"{new}.text") == "You may be thirsty."
    moss.submit(moss.page.form("Publish"), {f"{new}.source.said": "S25"}, "Publish")

    assert moss.path == "/admin/texts/"
    other = moss.open(LEAFLET.replace(".en", ".es")).text
    assert "Only in English thirst You may be thirsty." in other


LEAFLET_FAULTS = [
    ("sections.0.claims.0.text", "Take 5 grams.", "an amount"),
    ("sections.0.claims.0.grade", "", "does not say how good its evidence is"),
    ("sections.0.claims.0.id", "bad_flu", "stands twice"),
    ("sections.1.title", "", "Fill this in: Heading (Section 2)."),
    (
        "intro.source.said",
        "",
        "Fill this in: Which sources, or in words why there is none (First sentences).",
    ),
]


def test_faults_of_a_leaflet_are_those_of_its_file(moss: Browser) -> None:
    for field, typed, words in LEAFLET_FAULTS:
        moss.open(LEAFLET)

        moss.submit(moss.page.form("Publish"), {field: typed}, "Publish")

        assert moss.status == 422
        assert words in moss.page.text
        assert moss.page.value(field) == typed


def test_the_reading_grade_names_the_sentences_that_are_too_hard(moss: Browser) -> None:
    moss.open(LEAFLET)
    assert "6 or lower is asked for." in moss.page.text
    assert "Harder than that" not in moss.page.text
    hard = "Pharmacological interactions necessitate individualised consideration."

    moss.press("Preview", sections__0__claims__0__text=hard)

    assert f"Harder than that: {hard}" in moss.page.text
    preview = next(e for e in moss.page.root.all("section") if e.attributes.get("id") == "preview")
    assert hard in preview.text


def test_a_packet_keeps_its_conditions_while_entries_move(
    shipped_clinic: Clinic, moss: Browser
) -> None:
    before = load_packet("x", packets(shipped_clinic)[0].data)
    moss.open(INTAKE)
    assert "only if “Feels very sick now” is “Yes”" in moss.page.text
    # Parts of one questionnaire are told apart by their pages, and the leaflet has its title.
    assert "Safety in withdrawal, pages now, self_harm, clinician" in moss.page.text
    assert "Safety in withdrawal, page pregnancy" in moss.page.text
    assert "Kratom, opioids and your hair (withdrawal_and_hair)" in moss.page.text

    moss.press("Down with Questionnaire 10")  # audit_c changes places with own_words
    assert moss.page.value("entries.10.questionnaire") == "audit_c"
    moss.press("Remove Questionnaire 10")
    moss.press("Publish", minutes="9", review="no")

    newest, old = packets(shipped_clinic)
    after = load_packet("x", newest.data)
    assert (newest.version, newest.made_by, old.made_by) == ("2.2.0", shipped_clinic.moss.id, None)
    assert (after.minutes, after.review) == (9, False)
    rest = [one for one in before.entries if one.questionnaire != "own_words"]
    assert [one.model_dump() for one in after.entries] == [one.model_dump() for one in rest]
    assert after.typical == before.typical is not None


def test_a_condition_is_picked_from_those_of_the_packet(
    shipped_clinic: Clinic, moss: Browser
) -> None:
    moss.open(INTAKE)
    very_sick = moss.page.value("entries.7.when")  # of sows16: asked only who is very sick
    form = moss.page.form("Publish")

    moss.submit(form, {"entries.10.when": very_sick, "entries.8.when": ""}, "Publish")

    found = load_packet("x", packets(shipped_clinic)[0].data)
    assert found.entries[10].when == found.entries[7].when is not None
    assert found.entries[8].when is None


PACKET_FAULTS = [
    ("entries.0.pages", "now, nowhere", "nowhere"),
    ("entries.3.not_within_days", "0", "too small"),
    ("entries.3.not_within_days", "soon", "soon"),
    ("minutes", "-1", "minutes are none"),
    ("title", "", "Fill this in: Title."),
    ("typical.0.item", "substance_use.shop_product", "substance_use.shop_products"),
    ("typical.0.answer", "kratom, tea", "“tea” is not an option"),
    ("typical.3.answer", "", "Fill this in: Answer"),
]


def test_faults_of_a_packet_stand_at_their_field(shipped_clinic: Clinic, moss: Browser) -> None:
    for field, typed, words in PACKET_FAULTS:
        moss.open(INTAKE)

        moss.submit(moss.page.form("Publish"), {field: typed}, "Publish")

        assert moss.status == 422
        assert words in moss.page.text
        assert f'id="{field}-wrong"' in moss.page.html
        assert moss.page.value(field) == typed
    assert len(packets(shipped_clinic)) == 1


def test_an_entry_that_looks_at_later_answers_is_refused(moss: Browser) -> None:
    moss.open("/admin/texts/packets/hair_visit")

    moss.press("Up with Questionnaire 6")  # salt now comes before the examination it waits for
    moss.press("Publish")

    assert moss.status == 422
    assert "is not asked before this entry" in moss.page.text


def test_two_people_in_one_packet_keep_both_conditions(
    shipped_clinic: Clinic, moss: Browser
) -> None:
    other = shipped_clinic.signed_in(shipped_clinic.moss)
    moss.open(INTAKE)
    other.open(INTAKE)
    other.press("Publish", entries__7__when="")  # nothing is left that asks for very sick alone

    moss.press("Publish", title="First day")

    assert moss.status == 409
    assert "always" in moss.page.text
    moss.press("Publish")
    newest = load_packet("x", packets(shipped_clinic)[0].data)
    assert newest.title == "First day"
    assert newest.entries[7].when is not None
    assert [one.version for one in packets(shipped_clinic)] == ["2.3.0", "2.2.0", "2.1.1"]


def test_the_minutes_are_worked_out_when_somebody_asks(moss: Browser) -> None:
    moss.open("/admin/texts/packets/follow_up")

    moss.follow("Work out the minutes")

    assert (
        "Minutes of the version in use, typical visit: patient 3.7, target 4 kept; "
        "in 20 random visits: patient"
    ) in moss.page.text


def test_minutes_that_never_differ_are_told_once(moss: Browser) -> None:
    moss.open(INTAKE)

    moss.follow("Work out the minutes")

    assert re.search(r"; clinician \d+\.\d\.", moss.page.text)


def test_the_typical_visit_is_written_in_rows(shipped_clinic: Clinic, moss: Browser) -> None:
    moss.open("/admin/texts/packets/withdrawal_check")

    assert "Shop products in the past 30 days" in moss.page.text
    moss.press("Add an answer")
    form = moss.page.form("Publish")
    more = {"typical.1.item": "substance_use.treatment_medicine", "typical.1.answer": "methadone"}
    moss.submit(form, more, "Publish")
    moss.open("/admin/texts/packets/withdrawal_check?minutes")

    assert "typical visit: patient 3.5, target 3 not kept;" in moss.page.text
    moss.press("Remove Answer 1")
    moss.press("Remove Answer 1")
    moss.press("Publish")
    moss.open("/admin/texts/packets/withdrawal_check?minutes")
    assert "in use, which tells of no typical visit; in 20 random" in moss.page.text


def test_an_old_packet_is_taken_up_again_as_a_new_version(
    shipped_clinic: Clinic, moss: Browser
) -> None:
    moss.open(INTAKE)
    moss.press("Publish", title="First day")
    moss.open("/admin/texts/history/packet/intake/2.1.1")

    moss.press("Restore as a new version")

    newest, *_, first = packets(shipped_clinic)
    again, old = load_packet("x", newest.data), load_packet("x", first.data)
    assert again.model_dump() == old.model_dump() | {"version": "2.3.0"}
