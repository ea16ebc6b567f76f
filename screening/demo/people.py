"""The made-up cast: who they are, and what they answered at which visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from screening.quick_dataclass import dataclass
from screening.core.questionnaire import Questionnaire
from screening.demo.answers import (
    Document,
    as_asked,
    by_points,
    hair,
    hair_exam,
    kratom,
    safety,
    seen_and_on_file,
    substances,
    vitals,
)
from screening.demo.four_visits import FOUR_VISITS
from screening.store.patients import Identity


class Reached(StrEnum):
    """How far a visit has come."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"  # the patient has begun
    SENT = "sent"  # waits for the clinician
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class MadeUpVisit:
    """One visit with its answers, by questionnaire."""

    who: Identity
    packet: str
    started: datetime  # aware, in the clinic's zone
    reached: Reached
    patient: Mapping[str, Document]
    clinician: Mapping[str, Document]


CLEO = Identity("Okonkwo", "Cleo", date(1994, 2, 7), "MRN-00417")
NOAH = Identity("Lind", "Noah", date(1988, 7, 30), "MRN-00531")
MAYA = Identity("Torres", "Maya", date(2001, 11, 3), "MRN-00602")
IDRIS = Identity("Haddad", "Idris", date(1979, 5, 21), "MRN-00588")
ROSA = Identity("Ferreira", "Rosa", date(1991, 9, 14), "MRN-00496")
TOMAS = Identity("Novak", "Tomas", date(1985, 1, 26), "MRN-00472")


class Clinic:
    """Everybody's visits, told from the moment of the first start."""

    def __init__(
        self, questionnaires: Mapping[str, Questionnaire], past: Mapping[int, datetime]
    ) -> None:
        """
        past   days ago -> when a visit of that day began; 0 is today
        """
        self.known = questionnaires
        self.sows, self.cows = questionnaires["sows16"], questionnaires["cows"]
        self.past = past

    def visits(self) -> tuple[MadeUpVisit, ...]:
        """All visits, the oldest first."""
        return (
            self.cleo(21),
            self.tomas(15),
            self.cleo(14),
            self.rosa(8),
            self.cleo(7),
            self.cleo(0),
            self.noah(),
            self.idris(),
            MadeUpVisit(MAYA, "intake", self.past[0], Reached.NOT_STARTED, {}, {}),
        )

    def cleo(self, days: int) -> MadeUpVisit:
        """Four visits on the way down from 7-OH; at the first one too sick for a long form."""
        at = self.past[days]
        told = FOUR_VISITS[days]
        first = days == max(FOUR_VISITS)
        patient: dict[str, Document] = {"visit_reason": {"very_sick": "yes"}} if first else {}
        return MadeUpVisit(
            CLEO,
            "intake" if first else "withdrawal_check",
            at,
            Reached.ENDED if days else Reached.SENT,
            patient
            | {
                "substance_use": self._short(
                    substances(
                        at, product=told.product, hours_since=told.hours_since, others=told.others
                    )
                ),
                "sows16": by_points(self.sows, told.sows),
                "withdrawal_safety": self._short_safety(),
            },
            self._withdrawal(vitals(told.pulse, told.pressure), told.cows),
        )

    def tomas(self, days: int) -> MadeUpVisit:
        """One visit with a high total."""
        at = self.past[days]
        return MadeUpVisit(
            TOMAS,
            "withdrawal_check",
            at,
            Reached.ENDED,
            {
                "substance_use": self._short(
                    substances(at, product=("extract", "1", "shot", "5"), hours_since=30, days="6")
                ),
                "sows16": by_points(self.sows, "4 4 4 3 4 3 4 3 4 4 4 3 2 3 3 4"),
                "withdrawal_safety": self._short_safety(),
            },
            self._withdrawal(
                vitals("118", "152/94", breaths="20", temperature="37.4"), "3 3 2 2 4 3 2 2 2 3"
            ),
        )

    def rosa(self, days: int) -> MadeUpVisit:
        """No kratom at all: hair after childbirth."""
        at = self.past[days]
        return MadeUpVisit(
            ROSA,
            "hair_visit",
            at,
            Reached.ENDED,
            {
                "hair_history": hair(
                    onset=_month(at, 7),
                    events={"childbirth": _month(at, 10)},
                    iron="yes",
                    words="It comes out in the shower, more every week.",
                ),
                "substance_use": as_asked(substances(at), self.known["substance_use"], "lists"),
                "phq2": by_points(self.known["phq2"], "0 1 0"),
            },
            {
                "hair_exam": hair_exam(
                    self.known["hair_exam"],
                    "5 4 4 5",
                    pattern_map=["diffuse"],
                    part_width="usual",
                    areata_suspected="no",
                    openings="seen",
                    scalp_signs=["none"],
                    hair_signs=["regrowing"],
                    thin_share="no",
                    hair_elsewhere=["none"],
                    body_signs=["none"],
                    biopsy="no",
                )
            },
        )

    def noah(self) -> MadeUpVisit:
        """Sent a while ago: signs that cannot wait, and nobody has seen them yet."""
        at = self.past[0]
        return MadeUpVisit(
            NOAH,
            "intake",
            at,
            Reached.SENT,
            {
                "visit_reason": {"very_sick": "no", "reasons": ["cut_down"], "hair_problem": "no"},
                "withdrawal_safety": safety(
                    recent_signs=["yellow", "dark_urine", "bleeding", "drowsy"]
                ),
                "substance_use": substances(
                    at,
                    product=("seven_oh", "2", "tablet", "6"),
                    hours_since=9,
                    others=("benzodiazepines",),
                ),
                "kratom_use": kratom(reasons=("mood", "sleep"), escalation="fast"),
                "phq9": by_points(self.known["phq9"], "2 2 2 2 1 1 1 1 0"),
                "own_words": {"own_words": "My wife says my eyes look yellow."},
            },
            {},
        )

    def idris(self) -> MadeUpVisit:
        """Stopped on the way: the desk sees that nothing has come from the tablet for a while."""
        at = self.past[0]
        begun = substances(at, product=("capsule", "6", "capsule", "2"), hours_since=4)
        return MadeUpVisit(
            IDRIS,
            "intake",
            at,
            Reached.UNDER_WAY,
            {
                "visit_reason": {"very_sick": "no", "reasons": ["cut_down"], "hair_problem": "no"},
                "withdrawal_safety": safety(),
                "substance_use": {item: begun[item] for item in list(begun)[:3]},
            },
            {},
        )

    def _short(self, told: Document) -> Document:
        """Substances as far as somebody who feels very sick is asked."""
        return as_asked(told, self.known["substance_use"], "lists", "last_use", "treatment")

    def _short_safety(self) -> Document:
        """No danger sign, as far as somebody who feels very sick is asked."""
        return as_asked(safety(), self.known["withdrawal_safety"], "now", "self_harm")

    def _withdrawal(self, signs: Document, cows: str) -> dict[str, Document]:
        """What a clinician adds where somebody is in withdrawal."""
        return {
            "vitals": signs,
            "cows": by_points(self.cows, cows),
            "withdrawal_safety": seen_and_on_file(),
        }


def _month(at: datetime, months_before: int) -> str:
    """The month so many months before, as 2026-08."""
    count = at.year * 12 + at.month - 1 - months_before
    return f"{count // 12}-{count % 12 + 1:02d}"
