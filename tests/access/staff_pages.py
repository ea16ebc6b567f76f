"""A walk through every page of the desk and of clinicians, each with and without an error.

The walk notes which routes it met, so that a page which is added later cannot be forgotten.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pikepdf
from werkzeug.exceptions import HTTPException

from screening.store import kiosk_access, responses, sittings
from screening.store.consents import ConsentText, answer
from screening.store.encounters import Encounter
from screening.store.models import Sitting
from screening.store.patients import Identity
from screening.store.patients import add as add_patient
from tests.access.every_page import SIZES
from tests.library_place import LIBRARY
from tests.web.conftest import CLEO, PASSWORD, Clinic
from tests.web.listing import send

LONG = Identity(
    "Wolfeschlegelsteinhausenbergerdorff-Etxeberria", "Maximiliana Guadalupe Inmaculada",
    CLEO.born, "MRN-" + "9" * 36,
)  # fmt: skip
ANSWERS = {"gate": "no", "nights": "5", "ache": "10"}
ASKED = "asked by scripts, or no page"
NO_PAGE = {
    "calls.waiting": ASKED,
    "clinician.work.news": ASKED,
    "clinician.summary": "a PDF; what it says where there is none is the visit's page",
}


class StaffWalk:
    """A clinician who may also do the desk's work. Iterating stands still on each page."""

    sizes = SIZES

    def __init__(self, clinic: Clinic, page: Any) -> None:
        self.clinic, self.page = clinic, page
        self.met: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        for name in self._pages():
            self._note()
            yield name

    def _pages(self) -> Iterator[str]:
        self.come_in("ada")
        yield "worklist without a visit"
        yield from self._looks()
        self.prepare()
        yield from self._lists()
        yield from self._visit()
        yield from self._files()
        yield from self._patients()
        yield from self._desk()

    def go(self, path: str) -> str:
        """Open a page; returns its address as a name."""
        self.page.goto(path)
        return path

    def press(self, words: str) -> None:
        """A button in the page's own part."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main").get_by_role("button", name=words).first.click()

    def come_in(self, name: str) -> None:
        """Somebody of the staff, whoever it was before."""
        self.page.context.clear_cookies()
        self.page.goto("/sign-in")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main button[type=submit]").first.click()

    def _note(self) -> None:
        path = "/" + self.page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]
        adapter = self.clinic.app.url_map.bind("localhost")
        for method in ("GET", "POST"):
            try:
                self.met.add(adapter.match(path, method=method)[0])
            except HTTPException:  # not every route has both
                continue

    def _looks(self) -> Iterator[str]:
        yield self.go("/clinic/?show=reviewed")
        yield self.go("/clinic/visits/00000000-0000-4000-8000-000000000000")
        yield self.go("/desk/")

    def prepare(self) -> None:
        clinic = self.clinic
        with clinic.parts.database.write() as session:
            self.person = add_patient(
                session, clinic.parts.site.id, LONG, by=clinic.fay.id, now=clinic.clock()
            )
        first = clinic.start_visit(of=self.person)
        send(clinic, first, "check_in", ANSWERS | {"nights": "1"})
        clinic.clock.forward(minutes=1)
        self.visit = clinic.start_visit(of=self.person)
        self._consent(self.visit)
        send(clinic, self.visit, "check_in", ANSWERS, level="before_leaving")
        self.fresh = clinic.start_visit()

    def _consent(self, visit: Encounter) -> None:
        """Agreed to in Spanish, whose words are the longer ones."""
        with self.clinic.parts.database.write() as session:
            held = kiosk_access.hand_over(
                session, visit.id, token="t" * 43, language="es", by=self.clinic.fay.id,
                now=self.clinic.clock(),
            )  # fmt: skip
            sittings.confirm_birth(session, held.id, day=7, month=2, now=self.clinic.clock())
            row = session.get_one(Sitting, held.id)
            row.state = "consent"
            document = (LIBRARY / "clinic" / "es.yaml").read_bytes()
            text = ConsentText("1.0.0", hashlib.sha256(document).hexdigest(), "es")
            now = self.clinic.clock()
            answer(session, held.id, text, document=document, agreed=True, now=now)

    def _passing_on(self, here: str) -> Iterator[str]:
        person = f"/clinic/patients/{self.person.id}/passing-on"
        yield self.go(f"{here}/outside")
        yield self.go(person)
        self.press("Put it on record")
        yield "a consent with nothing in it"
        today = self.clinic.clock().date().isoformat()
        for name in ("recipient", "scope", "purpose", "signed_by"):
            self.page.fill(f"[name={name}]", "Somebody")
        for name in ("signed_on", "until"):
            self.page.fill(f"[name={name}]", today)
        self.press("Put it on record")
        yield self.go(f"{here}/outside")
        self.press("Make the copy")
        yield "a copy without a consent that was chosen"
        self.go(person)
        self.page.fill("[name=words]", "nothing to the employer")
        self.press("Keep it back")
        yield "something is kept back"
        yield self.go(f"{here}/outside")

    def _lists(self) -> Iterator[str]:
        yield self.go("/clinic/")
        yield self.go("/clinic/?show=all")

    def _visit(self) -> Iterator[str]:
        here = f"/clinic/visits/{self.visit.id}"
        yield self.go(f"/clinic/visits/{self.fresh.id}")
        yield self.go(f"/clinic/visits/{self.fresh.id}/summary/a4")
        yield self.go(here)
        yield self.go(f"{here}/consent")
        yield self.go(f"{here}/chart/letter")
        yield self.go(f"{here}/note")
        yield self.go(f"{here}/revisions")
        yield from self._passing_on(here)
        yield self.go(f"{here}/rating")
        self.page.locator("main input[type=text]").first.fill("a fast one")
        self.press("Send the rating")
        yield "rating with an error"
        yield self.go(f"{here}/responses/{self._response()}/amend")
        self.press("Save as an amendment")
        yield "amendment with an error"

    def _files(self) -> Iterator[str]:
        """What goes out as a file, and what comes in as one."""
        yield self.go("/export/")
        self.page.fill("#first", "yesterday")
        self.press("Export")
        yield "export with an error"
        yield self.go("/verify/")
        self.press("Check it")
        yield "check without a file"
        made = self.page.request.get(f"/clinic/visits/{self.visit.id}/summary/a4").body()
        saved_anew = io.BytesIO()
        with pikepdf.open(io.BytesIO(made)) as pdf:
            pdf.save(saved_anew)
        for name, data in (("agrees", made), ("was changed", saved_anew.getvalue())):
            file = {"name": "summary.pdf", "mimeType": "application/pdf", "buffer": data}
            self.page.set_input_files("#file", file)
            self.press("Check it")
            self.page.locator("#outcome").wait_for()
            yield f"a file that {name}"

    def _response(self) -> UUID:
        with self.clinic.parts.database.read() as session:
            return responses.for_encounter(session, self.visit.id)[0].id

    def _patients(self) -> Iterator[str]:
        desk = f"/desk/patients/{self.person.id}"
        yield self.go(f"/clinic/patients/{self.person.id}")
        yield self.go(f"/clinic/patients/{self.clinic.cleo.id}")
        yield self.go(desk)
        yield self.go("/desk/patients/")
        self.press("Find")
        yield "find with an error"
        self.page.fill("#record", CLEO.record)
        self.press("Find")
        yield "found"
        yield self.go("/desk/patients/new")
        self.press("Add the patient")
        yield "add with an error"
        for name, words in (("record", "N-77"), ("family", "Ny"), ("given", "Ida"), ("day", "7")):
            self.page.fill(f"#{name}", words)
        self.page.select_option("#month", "2")
        self.page.fill("#year", str(CLEO.born.year))
        self.press("Add the patient")
        yield "add with near-duplicates"
        yield self.go(f"{desk}/correct")
        self.page.fill("#family", "")
        self.press("Correct the entry")
        yield "correct with an error"
        yield self.go(f"{desk}/merge")
        self.press("Merge the two")
        yield "merge with an error"

    def _desk(self) -> Iterator[str]:
        desk = f"/desk/visits/{self.visit.id}"
        yield self.go("/desk/")
        yield self.go("/desk/day-list/")
        self.press("Take the list")
        yield "day list with an error"
        yield self.go(desk)
        yield self.go(f"{desk}/correct")
        self.press("Move the visit")
        yield "move with an error"
        yield self.go(f"/desk/visits/{self.fresh.id}")
        self.press("Make a code")
        yield "code"
        yield self.go("/desk/tablets/")
        self.press("Enrol this device")
        yield "tablets after enrolling"
