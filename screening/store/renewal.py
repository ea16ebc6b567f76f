"""Marking patients anew for the search, after a release that makes the marks by another recipe.

A migration cannot do it, as marks take the keys: the start of the app and `database upgrade` do.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from screening.store import models, patients
from screening.store.errors import SealBroken
from screening.store.search_marks import RECIPE

BATCH = 500  # rows that are opened at a time


def renew_marks(session: Session) -> int:
    """Mark the rows that an earlier release marked; returns how many there were.

    To be called when the keys have been checked.
    """
    renewed = 0
    for ids in _marked_before(session):
        rows = session.scalars(select(models.Patient).where(models.Patient.id.in_(ids)))
        renewed += sum(_renew(session, row) for row in rows.all())
        session.flush()
        session.expunge_all()  # a large clinic's patients are not all held at once
    return renewed


def _renew(session: Session, row: models.Patient) -> bool:
    """A damaged row stays as it is: it must not keep everybody else from being found."""
    try:
        patients.mark_anew(session, row)
    except SealBroken:
        return False
    return True


def _marked_before(session: Session) -> Iterator[list[UUID]]:
    ids = session.scalars(select(models.Patient.id).where(models.Patient.marks_recipe < RECIPE))
    found = list(ids)
    for begin in range(0, len(found), BATCH):
        yield found[begin : begin + BATCH]
