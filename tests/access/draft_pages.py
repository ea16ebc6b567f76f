"""A walk through every page of a draft as an administrator, with faults and without."""

from __future__ import annotations

from collections.abc import Iterator

from screening.store import definition_drafts
from tests.access.staff_pages import StaffWalk

NO_PAGE = {
    "drafts.version_file": "a file",
    "drafts.draft_file": "a file",
    "drafts.edit": "leads on",
    "drafts.texts.pause": "asked by the script",
    "drafts.history.bring": "leads on",
}


class DraftWalk(StaffWalk):
    """An administrator. Iterating stands still on each page."""

    def _pages(self) -> Iterator[str]:
        self.come_in("moss")
        yield self.go("/admin/")
        yield self.go("/admin/drafts/")
        yield self.go("/admin/drafts/new")
        self.press("Begin the draft")
        yield "new with errors"
        yield self.go("/admin/drafts/import")
        self.press("Import it")
        yield "import with an error"
        self.go("/admin/")
        self.press("Edit second")
        draft = "/admin/drafts/" + self.page.url.rpartition("/")[2]
        yield from self._texts()
        for page in (
            "/words",
            "/faults",
            "/mistakes",
            "/history",
            "/history/2",
            "/history/1",
            "/discard",
        ):
            yield self.go(draft + page)
        yield from self._two_at_once(draft)
        yield self.go("/admin/drafts/")

    def _texts(self) -> Iterator[str]:
        editor = self.page.locator(".cm-content")
        editor.wait_for()
        yield "draft without a fault"
        editor.click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.type('titel: "x" # y\nlong: a, b\n')
        self.page.get_by_role("heading", name="faults").wait_for()
        yield "draft with faults"
        self.page.locator(".cm-lintRange-error").first.hover()
        self.page.locator(".cm-tooltip").wait_for()
        yield "a fault where it is marked"
        # Little enough to be seen whole: axe-core cannot judge the colours of a line cut in two.
        editor.press("Control+a")
        self.page.keyboard.type("id: second\n")
        editor.press("Control+f")
        self.page.locator(".cm-search").wait_for()
        yield "looking for words in a draft"

    def _two_at_once(self, draft: str) -> Iterator[str]:
        self.go(draft)
        self.page.locator(".cm-content").wait_for()
        with self.clinic.parts.database.write() as session:
            (held,) = definition_drafts.list_open(session)
            definition_drafts.save(
                session,
                held.id,
                b"# theirs\n" + held.text.data,
                shown=held.text.number,
                by=self.clinic.ada.id,
                now=self.clinic.clock(),
            )
        self.page.locator(".cm-content").click()
        self.page.keyboard.type("zz")
        self.page.get_by_role("button", name="Compare the two texts").wait_for()
        yield "told that somebody else saved"
        self.press("Compare the two texts")
        yield "both texts"
