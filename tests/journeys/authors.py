"""Those who change questionnaires: an administrator at a draft, a clinician who stands for it."""

from __future__ import annotations

import re

from tests.journeys.browsing import Visitor
from tests.journeys.roles import Clinician, Staff

SAVED = re.compile(r"^Saved \d\d:\d\d$")


class Administrator(Staff):
    """Writes drafts, hands them over, and puts them into use."""

    def __init__(self, visitor: Visitor, *, script: bool) -> None:
        """
        script   whether the text is typed into the editor, which saves by itself
        """
        super().__init__(visitor)
        self.script = script

    @property
    def text(self) -> str:
        """Of the draft whose page is open."""
        return str(self.at.page.locator("#text").input_value())

    def replace(self, old: str, new: str) -> None:
        """In the text of the open draft, where it stands once; it is saved afterwards."""
        before = self.text
        assert before.count(old) == 1
        self._write(before.replace(old, new))

    def step(self, name: str) -> None:
        """Another step of the draft, from the row of links on each of its pages."""
        self.at.page.get_by_role("navigation", name="Steps of this draft").get_by_role(
            "link", name=name, exact=True
        ).click()
        self.at.page.wait_for_load_state("domcontentloaded")
        self.at.picture(f"draft-{name}")

    def add_to_packet(self, packet: str, title: str) -> None:
        """One more questionnaire at the end of a packet, and publish that."""
        self.at.follow(packet)
        self.at.choose("What to add", title)
        self.at.page.locator("button[value='add:entries']").click()
        self.at.picture("packet")
        self.at.press("Publish")

    def _write(self, text: str) -> None:
        if not self.script:
            self.at.page.locator("#text").fill(text)
            self.at.press("Save")
            return
        self.at.page.locator(".cm-content").click()
        self.at.page.keyboard.press("Control+a")
        self.at.page.keyboard.insert_text(text)
        self.at.page.locator(".save-line").filter(has_text=SAVED).wait_for()
        assert self.text == text


class Approver(Clinician):
    """A clinician who stands for points, bands and findings."""

    def approve(self, draft: str) -> None:
        """A draft that was handed over."""
        self.at.follow("Approvals")
        self.at.picture("approvals")
        self.at.follow(draft)
        self.at.picture("approve")
        self.at.press("Approve points, bands and findings")
