"""A patient's form that comes twice, or from a page that has grown old."""

from __future__ import annotations

from screening.store.models import Draft, Revision
from screening.web.cookies import KIOSK
from tests.web.conftest import Clinic
from tests.web.filling import answer_all, stored_answers


def test_pressing_next_twice_saves_once(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    first = tablet.post(tablet.path, data)
    second = tablet.post(tablet.path, data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    with clinic.parts.database.read() as session:
        assert sorted(d.save_number for d in session.query(Draft)) == [0, 1]


def test_the_same_page_with_another_answer_shows_both_and_keeps_the_first(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    path, form = tablet.path, tablet.page.form("Next")
    tablet.post(path, form.data({"nights": "2"}, "Next"))

    response = tablet.post(path, form.data({"nights": "6"}, "Next"))

    assert response.status_code == 409
    tablet._show(response)
    assert "Kept until now 2" in tablet.page.text
    assert "Entered here 6" in tablet.page.text


def test_a_repeated_submit_leads_to_the_same_message_again(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    path, data = tablet.path, tablet.page.form("Next").data({"nights": "7"}, "Next")

    first = tablet.post(path, data)
    second = tablet.post(path, data)

    assert "/message/" in first.headers["Location"]
    assert second.headers["Location"] == first.headers["Location"]


def test_an_old_page_shows_both_texts_and_loses_neither(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    old = tablet.page.form("Next").data({"nights": "2"}, "Next")
    path = tablet.path
    tablet.open(path)
    tablet.press("Next", nights="6")

    response = tablet.post(path, old)

    assert response.status_code == 409
    tablet._show(response)
    assert "Kept until now 6" in tablet.page.text
    assert "Entered here 2" in tablet.page.text
    assert stored_answers(clinic)["nights"] == "6"
    tablet.press("Keep what is entered here")
    assert stored_answers(clinic)["nights"] == "2"


def test_an_old_review_page_does_not_send_what_it_did_not_show(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    old = tablet.page.form("Send").data({}, "Send")
    tablet.open("/sitting/3?change=1")
    tablet.press("Next", nights="1")

    response = tablet.post("/sitting/review", old)

    assert response.status_code == 409
    assert stored_answers(clinic)["nights"] == "1"


def test_a_second_tap_on_send_gets_the_reply_of_the_first(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    form, before = tablet.page.form("Send").data({}, "Send"), tablet.cookie(KIOSK)
    first = tablet.post("/sitting/review", form)

    for cookie in (before, tablet.cookie(KIOSK)):  # sent before or after the first reply came
        tablet.client.set_cookie(KIOSK, cookie)
        second = tablet.post("/sitting/review", form)

        assert (second.status_code, second.location) == (303, first.location)
        assert second.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert tablet.cookie(KIOSK) not in ("", cookie)
        tablet.open("/sitting/review")
        assert tablet.status == 410
    with clinic.parts.database.read() as session:
        sent = [row.response_id for row in session.query(Revision)]
    assert len(sent) == len(set(sent)) > 0


def test_only_the_page_that_sent_everything_gets_that_reply_again(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    page = tablet.page.form("Next").data({"gate": "no"}, "Next")
    answer_all(tablet)
    form = tablet.page.form("Send").data({}, "Send")
    tablet.post("/sitting/review", form)

    other = tablet.post("/sitting/review", {**form, "form-key": page["form-key"]})
    earlier = tablet.post("/sitting/1", page)

    assert (other.status_code, earlier.status_code) == (410, 410)


def test_an_old_send_cannot_touch_the_next_patients_sitting(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    form = tablet.page.form("Send").data({}, "Send")
    tablet.post("/sitting/review", form)
    following = clinic.tablet(clinic.start_visit())
    held = following.cookie(KIOSK)

    refused = following.post("/sitting/review", form)

    assert refused.status_code == 403
    assert following.cookie(KIOSK) == held
    following.open("/sitting/1")
    assert following.status == 200
