"""What the desk types from a sheet of paper."""

from __future__ import annotations

from screening.store import responses
from screening.store.encounters import Encounter
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import OUT

DAY = {"language": "en", "day": "17", "month": "11", "year": "2026"}
FIRST = {"gate": "no", "nights": "3"}
REST = {
    "ache": "4", "amount": "2,5", "amount__unit": "spoon", "since__month": "08",
    "since__year": "2026", "last__blank": "yes", "products__blank": "yes", "words__out": OUT,
}  # fmt: skip


def desk_of(clinic: Clinic, visit: Encounter) -> Browser:
    """Fay's browser on the list of sheets, with language and day typed."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{visit.id}")
    desk.follow("Enter from paper")
    desk.press("Begin", **DAY)
    return desk


def typed(clinic: Clinic, visit: Encounter, **more: str) -> Browser:
    """Fay has typed everything."""
    desk = desk_of(clinic, visit)
    desk.follow("Right now")
    press_sheet(desk, **{**FIRST, **more})
    press_sheet(desk, **REST)
    assert desk.page.h1 == "Enter from paper"
    assert "Everything is typed." in desk.page.text
    return desk


def press_sheet(desk: Browser, button: str = "Save this sheet", **fields: str) -> None:
    desk.press(button, **{k: [v] if k in LISTS else v for k, v in fields.items()})


LISTS = {"what"}


def of(session: object, visit: Encounter) -> list[responses.Response]:
    found = responses.for_encounter(session, visit.id)  # type: ignore[arg-type]
    return [one for one in found if one.role == "patient"]
