"""The front desk: finding and adding patients, starting visits, handing out codes."""

from __future__ import annotations

from uuid import uuid4

import segno

from screening.store import encounters, patients
from screening.store.models import AuditEvent, Patient, Site
from screening.web.cookies import KIOSK, STAFF
from screening.web.qr import QUIET_ZONE, draw_qr
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic

NEW = {"record": "MRN 9", "family": "Åberg", "given": "Noor", "day": "29", "month": "2"}


def desk_page(clinic: Clinic, words: str) -> Browser:
    """Fay's browser behind a link of the day list."""
    browser = clinic.signed_in(clinic.fay)
    browser.follow(words)
    return browser


def visit_page(clinic: Clinic) -> Browser:
    """Fay's browser on a fresh visit of Cleo's."""
    browser = clinic.signed_in(clinic.fay)
    browser.open(f"/desk/patients/{clinic.cleo.id}")
    browser.press("Small packet")
    return browser


def shown_code(browser: Browser) -> str:
    words = browser.page.text.split("The code is ")[1]
    return words.split()[0]


def test_the_desk_adds_a_patient_starts_a_visit_and_gets_a_code_that_works(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Add a patient")
    desk.press("Add the patient", **NEW, year="1996")
    assert "Åberg, Noor" in desk.page.text
    desk.press("Small packet")
    desk.press("Make a code")

    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=shown_code(desk))
    tablet.press("Next", day="29", month="2")

    assert tablet.status == 200
    assert tablet.path == "/sitting/welcome"


def test_what_was_typed_stays_and_each_fault_is_named(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Add a patient")

    desk.press("Add the patient", **{**NEW, "given": " "}, year="1995")

    assert desk.status == 422
    assert desk.page.title.startswith("Error: ")
    assert "Enter the given name." in desk.page.text
    assert "Enter a day that this month has." in desk.page.text
    assert desk.page.value("family") == "Åberg"
    assert [desk.page.value(part) for part in ("day", "month", "year")] == ["29", "2", "1995"]


def test_somebody_with_the_same_birth_date_is_shown_before_another_is_added(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Add a patient")
    typed = {"record": "X1", "family": "Okonkwa", "given": "Cleo"}

    desk.press("Add the patient", **typed, day="7", month="2", year="1994")
    assert desk.status == 422
    assert "Is it one of these?" in desk.page.text
    assert CLEO.record in desk.page.text
    desk.press("Add as another patient")

    assert "Okonkwa, Cleo" in desk.page.text
    with clinic.parts.database.read() as session:
        assert len(patients.near_duplicates(session, clinic.parts.site.id, CLEO.born)) == 2


def test_the_form_sent_twice_adds_one_patient(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Add a patient")
    form = desk.page.form("Add the patient")
    data = form.data({**NEW, "year": "1996"}, "Add the patient")

    first, second = desk.post(form.action, data), desk.post(form.action, data)

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_a_record_number_in_use_leads_to_its_patient(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Add a patient")

    desk.press("Add the patient", **{**NEW, "record": "mrn 00417"}, year="1996")

    assert desk.status == 422
    assert "belongs to the patient below" in desk.page.text
    desk.follow("This is the patient")
    assert "Okonkwo, Cleo" in desk.page.text


def test_a_patient_is_found_by_record_number_and_by_name_with_birth_date(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Find a patient")

    desk.press("Find", record="mrn00417")
    assert "Okonkwo, Cleo" in desk.page.text
    desk.open("/desk/patients/")
    desk.press("Find", family="OKONKWO", day="7", month="2", year="1994")
    assert "Okonkwo, Cleo" in desk.page.text
    desk.press("Find", family="Okonkwo", day="8", month="2", year="1994")
    assert "0 patients found" in desk.page.text
    desk.press("Find", record="", family="")
    assert desk.status == 422


def test_no_name_record_number_or_code_stands_in_an_address(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Find a patient")
    desk.press("Find", record=CLEO.record)
    desk.follow("Open")
    desk.press("Small packet")
    desk.press("Make a code")

    asked = " ".join(desk.seen)

    assert CLEO.family not in asked
    assert CLEO.record not in asked
    assert shown_code(desk) not in asked
    assert shown_code(desk).replace("-", "") not in asked


def test_a_field_that_the_form_does_not_have_is_refused(clinic: Clinic) -> None:
    desk = desk_page(clinic, "Find a patient")
    form = desk.page.form("Find")
    data = form.data({"record": CLEO.record}, "Find")

    assert desk.post(form.action, data).status_code == 200
    assert desk.post(form.action, {**data, "site_id": "1"}).status_code == 400


def test_a_visit_started_twice_is_one_visit(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    form = desk.page.form("Small packet")
    data = form.data({}, "Small packet")

    first, second = desk.post(form.action, data), desk.post(form.action, data)

    assert first.headers["Location"] == second.headers["Location"]
    with clinic.parts.database.read() as session:
        assert len(encounters.of_patient(session, clinic.cleo.id)) == 1


def test_a_new_code_takes_the_place_of_the_one_before(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    desk.press("Make a code")
    first = shown_code(desk)
    desk.press("New code")
    second = shown_code(desk)

    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=first)
    assert tablet.status == 422
    tablet.press("Start", code=second)

    assert tablet.path == "/sitting/confirm"


def test_handing_over_signs_staff_out_first(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    desk.press("Hand over this tablet")  # it is not enrolled yet, and asks for its name
    staff, kiosk = desk.cookie(STAFF), desk.cookie(KIOSK)
    form = desk.page.form("Hand over this tablet")

    reply = desk.post(form.action, form.data({}, "Hand over this tablet"))

    assert reply.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert desk.cookie(STAFF) != staff
    assert desk.cookie(KIOSK) != kiosk
    desk.open(reply.headers["Location"])
    assert desk.path == "/sitting/confirm"
    desk.client.set_cookie(STAFF, staff, secure=True)
    desk.open("/desk/")
    assert desk.path == "/sign-in"


def test_handing_over_cuts_off_the_tablet_that_was_in_use(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    desk.press("Make a code")
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=shown_code(desk))
    desk.follow("Done")
    desk.follow("Okonkwo")

    desk.press("Hand over this tablet")
    desk.press("Hand over this tablet")

    tablet.open("/sitting")
    assert tablet.status == 410


def test_an_ended_visit_gives_out_no_code(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    form = desk.page.form("Make a code")
    desk.press("End the visit")

    reply = desk.post(form.action, form.data({}, "Make a code"))

    assert reply.status_code == 409


def test_the_day_list_says_how_far_each_patient_is(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    assert "Not started" in desk.page.text

    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    assert "Question 2 of 8" in desk.open("/desk/").text
    clinic.clock.forward(minutes=4)
    assert "Question 2 of 8, nothing for 4 min" in desk.open("/desk/").text
    clinic.clock.forward(minutes=3)
    tablet.open("/sitting")
    assert "Paused at Question 2 of 8" in desk.open("/desk/").text


def test_the_day_list_calls_a_nurse_without_saying_why(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    desk = clinic.signed_in(clinic.fay)
    assert "See a nurse before leaving" in desk.page.text

    tablet.press("Next", ache="10")

    text = desk.open("/desk/").text
    assert "Needs a nurse now" in text
    assert "ache" not in text
    assert "nights" not in text


def test_another_sites_patient_is_not_there(clinic: Clinic) -> None:
    with clinic.parts.database.write() as session:
        elsewhere = Site(id=uuid4(), name="Elsewhere", time_zone="UTC", created_at=clinic.clock())
        elsewhere.key_proof = session.get_one(Site, clinic.parts.site.id).key_proof
        session.add(elsewhere)
        session.flush()
        session.get_one(Patient, clinic.cleo.id).site_id = elsewhere.id
    desk = clinic.signed_in(clinic.fay)

    desk.open(f"/desk/patients/{clinic.cleo.id}")
    theirs = (desk.status, desk.page.text)
    desk.open(f"/desk/patients/{uuid4()}")

    assert theirs == (desk.status, desk.page.text)
    assert desk.status == 404


def test_a_patient_looked_at_is_on_the_trail_once_per_sign_in(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.open(f"/desk/patients/{clinic.cleo.id}")

    def looks() -> int:
        with clinic.parts.database.read() as session:
            return session.query(AuditEvent).filter_by(kind="patient_read").count()

    assert looks() == 1
    clinic.signed_in(clinic.fay).open(f"/desk/patients/{clinic.cleo.id}")
    assert looks() == 2


def test_the_drawn_code_has_exactly_the_modules_of_the_code() -> None:
    text = "http://localhost:8000/#ABCD-2345"

    drawn = draw_qr(text)

    dark = set()
    for box in drawn.path.split("z")[:-1]:
        start, rest = box[1:].split("h", 1)
        x, y = (int(number) for number in start.split())
        dark |= {(x + step, y) for step in range(int(rest.split("v")[0]))}
    matrix = segno.make(text, micro=False, error="q").matrix
    assert dark == {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module & 1
    }
    assert drawn.size == len(matrix) + 2 * QUIET_ZONE
