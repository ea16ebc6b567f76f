"""The patient's pages, from the code to the hand-back, without script."""

from __future__ import annotations

import pytest

from screening.store import drafts, findings, responses, revisions
from screening.store.models import Revision
from screening.web.cookies import KIOSK
from tests.web.browser import Browser
from tests.web.conftest import CLEO, Clinic

OUT = "-out"


def stored_answers(clinic: Clinic, questionnaire_id: str = "check_in") -> dict[str, object]:
    """What the draft, or else the first revision, of Cleo's only response holds."""
    with clinic.parts.database.read() as session:
        from screening.store.models import Response

        for row in session.query(Response).all():
            if row.questionnaire_id == questionnaire_id:
                draft = drafts.load(session, row.id)
                if draft is not None:
                    return dict(draft.document)
                return dict(revisions.get(session, row.id, 1).document)
    raise AssertionError("no such response")


def answer_all(tablet: Browser) -> None:
    """Every question of the small packet, once."""
    tablet.press("Next", gate="yes")
    tablet.press("Next", what=["sleep", "food"])
    tablet.press("Next", nights="3")
    tablet.press("Next", ache="4")
    tablet.press("Next", amount="2,5", amount__unit="spoon")
    tablet.press("Next", since__month="08", since__year="2026")
    tablet.press("Next", last__day="18", last__month="11", last__year="2026", last__time="08:15")
    tablet.press("Next", products__0__form="yes", products__0__times="2")
    tablet.press("Next", words="  Zürich & <b>tea</b>\nsecond line")
    tablet.press("Next", tired="yes")


def test_a_patient_goes_from_the_code_to_the_hand_back(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    assert tablet.page.title == "Question 1 of 8"
    assert tablet.page.h1 == "Did anything change?"

    answer_all(tablet)

    assert tablet.page.h1 == "Check your answers"
    assert "Sleep, Food" in tablet.page.text
    assert "<b>tea</b>" in tablet.page.text
    tablet.press("Send my answers")
    assert tablet.page.h1 == "Thank you. Please hand the tablet back."
    assert stored_answers(clinic) == {
        "gate": "yes",
        "what": ["sleep", "food"],
        "nights": "3",
        "ache": "4",
        "amount": {"value": "2.5", "unit": "spoon"},
        "since": "2026-08",
        "last": "2026-11-18T08:15",
        "products": [{"form": "yes", "times": "2"}],
        "words": "  Zürich & <b>tea</b>\nsecond line",
    }
    assert stored_answers(clinic, "second") == {"tired": "yes"}


def test_the_count_follows_the_answers(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.press("Next", gate="yes")
    assert tablet.page.title == "Question 2 of 10"
    tablet.follow("Back")
    tablet.press("Next", gate="no")

    assert tablet.page.title == "Question 2 of 8"
    assert tablet.page.h1 == "How many bad nights?"


def test_nothing_is_chosen_before_the_patient_chooses(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)

    assert tablet.page.value("gate") == ""
    tablet.press("Next")

    assert tablet.status == 422
    assert tablet.page.title == "Error: Question 1 of 8"
    assert "Choose an answer, or choose “I would rather not answer this”." in tablet.page.text
    assert stored_answers(clinic) == {}


def test_not_answering_is_an_answer_of_its_own(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    tablet.press("Next", gate=OUT)
    tablet.press("Next", nights__out=OUT)

    assert stored_answers(clinic) == {
        "gate": {"missing": "declined"},
        "nights": {"missing": "declined"},
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"nights": "8"}, "Enter a whole number from 0 to 7."),
        ({"nights": "2.5"}, "Enter a whole number from 0 to 7."),
        ({"nights": "few"}, "Enter a whole number from 0 to 7, in digits."),
        ({"nights": "3", "nights__out": OUT}, "not both"),
        ({}, "or choose “I would rather not answer this”"),
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    clinic: Clinic, fields: dict[str, str], told: str
) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    tablet.press("Next", **fields)

    assert tablet.status == 422
    assert told in tablet.page.text
    assert tablet.page.value("nights") == fields.get("nights", "")
    assert "nights" not in stored_answers(clinic)


def test_rows_are_added_and_taken_away_without_losing_what_was_typed(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    to_rows(tablet)

    tablet.press("Add one more", products__0__times="2")
    assert tablet.page.value("products.0.times") == "2"
    tablet.press("Add one more", products__1__times="55")
    tablet.press("Next", products__2__form="yes")
    assert tablet.status == 422
    assert "Enter a whole number from 1 to 9" in tablet.page.text
    tablet.press("Take away 2")
    tablet.press("Next")

    assert stored_answers(clinic)["products"] == [{"times": "2"}, {"form": "yes"}]


def to_rows(tablet: Browser) -> None:
    tablet.press("Next", gate="no")
    for name in ("nights", "ache", "amount", "since", "last"):
        tablet.press("Next", **{f"{name}__out": OUT})


def test_change_leads_back_to_the_review_page(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)

    tablet.open(tablet.page.link("Change: How many bad nights?"))
    assert tablet.page.value("nights") == "3"
    tablet.press("Next", nights="4")

    assert tablet.page.h1 == "Check your answers"
    assert stored_answers(clinic)["nights"] == "4"


def test_a_change_that_opens_a_question_asks_it_first(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.open(tablet.page.link("Change: Did anything change?"))
    tablet.press("Next", gate="no")
    assert tablet.page.h1 == "Check your answers"
    assert "I am tired" not in tablet.page.text

    tablet.open("/sitting/review")
    tablet.open(tablet.page.link("Change: Did anything change?"))
    tablet.press("Next", gate="yes")

    assert tablet.page.h1 == "Check your answers"  # the answers kept from before count again
    assert "I am tired" in tablet.page.text


def test_open_questions_keep_the_answers_from_being_sent(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")

    tablet.open("/sitting/review")
    tablet.press("Send my answers")

    assert tablet.status == 422
    assert "Some questions have no answer yet." in tablet.page.text
    tablet.open(tablet.page.link("Answer: How many"))
    assert tablet.page.h1 == "How many bad nights?"


def test_pressing_next_twice_saves_once(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    first = tablet.post(tablet.path, data)
    second = tablet.post(tablet.path, data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    with clinic.parts.database.read() as session:
        from screening.store.models import Draft

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


def test_items_of_the_clinician_are_neither_shown_nor_accepted(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    response = tablet.post(tablet.path, {**data, "page-item": "check_in.pulse", "pulse": "60"})
    tablet.post(tablet.path, {**data, "pulse": "60"})
    answer = stored_answers(clinic)

    assert response.status_code == 303
    assert answer == {"gate": "no"}
    answered = clinic.tablet()
    answer_all(answered)
    assert "Pulse" not in "".join(answered.page.html)


@pytest.mark.parametrize("why", ["wrong", "used", "expired", "no code at all"])
def test_every_code_that_does_not_work_gives_the_same_page(clinic: Clinic, why: str) -> None:
    code = clinic.code_for(clinic.start_visit())
    if why == "used":
        first = clinic.browser("10.0.0.8")
        first.open("/")
        first.press("Start", code=code)
    if why == "expired":
        clinic.clock.forward(hours=25)
    typed = {"wrong": "2345-6789", "no code at all": ""}.get(why, code)
    tablet = clinic.browser()
    tablet.open("/")

    tablet.press("Start", code=typed)

    assert tablet.status == 422
    assert tablet.page.text == (
        "There is a problem This code does not work. Check it, or ask the staff for a new one. "
        "Enter your code Code from the staff 8 letters and numbers, such as ABCD-2345 Error: "
        "This code does not work. Check it, or ask the staff for a new one. Start"
    )


def test_a_code_is_read_with_small_letters_and_spaces(clinic: Clinic) -> None:
    code = clinic.code_for(clinic.start_visit())
    tablet = clinic.browser()
    tablet.open("/")

    tablet.press("Start", code=f" {code[:4].lower()} {code[4:].lower()}")

    assert tablet.page.h1 == "When is your birthday?"


def test_a_tablet_that_guesses_is_locked_out_even_with_the_right_code(clinic: Clinic) -> None:
    code = clinic.code_for(clinic.start_visit())
    tablet = clinic.browser()
    tablet.open("/")
    for _ in range(10):
        tablet.press("Start", code="2345-6789")

    tablet.press("Start", code=code)
    locked = tablet.page.h1
    clinic.clock.forward(minutes=2)
    tablet.press("Start", code=code)

    assert locked == "Enter your code"
    assert tablet.page.h1 == "When is your birthday?"


def test_three_wrong_birthdays_lock_the_tablet(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    tablet.press("Next", day="7", month="3")
    assert "You have 2 more tries." in tablet.page.text
    tablet.press("Next", day="x", month="2")
    assert "This is the last try." in tablet.page.text
    tablet.press("Next", day="8", month="2")

    assert tablet.status == 410
    assert tablet.page.h1 == "Enter your code"
    tablet.open("/sitting/1")
    assert tablet.status == 410


def test_no_question_is_shown_before_the_birthday_was_confirmed(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))

    for path in ("/sitting/1", "/sitting/welcome", "/sitting/review", "/sitting"):
        tablet.open(path)
        assert tablet.page.h1 == "When is your birthday?"


def test_after_the_end_every_address_of_the_sitting_is_gone(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    old = tablet.page.form("Send").data({}, "Send")
    before, addresses = tablet.cookie(KIOSK), sorted(set(tablet.seen))

    response = tablet.post("/sitting/review", old)

    assert response.status_code == 303
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert tablet.cookie(KIOSK) not in ("", before)
    for cookie in (tablet.cookie(KIOSK), before):
        for path in (path for path in addresses if path.startswith("/sitting")):
            tablet.client.set_cookie(KIOSK, cookie)
            tablet.open(path)
            assert tablet.status == 410
            assert tablet.page.h1 == "Enter your code"


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


def test_a_tablet_can_be_locked_at_once_and_goes_on_with_a_new_code(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    before = tablet.cookie(KIOSK)

    tablet.press("Lock the tablet")

    assert tablet.status == 410
    assert tablet.page.h1 == "Enter your code"
    assert tablet.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert tablet.cookie(KIOSK) not in ("", before)
    again = clinic.tablet(visit)
    assert again.page.h1 == "How many bad nights?"


def test_a_touch_keeps_the_tablet_open(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    for _ in range(3):
        clinic.clock.forward(minutes=5)
        assert tablet._send("GET", "/sitting/here").status_code == 204

    tablet.open("/sitting/1")
    opened = tablet.status
    clinic.clock.forward(minutes=6, seconds=15)

    assert opened == 200
    assert tablet._send("GET", "/sitting/here").status_code == 410


def test_the_warning_is_on_pages_of_a_sitting_only(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    assert "Are you still there?" not in tablet.page.html
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))
    assert "Are you still there?" in tablet.page.html
    tablet.press("Next", day="7", month="2")
    assert "Are you still there?" in tablet.page.html


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


def test_a_tablet_left_alone_is_locked_and_goes_on_with_a_new_code(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")
    clinic.clock.forward(minutes=7)

    tablet.open("/sitting/2")
    assert tablet.status == 410
    again = clinic.tablet(visit)

    assert again.page.h1 == "How many bad nights?"
    again.follow("Back")
    assert again.page.value("gate") == "no"


def test_answering_keeps_the_sitting_alive(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    for _ in range(4):
        clinic.clock.forward(minutes=5)
        tablet.open("/sitting/1")

    assert tablet.page.title == "Question 1 of 8"


def test_what_is_raised_is_recorded_at_next_and_outlives_a_changed_answer(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    tablet.press("Next", gate="no")

    tablet.press("Next", nights="5")
    tablet.follow("Back")
    tablet.press("Next", nights="1")

    with clinic.parts.database.read() as session:
        (found,) = findings.for_encounter(session, visit.id)
    assert (found.finding_id, found.level) == ("quiet_one", "before_leaving")
    assert found.because == "“How many bad nights?” is “5”"
    assert not found.stands
    assert found.changes[-1].because == "“How many bad nights?” is “1”"
    assert tablet.page.h1 == "How strong is the ache?"  # quiet: the patient is told nothing


@pytest.mark.parametrize(
    ("name", "value", "h1"),
    [
        ("nights", "7", "You do not have to carry this alone"),
        ("ache", "10", "Please stop here and tell the staff now"),
    ],
)
def test_the_patient_is_told_what_the_finding_says_and_nothing_more(
    clinic: Clinic, name: str, value: str, h1: str
) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    if name == "ache":
        tablet.press("Next", nights="0")

    tablet.press("Next", **{name: value})

    assert tablet.page.h1 == h1
    for word in ("finding", "score", "Seven bad nights", "Worst ache", "before"):
        assert word not in tablet.page.text
    assert ("988" in tablet.page.text) == (name == "nights")
    clinic.let_go_on()
    tablet.follow("Go on")
    assert tablet.page.title.startswith("Question")


def test_the_last_page_shows_help_to_everybody(clinic: Clinic) -> None:
    tablet = clinic.browser()

    tablet.open("/thank-you")

    for number in ("911", "988", "1-800-222-1222"):
        assert number in tablet.page.text


def test_no_name_topic_or_answer_stands_in_titles_or_addresses(clinic: Clinic) -> None:
    tablet = clinic.browser()
    tablet.open("/")
    tablet.press("Start", code=clinic.code_for(clinic.start_visit()))
    titles = [tablet.page.title]
    tablet.press("Next", day="7", month="2")
    titles.append(tablet.page.title)
    tablet.follow("Begin")
    answer_all(tablet)
    titles.append(tablet.page.title)
    tablet.press("Send")

    told = " ".join([*titles, *tablet.seen]).lower()
    for word in (
        CLEO.family,
        CLEO.given,
        CLEO.record,
        "kratom",
        "check_in",
        "gate",
        "spoon",
        "cows",
    ):
        assert word.lower() not in told
    assert CLEO.family not in tablet.page.html


def test_a_failed_commit_says_not_saved(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.orm import Session

    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    def disk_full(self: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", disk_full)
        response = tablet.post(tablet.path, data)

    assert response.status_code == 503
    assert "Not saved. Keep the tablet" in response.get_data(as_text=True)
    assert stored_answers(clinic) == {}
    assert tablet.post(tablet.path, data).status_code == 303
    assert stored_answers(clinic) == {"gate": "no"}


def test_the_responses_are_sent_as_revision_one(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)

    tablet.press("Send")

    with clinic.parts.database.read() as session:
        sent = responses.for_encounter(session, visit.id)
        assert {response.state for response in sent} == {"sent"}
        assert [r.number for s in sent for r in revisions.history(session, s.id)] == [1, 1]
