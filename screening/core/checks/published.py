"""Published wording: it is what it was when somebody held it against the publication."""

from __future__ import annotations

from screening.core.checks.fault import Fault, Faults
from screening.core.fingerprint import fingerprint, texts_of
from screening.core.questionnaire import Questionnaire


def check_wording(q: Questionnaire) -> Faults:
    """A published wording carries the fingerprint of its texts, and no other wording has one."""
    held = q.instrument.fingerprint
    if q.instrument.wording != "published":
        if held is not None:
            yield Fault(
                "needless_fingerprint",
                ("instrument", "fingerprint"),
                f"Wording that is {q.instrument.wording} has no fingerprint.",
                "Take it away, or write `wording: published`.",
            )
        return
    found = fingerprint(texts_of(q))
    if held is None:
        yield Fault(
            "no_fingerprint",
            ("instrument", "wording"),
            "Published wording needs the fingerprint of its texts.",
            f"Hold each text against the publication, then add `fingerprint: {found}`.",
        )
    elif held != found:
        yield Fault(
            "reworded",
            ("instrument", "fingerprint"),
            f"The texts of the items are not those of this fingerprint; theirs is {found}.",
            "Put the published words back, or write `wording: adapted`. "
            "After a correction held against the publication, write theirs.",
        )
