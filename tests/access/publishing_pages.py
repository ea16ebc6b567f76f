"""A walk through the way of a draft into use, first as an administrator and then as a clinician."""

from __future__ import annotations

from collections.abc import Iterator

from screening.store import definition_drafts
from tests.access.staff_pages import StaffWalk
from tests.web.listing import patient, send
from tests.web.test_definition_history import free_second, take
from tests.web.test_draft_difference import CALM, FIVE
from tests.web.test_publishing import APPROVE, ASK, RESCORED, begin

BLUEPRINTS = ("draft_difference", "draft_approval", "approvals", "definition_history")
NO_PAGE = {
    "draft_approval.ask": "leads on",
    "draft_approval.publish": "leads on",
    "definition_history.restore": "leads on",
}


class PublishingWalk(StaffWalk):
    """Iterating stands still on each page."""

    def _pages(self) -> Iterator[str]:
        take(self.clinic)
        for number in range(6):
            visit = self.clinic.start_visit(of=patient(self.clinic, number))
            send(self.clinic, visit, "check_in", FIVE if number < 2 else CALM)
        self.draft = begin(self.clinic, RESCORED)
        self.come_in("moss")
        yield from self._differs()
        yield from self._versions()
        self.come_in("ada")
        yield from self._approves()

    def _differs(self) -> Iterator[str]:
        here = f"/admin/drafts/{self.draft.id}"
        yield self.go(f"{here}/difference")
        yield self.go(f"{here}/difference/replay")
        yield self.go(f"{here}/approval")
        self.press(ASK)
        yield "handed over"

    def _versions(self) -> Iterator[str]:
        yield self.go("/admin/questionnaires/check_in")
        yield self.go("/admin/questionnaires/check_in/difference?old=1.0.0&new=1.1.0")
        yield self.go("/admin/questionnaires/check_in/retire")
        free_second(self.clinic)
        yield self.go("/admin/questionnaires/second/retire")
        self.press("Retire it")
        yield "retired"
        yield self.go("/admin/")

    def _approves(self) -> Iterator[str]:
        yield self.go("/admin/approvals/")
        yield self.go("/admin/approvals/check_in/1.1.0")
        yield self.go(f"/admin/drafts/{self.draft.id}/approval")
        with self.clinic.parts.database.write() as session:
            definition_drafts.save(
                session, self.draft.id, RESCORED.encode() + b"# more\n", shown=1,
                by=self.clinic.moss.id, now=self.clinic.clock(),
            )  # fmt: skip
        self.press(APPROVE)
        yield "approval with an error"
        self.press(APPROVE)
        yield "approved"
