"""The made-up cast: who they are, and what they answered at which visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from screening.core.questionnaire import Questionnaire
from screening.demo.answers import Document, by_points, hair, kratom, pull_test, vitals
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
            MadeUpVisit(MAYA, self.past[0], Reached.NOT_STARTED, {}, {}),
        )

    def cleo(self, days: int) -> MadeUpVisit:
        """Four visits on the way down from 7-OH, with hair that sheds since an infection."""
        at = self.past[days]
        told = FOUR_VISITS[days]
        return MadeUpVisit(
            CLEO,
            at,
            Reached.ENDED if days else Reached.SENT,
            {
                "kratom_use": kratom(
                    at,
                    product=told.product,
                    hours_since=told.hours_since,
                    since=_month(at, 13),
                    taken_with=told.taken_with,
                    reasons=("pain", "feel_sick"),
                    words="I take the tablets so I can work. Mornings are the worst.",
                ),
                "sows16": by_points(self.sows, told.sows),
                "hair_history": hair(
                    onset=_month(at, 3),
                    events={"covid": _month(at, 6), "stress": _month(at, 5)},
                    words="It comes out in the shower, more every week.",
                ),
            },
            {
                "vitals": vitals(told.pulse, told.pressure),
                "cows": by_points(self.cows, told.cows),
                "hair_exam": pull_test(told.pulled),
            },
        )

    def tomas(self, days: int) -> MadeUpVisit:
        """One visit with a high total; no trouble with hair."""
        at = self.past[days]
        return MadeUpVisit(
            TOMAS,
            at,
            Reached.ENDED,
            {
                "kratom_use": kratom(
                    at,
                    product=("extract", "1", "shot", "5"),
                    hours_since=30,
                    since=_month(at, 26),
                    use="stopped",
                    days="6",
                    reasons=("other_opioids", "feel_sick"),
                    escalation="fast",
                    drowsy="sometimes",
                ),
                "sows16": by_points(self.sows, "4 4 4 3 4 3 4 3 4 4 4 3 2 3 3 4"),
                "hair_history": {"hair_problem": "no"},
            },
            {
                "vitals": vitals("118", "152/94", breaths="20", temperature="37.4"),
                "cows": by_points(self.cows, "3 3 2 2 4 3 2 2 2 3"),
            },
        )

    def rosa(self, days: int) -> MadeUpVisit:
        """No kratom at all: hair after childbirth."""
        at = self.past[days]
        return MadeUpVisit(
            ROSA,
            at,
            Reached.ENDED,
            {
                "kratom_use": {"use": "never"},
                "sows16": by_points(self.sows, "1 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0"),
                "hair_history": hair(
                    onset=_month(at, 7), events={"childbirth": _month(at, 10)}, iron="yes"
                ),
            },
            {
                "vitals": vitals("72", "114/70"),
                "cows": by_points(self.cows, "0 0 0 0 0 0 0 0 1 0"),
                "hair_exam": pull_test("5 4 4 5"),
            },
        )

    def noah(self) -> MadeUpVisit:
        """Sent a while ago: signs that cannot wait, and nobody has seen them yet."""
        at = self.past[0]
        return MadeUpVisit(
            NOAH,
            at,
            Reached.SENT,
            {
                "kratom_use": kratom(
                    at,
                    product=("seven_oh", "2", "tablet", "6"),
                    hours_since=9,
                    since=_month(at, 2),
                    taken_with=("benzodiazepines",),
                    reasons=("mood", "sleep"),
                    escalation="fast",
                    drowsy="often",
                    liver_signs=["yellow", "dark_urine"],
                    liver_danger=["confused"],
                    words="My wife says my eyes look yellow.",
                ),
                "sows16": by_points(self.sows, "3 2 3 2 2 1 3 2 2 3 4 3 1 2 2 -"),
                "hair_history": {"hair_problem": "no"},
            },
            {},
        )

    def idris(self) -> MadeUpVisit:
        """Stopped on the way: the desk sees that nothing has come from the tablet for a while."""
        at = self.past[0]
        begun = by_points(self.sows, "2 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0")
        return MadeUpVisit(
            IDRIS,
            at,
            Reached.UNDER_WAY,
            {
                "kratom_use": kratom(
                    at, product=("capsule", "6", "capsule", "2"), hours_since=4, since=_month(at, 8)
                ),
                "sows16": {item: begun[item] for item in list(begun)[:3]},
            },
            {},
        )


def _month(at: datetime, months_before: int) -> str:
    """The month so many months before, as 2026-08."""
    count = at.year * 12 + at.month - 1 - months_before
    return f"{count // 12}-{count % 12 + 1:02d}"
