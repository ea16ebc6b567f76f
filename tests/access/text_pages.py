"""A walk through the administrator's texts, each form with and without an error."""

from __future__ import annotations

from collections.abc import Iterator

from screening.store import sites
from tests.access.staff_pages import StaffWalk

HERE = "/admin/texts"


class TextsWalk(StaffWalk):
    """The administrator, who edits; iterating stands still on each page."""

    def _pages(self) -> Iterator[str]:
        self.come_in("moss")
        yield self.go(f"{HERE}/")
        yield from self._clinic()
        yield from self._conflict()
        yield from self._leaflet_and_packet()
        yield self.go(f"{HERE}/history/clinic/clinic.en")
        yield self.go(f"{HERE}/history/clinic/clinic.en/1")
        yield self.go("/admin/")
        yield from self._site()
        yield from self._new_packet()
        yield from self._new_leaflet()

    def _clinic(self) -> Iterator[str]:
        yield self.go(f"{HERE}/clinic/es/help_lines")
        self.press("Add a help line")
        self.press("Publish")
        yield "help lines with errors"
        yield self.go(f"{HERE}/clinic/en/messages")
        self.press("Preview")
        yield "messages with a preview"
        yield self.go(f"{HERE}/clinic/en/outside_copy")
        yield self.go(f"{HERE}/clinic/en/findings")
        self.press("Add a finding")
        yield "a finding"

    def _conflict(self) -> Iterator[str]:
        self.go(f"{HERE}/clinic/en/consent")
        other = self.clinic.signed_in(self.clinic.moss)
        other.open(f"{HERE}/clinic/en/consent")
        self.clinic.clock.forward(minutes=1)
        other.press("Publish", consent__agree="Yes, I agree")
        self.page.fill('[name="consent.agree"]', "I do agree")
        self.press("Publish")
        yield "two people in one text"
        yield self.go(f"{HERE}/clinic/es/consent")  # which is behind now

    def _leaflet_and_packet(self) -> Iterator[str]:
        yield self.go(f"{HERE}/leaflets/waiting.en")
        self.page.fill('[name="intro.text"]', "Take 20 mg.")
        self.press("Publish")
        yield "a leaflet with an error"
        yield self.go(f"{HERE}/packets/small?minutes=1")
        self.page.fill('[name="title"]', "")
        self.press("Publish")
        yield "a packet with an error"

    def _site(self) -> Iterator[str]:
        with self.clinic.parts.database.write() as session:
            sites.add_site(session, "Hill Clinic", "UTC", now=self.clinic.clock())
        yield self.go(f"{HERE}/here/en/help_lines")
        self.page.fill('[name="help_lines.0.text"]', "for the harbour")
        self.press("Publish")
        yield "texts of the site and of the installation"
        yield self.go(f"{HERE}/here/en/help_lines")  # its own, with the way back
        yield self.go(f"{HERE}/history/site/clinic.en")
        self.go(f"{HERE}/history/site/clinic.en/1.0")
        yield "a version of a site"

    def _new_packet(self) -> Iterator[str]:
        yield self.go(f"{HERE}/new-packet")
        self.press("Go on")
        yield "a new packet with errors"
        self.page.fill("[name=packet]", "short_visit")
        self.page.fill("[name=title]", "Short visit")
        self.page.select_option("[name=first]", "check_in")
        self.press("Go on")
        yield "the form of a new packet"

    def _new_leaflet(self) -> Iterator[str]:
        yield self.go(f"{HERE}/new-leaflet")
        self.press("Go on")
        yield "a new leaflet with errors"
        self.page.fill("[name=leaflet]", "sleep_at_home")
        self.page.select_option("[name=language]", "en")
        self.press("Go on")
        yield "the form of a new leaflet"
