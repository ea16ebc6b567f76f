"""What a copy for somebody outside the clinic says of itself."""

from __future__ import annotations

from screening.core.disclosure import Passing
from screening.quick_dataclass import dataclass
from screening.report.telling import Teller


@dataclass(frozen=True, slots=True)
class Outside:
    """The notice on passing it on, and the patient's consent that it rests on."""

    short: str  # for the foot of each page
    text: tuple[str, ...]  # for page 1
    given_to: str
    purpose: str
    consent: str  # what it covers, who signed it when, until when it holds, how it is taken back


def tell_outside(passing: Passing | None, tell: Teller) -> Outside | None:
    """None for a copy that stays in the clinic."""
    if passing is None:
        return None
    notice, agreed = passing.notice, passing.agreed
    return Outside(
        short=notice.short,
        text=notice.text,
        given_to=tell.cut(agreed.recipient),
        purpose=tell.cut(agreed.purpose),
        consent=tell.words.outside_agreed.format(
            scope=tell.cut(agreed.scope),
            name=agreed.signed_by,
            day=tell.day(agreed.signed_on),
            until=tell.day(agreed.until),
            revoking=tell.cut(agreed.revoking),
        ),
    )
