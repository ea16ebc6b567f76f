"""Tablets at the desk: enrolled, handed over, named in the list, revoked."""

from __future__ import annotations

import pytest

from screening.report.html import to_html
from screening.report.summary import summarise
from screening.store import kiosk_access, sites, sittings, tablets
from screening.web.cookies import KIOSK, STAFF, TABLET
from screening.web.visits import load_record
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import answer_all

HAND_OVER = "Hand over this tablet"


def on_visit(clinic: Clinic) -> Browser:
    """Fay's browser, not enrolled, on a fresh visit of Cleo's."""
    visit = clinic.start_visit()
    browser = clinic.signed_in(clinic.fay)
    browser.open(f"/desk/visits/{visit.id}")
    return browser


def known(clinic: Clinic) -> list[str]:
    with clinic.parts.database.read() as session:
        return [tablet.name for tablet in tablets.in_use(session, clinic.parts.site.id)]


def test_an_unknown_device_is_named_and_handed_over_in_the_same_step(clinic: Clinic) -> None:
    desk = on_visit(clinic)

    desk.press(HAND_OVER)
    assert desk.page.h1 == "Name this tablet"
    assert desk.page.value("tablet") == "Tablet 1"
    assert (desk.cookie(TABLET), known(clinic)) == ("", [])
    assert desk.open("/desk/").h1 == "Today’s visits"  # nobody was signed out yet
    desk.follow("Okonkwo")
    desk.press(HAND_OVER)
    desk.press(HAND_OVER)

    assert desk.path == "/sitting/confirm"
    assert known(clinic) == ["Tablet 1"]
    assert desk.open("/desk/").h1 == "Sign in"


def test_an_enrolled_tablet_is_handed_over_at_once_and_stands_in_the_list(clinic: Clinic) -> None:
    desk = on_visit(clinic)
    desk.open("/desk/tablets/")
    desk.press("Enrol this device", tablet="Window seat")
    assert "Window seat This device" in desk.page.text
    desk.open("/desk/")
    desk.follow("Okonkwo")

    desk.press(HAND_OVER)

    assert desk.path == "/sitting/confirm"
    row = clinic.signed_in(clinic.fay).page.text
    assert "Window seat" in row


def test_without_the_question_for_a_name_an_unknown_device_would_be_handed_over(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof: what the guard holds back happens without it."""
    desk = on_visit(clinic)
    with clinic.parts.database.write() as session:
        other = tablets.enrol(
            session, clinic.parts.site.id, "T", token="o" * 43, by=clinic.fay.id, now=clinic.clock()
        )
    monkeypatch.setattr("screening.web.desk_kiosk.this_tablet", lambda: other)

    desk.press(HAND_OVER)

    assert desk.path == "/sitting/confirm"


def test_a_tablet_of_another_site_is_a_strange_device_here(clinic: Clinic) -> None:
    """Else a call would name a tablet that nobody of this clinic knows."""
    desk = on_visit(clinic)
    with clinic.parts.database.write() as session:
        now = clinic.clock()
        hill = sites.add_site(session, "Hill Clinic", "UTC", now=now)
        tablets.enrol(session, hill.id, "Hill 1", token="o" * 43, by=clinic.fay.id, now=now)
    desk.client.set_cookie(TABLET, "o" * 43)

    desk.press(HAND_OVER)

    assert desk.page.h1 == "Name this tablet"


def test_a_name_in_use_is_refused_and_kept(clinic: Clinic) -> None:
    clinic.signed_in(clinic.fay)
    first = on_visit(clinic)
    first.open("/desk/tablets/")
    first.press("Enrol this device", tablet="Tablet 1")
    desk = on_visit(clinic)
    desk.press(HAND_OVER)
    assert desk.page.value("tablet") == "Tablet 2"

    desk.press(HAND_OVER, tablet="tablet 1")

    assert (desk.status, desk.page.value("tablet")) == (422, "tablet 1")
    assert "Another tablet has this name." in desk.page.text
    desk.press(HAND_OVER, tablet="x" * 41)
    assert "at most 40 characters" in desk.page.text
    desk.open("/desk/tablets/")
    desk.press("Enrol this device", tablet=" ")
    assert (desk.status, known(clinic)) == (422, ["Tablet 1"])


def test_the_tablets_cookie_stays_and_a_sittings_ends_with_the_browser(clinic: Clinic) -> None:
    desk = on_visit(clinic)
    desk.press(HAND_OVER)
    form = desk.page.form(HAND_OVER)

    reply = desk.post(form.action, form.data({}, HAND_OVER))

    lines = {line.split("=")[0]: line for line in reply.headers.getlist("Set-Cookie")}
    assert set(lines) == {KIOSK, STAFF, TABLET}
    for line in lines.values():
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Strict"):
            assert part in line.split("; ")
        assert "Domain" not in line
    assert "Max-Age=34560000" in lines[TABLET]
    assert "Max-Age" not in lines[KIOSK]  # so a tablet starts locked after a restart
    assert "Max-Age=0;" in lines[STAFF]
    assert "Expires" not in lines[KIOSK]


def test_a_revoked_tablet_is_locked_and_must_be_enrolled_again(clinic: Clinic) -> None:
    tablet = on_visit(clinic)
    tablet.press(HAND_OVER)
    tablet.press(HAND_OVER)
    tablet.press("Next", day="7", month="2")
    tablet.follow("Begin")
    tablet.press("Next", gate="no")

    desk = clinic.signed_in(clinic.fay)
    desk.open("/desk/tablets/")
    desk.press("Revoke")

    assert "No tablet is enrolled yet." in desk.page.text
    tablet.open("/sitting")
    assert tablet.status == 410
    assert "Paused at Question 2 of 8" in desk.open("/desk/").text


def test_wrong_codes_on_one_enrolled_tablet_do_not_lock_its_neighbour(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    devices = []
    for name in ("A", "B"):
        device = clinic.signed_in(clinic.fay)
        device.open("/desk/tablets/")
        device.press("Enrol this device", tablet=name)
        devices.append(device)
    one, other = devices
    one.open("/")
    for _ in range(10):
        one.press("Start", code="ZZZZ-9999")
    code = clinic.code_for(visit)

    one.press("Start", code=code)
    assert one.status == 422
    other.open("/")
    other.press("Start", code=code)

    assert other.path == "/sitting/confirm"


def test_pause_and_a_new_code_go_on_in_another_room(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    desk = clinic.signed_in(clinic.fay)
    assert "Another device" in desk.page.text
    desk.open(f"/desk/visits/{visit.id}")

    desk.press("Pause")
    assert "Paused at Question 2 of 8" in desk.page.text
    tablet.open("/sitting/2")
    assert tablet.status == 410
    desk.press("Make a new code")
    room = clinic.browser("10.0.0.30")
    room.open("/")
    room.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    room.press("Next", day="7", month="2")
    room.open("/sitting")

    assert room.page.title == "Question 2 of 8"


def test_an_administrator_sees_tablets_and_hands_none_over(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)

    assert moss.open("/desk/tablets/").h1 == "Tablets"


def test_a_packet_is_handed_over_from_the_patients_page_in_one_step(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open("/desk/tablets/")
    desk.press("Enrol this device", tablet="Tablet 1")
    desk.open(f"/desk/patients/{clinic.cleo.id}")

    desk.press(f"{HAND_OVER}: Small packet")

    assert desk.path == "/sitting/confirm"


def test_an_unknown_device_keeps_the_visit_that_one_step_started(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.press(f"{HAND_OVER}: Small packet")
    assert desk.page.h1 == "Name this tablet"

    desk.press(HAND_OVER)

    assert desk.path == "/sitting/confirm"
    assert clinic.signed_in(clinic.fay).page.text.count("Okonkwo, Cleo") == 1


def test_a_code_comes_from_the_patients_page_and_from_the_list_in_one_step(clinic: Clinic) -> None:
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/patients/{clinic.cleo.id}")
    desk.press("Code for a tablet: Small packet")
    first = desk.page.text.split("The code is ")[1].split()[0]
    desk.open("/desk/")
    desk.press("Code for Cleo Okonkwo")
    second = desk.page.text.split("The code is ")[1].split()[0]

    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=first)
    assert tablet.status == 422
    tablet.press("Start", code=second)

    assert tablet.path == "/sitting/confirm"


def test_reading_aloud_is_recorded_and_told_to_the_clinician_and_on_paper(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.press("Make a code", **{"read-aloud": "yes"})
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=desk.page.text.split("The code is ")[1].split()[0])
    tablet.press("Next", day="7", month="2")
    tablet.follow("Begin")
    answer_all(tablet)
    desk.open(f"/desk/visits/{visit.id}")
    assert "Staff read the questions aloud." in desk.page.text
    tablet.press("Send my answers")
    told = "Patient, to whom staff read the questions aloud"

    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{visit.id}")

    assert told in doctor.page.text
    with clinic.app.test_request_context(), clinic.parts.database.read() as session:
        record = load_record(session, visit, clinic.parts.shelf, site_name="")
    assert told in to_html(summarise(record, clinic.parts.shelf.references, "en"))


def test_what_was_read_aloud_in_part_stays_marked_in_another_room(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    with clinic.parts.database.write() as session:
        more = {"language": "en", "by": clinic.fay.id, "now": clinic.clock()}
        held = kiosk_access.hand_over(session, visit.id, token="t" * 43, read_aloud=True, **more)
        again = kiosk_access.hand_over(session, visit.id, token="u" * 43, **more)
        assert (held.read_aloud, again.read_aloud) == (True, False)  # nothing was read so far
        kiosk_access.hand_over(session, visit.id, token="v" * 43, read_aloud=True, **more)
        sittings.confirm_birth(session, held.id, day=7, month=2, now=clinic.clock())
        sittings.pause(session, held.id, now=clinic.clock())

        there = kiosk_access.hand_over(session, visit.id, token="w" * 43, **more)

    assert there.read_aloud


def test_a_call_names_the_tablet_that_it_comes_from(clinic: Clinic) -> None:
    tablet = on_visit(clinic)
    tablet.press(HAND_OVER)
    tablet.press(HAND_OVER, tablet="Window seat")
    tablet.press("Next", day="7", month="2")
    tablet.follow("Begin")
    tablet.press("Next", gate="no")
    tablet.press("Next", nights="5")
    tablet.press("Next", ache="10")

    assert "Window seat needs a nurse now" in clinic.signed_in(clinic.fay).page.html
