"""Texts that several people, languages and times have made: both shown, behind, brought back."""

from __future__ import annotations

from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.text_forms.told import CONSENT, HELP, HERE, stored


def test_two_people_in_one_part_see_both_texts_and_neither_is_lost(
    clinic: Clinic, moss: Browser
) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(CONSENT)
    other.open(CONSENT)
    other.press("Publish", consent__agree="Yes, of course")

    moss.press("Publish", consent__agree="I do agree")

    assert moss.status == 409
    assert "Somebody else changed this meanwhile" in moss.page.text
    assert "Yes, of course" in moss.page.text
    assert moss.page.value("consent.agree") == "I do agree"
    assert len(stored(clinic)) == 2
    moss.press("Publish")
    assert clinic.parts.shelf.clinic["en"].consent.agree == "I do agree"
    assert clinic.parts.shelf.clinic["en"].consent.version == "1.2.0"


def test_two_people_in_two_parts_do_not_meet(clinic: Clinic, moss: Browser) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(CONSENT)
    other.open(HELP)
    other.press("Publish", help_lines__0__text="in danger")

    moss.press("Publish", consent__agree="I do agree")

    assert moss.status == 200
    used = clinic.parts.shelf.clinic["en"]
    assert (used.consent.agree, used.help_lines[0].text) == ("I do agree", "in danger")


def test_a_change_in_one_language_shows_that_the_other_is_behind(
    clinic: Clinic, moss: Browser
) -> None:
    assert "Behind" not in moss.open(f"{HERE}/").text
    clinic.clock.forward(minutes=1)
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")

    rows = [r.text for r in moss.page.root.all("tr") if "Behind" in r.text]
    assert [row.split(" Behind")[0] for row in rows] == ["Consent text, Español"]
    moss.open(f"{HERE}/clinic/es/consent")
    assert "The English text was changed on" in moss.page.text
    assert "Yes, I agree" in moss.page.text  # beside the field

    clinic.clock.forward(minutes=1)
    moss.press("Publish")  # read again: it says the same
    assert "Behind" not in moss.page.text
    assert clinic.parts.shelf.clinic["es"].consent.version == "1.0.0"


def test_the_history_says_who_and_when_and_an_old_text_comes_back_as_a_new_version(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")
    moss.open(CONSENT)
    moss.follow("History")
    rows = [r.text for r in moss.page.root.all("tr")[1:]]
    assert rows[0].startswith("Version 2 In use 18 Nov 2026")
    assert "Moss Keeper Consent text" in rows[0]
    assert "the folder all of it" in rows[1]

    moss.follow("Version 1")
    assert "Poison Help" in moss.page.text
    moss.press("Restore as a new version")

    assert [one.version for one in stored(clinic)] == ["3", "2", "1"]
    used = clinic.parts.shelf.clinic["en"].consent
    assert (used.agree, used.version) == ("I agree", "1.2.0")
    moss.follow("Version 3")
    assert "Restore" not in moss.page.text


def test_the_version_in_use_is_not_restored_twice(clinic: Clinic, moss: Browser) -> None:
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")
    moss.open(f"{HERE}/history/clinic/clinic.en/1")
    form = moss.page.form("Restore")
    form.action = form.action.removesuffix("1") + "2"

    moss.submit(form, {}, "Restore")

    assert moss.status == 409
    assert "in use already" in moss.page.text
    assert len(stored(clinic)) == 2
