"""The people of a clinic, by what they do; each in a browser of their own."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.journeys.browsing import Visitor


class Staff:
    """Somebody who signs in."""

    def __init__(self, visitor: Visitor) -> None:
        self.at = visitor

    def sign_in(self, name: str, password: str) -> None:
        """By name and password."""
        self.at.go("/sign-in")
        self.at.picture("sign-in")
        self.at.type("Name", name)
        self.at.type("Password", password)
        self.at.press("Sign in")

    def prove(self, password: str) -> None:
        """Once more who they are, before something that takes a fresh proof."""
        assert self.at.heading == "Show that it is you"
        self.at.picture("prove")
        self.at.type("Your password", password)
        self.at.press("Go on")


class FrontDesk(Staff):
    """Enters patients and starts visits; reads no answers."""

    def enter_patient(self, record: str, family: str, given: str, born: date) -> None:
        """Into the list of patients; their page is open afterwards."""
        self.at.go("/desk/patients/new")
        self.at.type("Record number", record)
        self.at.type("Family name", family)
        self.at.type("Given name", given)
        self.at.type("Day", str(born.day))
        self.at.choose("Month", f"{born:%B}")
        self.at.type("Year", str(born.year))
        self.at.picture("desk-add-patient")
        self.at.press("Add the patient")
        self.at.picture("desk-patient")

    def start_visit(self, packet: str) -> None:
        """From the patient's page."""
        self.at.press(packet)
        self.at.picture("desk-visit")

    def make_code(self) -> str:
        """The code for a tablet, as it is shown."""
        self.at.press("Make a code")
        self.at.picture("desk-code")
        shown = self.at.page.locator(".code-card__code").inner_text()
        return str(shown).split()[-1]

    def hand_over(self) -> None:
        """This very device to the patient; one that is not enrolled keeps the proposed name."""
        self.at.press("Hand over this tablet")
        if self.at.heading == "Name this tablet":
            self.at.picture("desk-name-tablet")
            self.at.press("Hand over this tablet")


class Patient:
    """Somebody at a tablet."""

    def __init__(self, visitor: Visitor, answers: dict[str, Any]) -> None:
        """
        answers  by questionnaire and item, e.g. "sows16.yawning"; None: would rather not answer
        """
        self.at = visitor
        self.answers = answers
        self.asked: list[str] = []
        self.pages = 0  # that were answered

    def enter_code(self, code: str) -> None:
        """On the locked tablet."""
        self.at.go("/")
        self.at.picture("patient-start")
        self.at.type("Code from the staff", code)
        self.at.press("Start")

    def confirm_birthday(self, day: str, month: str) -> None:
        """Day and month of birth."""
        self.at.picture("patient-birthday")
        self.at.type("Day", day)
        self.at.choose("Month", month)
        self.at.press("Next")

    def begin(self) -> None:
        """After the page that says who reads this."""
        self.at.picture("patient-welcome")
        self.at.follow("Begin")

    @property
    def items(self) -> list[str]:
        """The question on the page, or the rows of a grid."""
        field = self.at.page.locator("input[name=page-item]")
        return str(field.get_attribute("value")).split()

    def item_count(self) -> int:
        """How many different questions were answered so far."""
        return len(set(self.asked))

    def answer_one(self, value: Any = ..., only: str = "") -> None:
        """Everything that the page asks, and Next.

        only   the one of them that is answered; the others stay as they are
        """
        refs = [ref for ref in self.items if not only or ref == only]
        for ref in refs:
            anchor = ref.rpartition(".")[2]
            given = self.answers[ref] if value is ... else value
            row = "-0" if self.at.page.locator(".rows__row").count() and given is not None else ""
            self.at.answer(f"{anchor}{row}", given)
        self.at.picture(f"patient-{refs[0]}")
        self.asked += refs
        self.pages += 1
        self.at.press("Next")

    def answer_all(self) -> None:
        """One question after the other until the review."""
        while self.at.path != "/sitting/review":
            assert len(self.asked) < 200, "the questions do not end"
            self.answer_one()

    def change(self, question: str, value: Any, ref: str = "") -> None:
        """One answer, from the review and back to it.

        ref   by questionnaire and item, where it may stand in a grid
        """
        self.at.page.get_by_role("link").filter(has_text=question).click()
        self.answer_one(value, only=ref)

    def send(self) -> None:
        """Everything."""
        self.at.picture("patient-review")
        self.at.press("Send my answers")
        self.at.picture("patient-thank-you")


class Clinician(Staff):
    """Rates what only a clinician can see, and reads."""

    def open_visit(self, patient: str) -> None:
        """From the worklist."""
        self.at.go("/clinic/")
        self.at.picture("clinic-worklist")
        self.at.follow(patient)

    def rate(self, answers: dict[str, Any], rest_of: tuple[str, ...] = ()) -> None:
        """The items on the rating page; by questionnaire and item.

        rest_of  names of the parts of which everything else was not assessed
        """
        self.at.page.locator("a", has_text="Rate ").first.click()
        for ref, value in answers.items():
            self.at.answer(ref.replace(".", "-"), value)
        for name in rest_of:
            self.at.choose(f"Why the rest of {name} was not assessed", "no time")
            self.at.press(f"Rest of {name}: not assessed")
        self.at.picture("clinic-rating")
        self.at.press("Send the rating")

    def download(self, name: str, folder: Path) -> PdfReader:
        """The PDF behind a link."""
        with self.at.page.expect_download(timeout=60_000) as waiting:
            self.at.follow(name)
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return PdfReader(BytesIO(path.read_bytes()))
