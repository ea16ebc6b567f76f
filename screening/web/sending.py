"""The end of a sitting: every response of the patient sent at once.

Functions take the session first and never commit; the view does.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from screening.store import form_keys, responses, sittings
from screening.store.hand_over import SittingState
from screening.web import plain_values
from screening.web.sitting import Way

SENT_ALL = "send_all"  # act of a form key


def save_numbers(way: Way) -> str:
    """The numbers of all drafts, for the page that sends them."""
    return ".".join(str(way.drafts[name].save_number) for name in sorted(way.drafts))


def send_all(
    session: Session,
    way: Way,
    *,
    shown: str,
    form_key: str,
    now: datetime,
) -> None:
    """Make revision 1 of every response that was asked or answered, and end the sitting.

    shown    save_numbers() of the page that was sent
    raises   StaleForm
    """
    numbers = plain_values.save_numbers(shown)
    names = sorted(way.drafts)
    asked = {stop.questionnaire.id for stop in way.course.stops}
    numbers += [-1] * (len(names) - len(numbers))
    sent = None
    for name, number in zip(names, numbers, strict=False):
        if name in asked or way.course.given.get(name):
            sent = way.drafts[name].response_id
            responses.send(
                session,
                sent,
                shown_save_number=number,
                form_key=f"{form_key}.{name}",
                now=now,
                language=way.kiosk.language,
            )
    if sent is not None:
        form_keys.remember(session, form_key, SENT_ALL, sent, 1, now=now)
    if way.kiosk.state == SittingState.ANSWERING:
        # Resumed with every question answered, so no answer led on to the review.
        sittings.note_answer(session, way.kiosk.sitting_id, all_answered=True)
    sittings.finish(session, way.kiosk.sitting_id, now=now)


def sent_before(session: Session, form_key: str) -> bool:
    """Whether this very page sent everything before: then the tablet has nothing left to send."""
    return form_keys.is_known(session, form_key, SENT_ALL)
