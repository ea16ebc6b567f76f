"""The preview of a draft: filled in by hand or at random, with all that follows beside it."""

from __future__ import annotations

import pytest

from tests.web.browser import Browser
from tests.web.conftest import GRIDS, Clinic
from tests.web.previewing import TEXT, begin, choose, draw, press, screen, told


def test_questions_come_one_by_one_as_on_the_tablet(moss: Browser, preview: str) -> None:
    assert screen(moss).h1 == "Did anything change?"
    assert "What changed?" not in press(moss, "Next", gate="no").text
    assert screen(moss).h1 == "How many bad nights?"

    press(moss, "Back")
    press(moss, "Next", gate="yes")

    assert screen(moss).h1 == "What changed?"
    assert press(moss, "Back").value("gate") == "yes"


def test_the_time_of_the_made_up_visit_is_told_in_words(moss: Browser, preview: str) -> None:
    assert "The visit is taken to be on 18 Nov 2026, 09:30." in moss.page.text


def test_a_refused_answer_is_refused_in_the_patients_words_and_stays(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    inner = press(moss, "Next", nights="70")

    assert moss.status == 422
    assert "There is a problem" in inner.text
    assert inner.value("nights") == "70"
    press(moss, "Next")
    assert moss.status == 422
    assert screen(moss).h1 == "How many bad nights?"


def test_the_screens_own_button_brings_what_follows_without_going_on(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    press(moss, "Update", nights="5")

    assert screen(moss).value("nights") == "5"
    assert "Five bad nights or more" in told(moss)
    assert "Before the patient leaves" in told(moss)
    assert "Because “How many bad nights?” is “5”." in told(moss)
    assert "The patient is told nothing." in told(moss)
    press(moss, "Update", nights="")
    assert "No finding is raised." in told(moss)


def test_what_the_patient_is_told_stands_on_the_screen_at_that_moment(
    moss: Browser, preview: str
) -> None:
    press(moss, "Next", gate="no")

    press(moss, "Next", nights="7")

    assert "You do not have to carry this alone" in screen(moss).h1
    assert "988" in screen(moss).text
    assert "The patient is shown the help lines at once, and may go on." in told(moss)
    assert press(moss, "Go on").h1 == "How strong is the ache?"
    assert "stays until staff let the patient go on" in press(moss, "Next", ache="10").text
    assert "The form is held" in told(moss)


def test_rows_are_added_and_kept(moss: Browser, preview: str) -> None:
    choose(moss, "Show: products")

    press(moss, "Add one more", products__0__form="yes", products__0__times="2")
    press(moss, "Update", products__1__form="no", products__1__times="3")

    assert screen(moss).value("products.0.times") == "2"
    assert "3" in [row.text for row in moss.page.root.all("tr") if "products" in row.text][0]


def test_the_clinicians_items_stand_on_a_sheet_behind_the_patients(
    moss: Browser, preview: str
) -> None:
    choose(moss, "Show: pulse")

    assert "What the clinician sees" in moss.page.text
    press(moss, "Update", pulse="104")
    assert "104 /min" in moss.page.text
    press(moss, "Update", pulse="", pulse__out="-out", pulse__why="no_time")
    assert "not assessed" in moss.page.text
    press(moss, "Next")
    assert screen(moss).h1 == "The questions end here"
    assert press(moss, "Back").h1 == "Rating"


def test_all_questions_stand_on_one_page_where_that_is_asked_for(
    moss: Browser, preview: str
) -> None:
    inner = choose(moss, "All on one page")

    assert "How many bad nights?" in inner.text
    assert "What changed?" not in inner.text
    assert "What changed?" in press(moss, "Update", gate="yes").text
    assert [one.text for one in screen(moss).root.all("h2")] == ["Right now", "A little more"]


def test_a_tablet_shows_a_grid_where_a_phone_asks_one_by_one(clinic: Clinic, moss: Browser) -> None:
    moss.open(begin(clinic, (GRIDS / "feel.yaml").read_text(), "feel"))
    press(moss, "Next", outside="no")

    tablet = screen(moss)
    phone = choose(moss, "Phone")

    assert [tablet.h1, phone.h1] == ["How you feel", "How shaky do you feel?"]


def test_the_clock_is_the_patients(clinic: Clinic, moss: Browser) -> None:
    text = TEXT.replace("precision: [minute, day]", "precision: [hour, day]", 1)
    moss.open(f"{begin(clinic, text)}?item=last")

    assert "PM" in screen(moss).text  # staff read the 24-hour clock


def test_scores_tell_what_is_still_possible_and_then_their_band(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(begin(clinic, (GRIDS / "feel.yaml").read_text(), "feel"))
    choose(moss, "All on one page")

    press(moss, "Update", shaky="some")

    assert "1–3 of 4 (incomplete)" in told(moss)  # 1 point, and 0 to 2 more
    assert "may be: calm; rough" in told(moss)
    press(moss, "Update", sick="some")
    assert "2 of 4 rough" in told(moss)
    assert "Shaky A little 1 1 Sick A little 1 2" in told(moss)


def test_a_seed_draws_the_same_for_a_colleague_and_no_address_tells_an_answer(
    clinic: Clinic, moss: Browser, preview: str
) -> None:
    choose(moss, "Phone")
    draw(moss, 4)
    choose(moss, "Show: words")

    clinic.clock.forward(days=3)
    ada = clinic.signed_in(clinic.ada)
    ada.open(moss.page.link("Address of this question"))

    assert told(ada) == told(moss)
    assert [row.text for row in ada.page.root.all("tr")] == [
        row.text for row in moss.page.root.all("tr")
    ]
    assert screen(ada).h1 == screen(moss).h1 == "Anything else?"
    assert "Make a case" not in ada.page.text  # a clinician reads drafts
    assert screen(moss).value("words") == "some words"
    assert "some" not in "".join(moss.seen)


def test_an_odd_seed_leaves_questions_open_and_typing_ends_the_seed(
    moss: Browser, preview: str
) -> None:
    draw(moss, 4)
    assert "seed=4" in moss.page.link("Address of this question")

    press(moss, "Update", gate="no" if screen(moss).value("gate") == "yes" else "yes")

    assert "seed=" not in moss.page.link("Address of this question")
    assert "What was typed by hand does not travel in an address." in moss.page.text
    choose(moss, "Clear all answers")
    assert screen(moss).value("gate") == ""


def test_an_address_that_says_nonsense_is_no_accident(moss: Browser, preview: str) -> None:
    for query in (
        "item=me&at=soon&frame=watch&language=xx&layout=two",
        "line=9x",
        "seed=1&at=1900-01-01T00:00",
        f"line={'9' * 5000}",
    ):
        moss.open(f"{preview}?{query}")
        assert moss.status == 200
        assert screen(moss).h1 == "Did anything change?"


@pytest.mark.parametrize("seed", ["1234567890", "x", "-1", "٣"])
def test_a_seed_that_is_none_is_said_in_a_sentence(moss: Browser, preview: str, seed: str) -> None:
    draw(moss, seed)

    assert moss.status == 422
    assert "Type the seed as a number of at most 9 digits." in moss.page.text
    assert screen(moss).h1 == "Did anything change?"
