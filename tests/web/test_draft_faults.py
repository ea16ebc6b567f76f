"""What stands in the way of a draft: told at its line, with the cases and unnoticed mistakes."""

from __future__ import annotations

import pytest

from screening.core.starter import starter_text
from screening.web import draft_checks
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic

STARTER = starter_text("sleep", checked_by_hand=False)
CHECK_IN = (SMALL / "check_in.yaml").read_text().replace("1.0.0", "1.0.1", 1)


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, on a new questionnaire from the starter."""
    browser = clinic.signed_in(clinic.moss)
    browser.follow("New questionnaire")
    browser.press("Begin the draft", id="sleep", title="Sleep")
    return browser


def changed(moss: Browser, old: str, new: str) -> None:
    text = moss.page.value("text").removeprefix("\n")
    assert old in text
    moss.press("Save", text=text.replace(old, new, 1))


def test_the_starter_is_without_fault_and_all_its_cases_pass(moss: Browser) -> None:
    assert "No fault" in moss.page.text
    assert "5 worked cases, all pass" in moss.page.text


def test_each_fault_leads_to_its_line(moss: Browser) -> None:
    changed(moss, "options: frequency", "options: freqency")
    line = 1 + STARTER[: STARTER.index("options: frequency")].count("\n")

    assert "Did you mean “frequency”?" in moss.page.text
    assert "They are run once the faults are put right." in moss.page.text
    moss.follow(f"Line {line}")

    (numbered,) = [e for e in moss.page.root.all("li") if e.attributes.get("id") == f"line-{line}"]
    assert numbered.attributes["class"] == "numbered__wrong"
    assert numbered.text.startswith("options: freqency")
    assert "Did you mean “frequency”?" in numbered.text


def test_a_moved_band_edge_is_a_failing_case(moss: Browser) -> None:
    changed(moss, "{from: 4, id: raised", "{from: 5, id: raised")

    assert "5 worked cases, 2 fail" in moss.page.text
    assert "just_raised fails: sleep is in band low; expected is raised." in moss.page.text
    assert "nothing passes" in moss.page.text


def test_a_draft_keeps_its_id(moss: Browser) -> None:
    changed(moss, "id: sleep ", "id: sleep_2 ")

    assert "This is the draft of “sleep”, not of “sleep_2”." in moss.page.text


def test_too_small_a_step_and_what_others_would_miss_are_told(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.press("Edit check_in")

    moss.press("Save", text=CHECK_IN.replace("id: gate", "id: door").replace("gate:", "door:"))

    assert "Version 1.0.1 is too small a step from 1.0.0." in moss.page.text
    assert "small 1.0.0, line 8: There is no “check_in.gate”." in moss.page.text


def test_mistakes_that_no_case_notices_are_counted_on_a_page_of_their_own(moss: Browser) -> None:
    moss.follow("Mistakes that no case would notice")
    assert "are noticed, all of them." in moss.page.text

    moss.follow("Back to the text")
    text = moss.page.value("text").removeprefix("\n")
    start, end = text.index("  - id: often_kept\n"), text.index("  - id: no_answer")
    moss.press("Save", text=text[:start] + text[end:])
    moss.follow("Mistakes that no case would notice")

    assert "the finding often_kept_from_things is gone" in moss.page.text


def test_counting_ends_in_time_and_says_so(moss: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_checks, "COUNTED_S", 0.0)

    moss.follow("Mistakes that no case would notice")

    assert "0 of 0 mistakes are noticed." in moss.page.text
    assert "There was no time for the rest" in moss.page.text


def test_one_text_is_counted_at_a_time(
    clinic: Clinic, moss: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_checks, "WAITED_S", 0.01)
    with clinic.app.app_context():
        counting = draft_checks.checks_here().counting

    with counting:
        moss.follow("Mistakes that no case would notice")

    assert "Those of another text are being counted." in moss.page.text


@pytest.mark.parametrize("text", ["", "\x00", "a: [", "- 1\n- 2\n", "id: sleep\nid: sleep\n", "é"])
def test_no_text_breaks_the_page(moss: Browser, text: str) -> None:
    moss.press("Save", text=text)

    assert moss.status == 200
    assert "fault" in moss.page.text


def test_a_long_shipped_questionnaire_is_sound_as_a_draft(shipped_clinic: Clinic) -> None:
    moss = shipped_clinic.signed_in(shipped_clinic.moss)

    moss.press("Edit withdrawal_safety")

    assert "The text is sound beside everything in use." in moss.page.text
