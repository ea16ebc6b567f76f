"""A visit as the front desk begins it, with a patient whom no other story has."""

from __future__ import annotations

from datetime import date

from tests.journeys.conftest import Clinic
from tests.journeys.roles import FrontDesk


def a_record(script: bool, story: str) -> str:
    """A record number that no other story of this run has."""
    return f"MRN-{story}-{'js' if script else 'plain'}"


def born(script: bool, year: int, month: int, day: int) -> date:
    """A birth date that no other story has: the desk would be asked whether it is the same."""
    return date(year if script else year + 1, month, day)


def a_visit_with_code(
    desk: FrontDesk,
    clinic: Clinic,
    record: str,
    family: str,
    birth: date,
    packet: str = "First visit",
) -> str:
    """The front desk's part: signed in, patient entered, visit started; returns the code."""
    desk.sign_in("dana", clinic.passwords["dana"])
    desk.enter_patient(record, family, "Cleo", birth)
    desk.start_visit(packet)
    return desk.make_code()
