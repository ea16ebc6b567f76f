"""A walk through the administrator's pages of translations, wording packs and imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.access.staff_pages import StaffWalk
from tests.web.translating import ES, change_original

FILES = Path(__file__).resolve().parents[1] / "exchange" / "files"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
PACK = "/admin/translations/second.en-published"


class TranslationWalk(StaffWalk):
    """An administrator writes, a clinician compares. Iterating stands still on each page."""

    def _pages(self) -> Iterator[str]:
        self.come_in("moss")
        yield from self._lists()
        yield from self._writing()
        yield from self._pack()
        yield from self._import()
        yield from self._publishing()

    def _lists(self) -> Iterator[str]:
        yield self.go("/admin/translations/")
        yield self.go("/admin/translations/second/new")
        self.press("Go on")
        yield "new with an error"
        yield self.go("/admin/")
        self.page.locator("main").get_by_role("button", name="Edit second").click()
        self.page.wait_for_url("**/admin/drafts/*")
        yield self.go(f"/{self.page.url.split('/', 3)[3]}/translations")

    def _writing(self) -> Iterator[str]:
        yield self.go(ES)
        for field in self.page.locator("main textarea").all():
            field.fill(LONG)
        self.press("Save")
        yield "saved with faults"
        self.page.locator("main textarea").first.fill("x" * 2001)
        self.press("Save")
        yield "not saved"
        change_original(self.clinic, ("I am tired", f"I am {LONG}"))
        yield self.go(f"{ES}?of=in-use")
        self.page.evaluate("document.querySelector('[name=shown]').value = '9'")
        self.page.locator("main textarea").first.fill("Mine")
        self.press("Save")
        yield "saved by somebody else meanwhile"
        for page in ("history", "history/2", "history/1", "discard"):
            yield self.go(f"{ES}/{page}")

    def _pack(self) -> Iterator[str]:
        yield self.go(PACK)
        self.page.fill("#reference", "letter 12")
        self.press("Save")
        yield "half a permission"
        self.page.fill("#reference", "")
        self.press("Save")
        yield "no permission"

    def _import(self) -> Iterator[str]:
        yield self.go("/admin/drafts/import-fhir")
        self.press("Import it")
        yield "no file"
        self.page.set_input_files("#questionnaire", FILES / "small_scale_response.json")
        self.press("Import it")
        yield "no questionnaire"
        self.page.set_input_files("#questionnaire", FILES / "small_scale.json")
        self.page.set_input_files("#response", FILES / "small_scale_response.json")
        self.press("Import it")
        yield "imported"

    def _publishing(self) -> Iterator[str]:
        self.go(f"{ES}?of=in-use")
        for number, field in enumerate(self.page.locator("main textarea").all()):
            field.fill(f"{number} {LONG}")
        self.press("Save")
        yield self.go(f"{ES}/publish")
        self.come_in("ada")
        yield self.go(ES)
        yield self.go(f"{ES}/publish")
        self.press("Publish")
        yield "not compared"
