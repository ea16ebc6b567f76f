"""How a patient fills in the small packet, and what the store then holds of it."""

from __future__ import annotations

from screening.store import drafts, revisions
from screening.store.models import Response
from tests.web.browser import Browser
from tests.web.conftest import Clinic

OUT = "-out"


def stored_answers(clinic: Clinic, questionnaire_id: str = "check_in") -> dict[str, object]:
    """What the draft, or else the first revision, of Cleo's only response holds."""
    with clinic.parts.database.read() as session:
        for row in session.query(Response).all():
            if row.questionnaire_id == questionnaire_id:
                draft = drafts.load(session, row.id)
                if draft is not None:
                    return dict(draft.document)
                return dict(revisions.get(session, row.id, 1).document)
    raise AssertionError("no such response")


def answer_all(tablet: Browser) -> None:
    """Every question of the small packet, once."""
    tablet.press("Next", gate="yes")
    tablet.press("Next", what=["sleep", "food"])
    tablet.press("Next", nights="3")
    tablet.press("Next", ache="4")
    tablet.press("Next", amount="2,5", amount__unit="spoon")
    tablet.press("Next", since__month="08", since__year="2026")
    tablet.press("Next", last__day="18", last__month="11", last__year="2026", last__time="08:15")
    tablet.press("Next", products__0__form="yes", products__0__times="2")
    tablet.press("Next", words="  Zürich & <b>tea</b>\nsecond line")
    tablet.press("Next", tired="yes")


def to_rows(tablet: Browser) -> None:
    tablet.press("Next", gate="no")
    for name in ("nights", "ache", "amount", "since", "last"):
        tablet.press("Next", **{f"{name}__out": OUT})
