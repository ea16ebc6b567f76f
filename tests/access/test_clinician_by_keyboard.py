"""A clinician's round by keyboard alone: rate with vitals, see, note, sign; axe-core on the way."""

from __future__ import annotations

from typing import Any

import pytest

from screening.web import papers
from tests.access.test_axe import axe as axe
from tests.access.test_axe import faults
from tests.access.test_by_keyboard import Keyboard
from tests.served import served
from tests.web.conftest import PASSWORD, Clinic
from tests.web.conftest import shipped_clinic as shipped_clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = ((1024, 768), (390, 844))
VITALS = {"pulse": "104", "systolic": "120", "diastolic": "80", "breaths": "8", "spo2": "98"}


def sign_in(person: Keyboard) -> None:
    """Dr Ada."""
    person.page.goto("/sign-in")
    person.tab_to(name="name")
    person.page.keyboard.type("ada")
    person.tab_to(name="password")
    person.page.keyboard.type(PASSWORD)
    person.press("Enter")


def rate(person: Keyboard) -> None:
    """Vitals typed, two signs picked, one left out by itself and the others at once."""
    page = person.page
    for item, text in VITALS.items():
        person.tab_to(name=f"vitals.{item}")
        page.keyboard.type(text)
        if item == "pulse":
            person.tab_to(name="vitals.pulse_medicines")
            page.keyboard.press("Space")
    person.tab_to(name="rest-why.vitals")
    page.keyboard.type("no t")
    person.tab_to(value="rest.vitals")
    person.press("Enter")
    for item in ("sweating", "restlessness"):
        person.tab_to(name=f"cows.{item}")
        page.keyboard.press("Space")
    person.tab_to(name="cows.pupils")
    page.keyboard.press("ArrowUp")  # from the first round to the last, which is the way out
    person.tab_to(name="cows.pupils.why")
    page.keyboard.type("no t")
    person.tab_to(name="rest-why.cows")
    page.keyboard.type("patient c")
    person.tab_to(value="rest.cows")
    person.press("Enter")
    person.tab_to(value="send")
    person.press("Enter")


def test_a_clinician_rates_sees_notes_and_signs_by_keyboard_alone(
    shipped_clinic: Clinic, chromium: Any, axe: str
) -> None:
    shipped_clinic.start_visit("intake")
    with served(shipped_clinic.app) as address:
        context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        person = Keyboard(context.new_page())
        page, found = person.page, []

        sign_in(person)
        page.goto("/clinic/")
        person.tab_to(words="Okonkwo, Cleo")
        person.press("Enter")
        visit = page.url
        page.goto(f"{visit}/rating")
        found += faults(page, axe, SIZES)
        rate(person)

        assert page.url == visit
        assert page.get_by_text("not assessed: patient could not").count()
        while page.get_by_role("button", name="I have seen this").count():
            page.goto(visit)
            while not person.tab_to(type="submit", name="")["words"].startswith("I have seen"):
                pass
            person.press("Enter")
        person.tab_to(words="Write a note")
        person.press("Enter")
        found += faults(page, axe, SIZES)
        person.tab_to(name="note")
        page.keyboard.type("Slept two hours.")
        person.tab_to(words="Save the note")
        person.press("Enter")
        person.tab_to(words="Sign this visit")
        # The letters of a drawing lie on its bands, which axe-core cannot see through.
        found += [one for one in faults(page, axe, SIZES) if "contrast: ['<text" not in one]
        person.press("Enter")

        assert page.get_by_text("Signed by Dr Ada Byron").count()
        for words in ("All revisions, signatures and notes", "Amend COWS"):
            page.goto(visit)
            page.get_by_role("link", name=words).first.click()
            found += faults(page, axe, SIZES)
        assert found == [], "\n".join(found)
        context.close()


def test_one_press_gives_the_line_to_copy_and_the_pdf(
    shipped_clinic: Clinic, chromium: Any, axe: str
) -> None:
    visit = shipped_clinic.start_visit("intake")
    doctor = shipped_clinic.signed_in(shipped_clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}/rating")
    doctor.press("Rest of Vitals", **{"vitals.pulse": "80", "rest-why.vitals": "no_time"})
    doctor.press("Send the rating")
    with served(shipped_clinic.app) as address:
        context = chromium.new_context(base_url=address)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        sign_in(Keyboard(page))
        page.goto(f"/clinic/visits/{visit.id}")

        with page.expect_download(timeout=60_000) as fetched:
            page.get_by_role("link", name="PDF and chart line").click()
        page.get_by_role("button", name="Copy the line").click()

        page.get_by_text("Copied.").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.get_by_label("Line for the chart").input_value()
        assert copied.endswith("Not signed.")
        assert fetched.value.suggested_filename == f"summary-{visit.code}.pdf"
        assert list(faults(page, axe, SIZES)) == []
        context.close()
    shipped_clinic.app.extensions[papers.EXTENSION].close()
