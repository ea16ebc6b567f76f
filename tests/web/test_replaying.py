"""The replay over the store: its counts are those worked by hand, and nothing stored is changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from screening.core.loading import load_stored
from screening.core.questionnaire import Questionnaire
from screening.core.replay import Move
from screening.store import library, models, revisions
from screening.store.db import Database
from screening.store.erasures import Scope
from screening.web import replaying
from screening.web.replaying import Counted, replay
from tests.web.conftest import Clinic
from tests.web.listing import SCALE, erase, fill, scale_clinic

__all__ = ["scale_clinic"]

# gad2: two items, points 0 to 3; its published band begins at 3.
BY_POINTS = ("not_at_all", "some_days", "most_days", "almost_daily")
STORED = {(0, 0): 20, (1, 1): 9, (2, 1): 2, (3, 0): 1, (2, 2): 6, (3, 3): 2}  # 40 visits by hand


def in_use(clinic: Clinic) -> Questionnaire:
    with clinic.parts.database.read() as session:
        (found,) = [v for v in library.current(session) if v.id == SCALE]
    return load_stored(SCALE, found.data)


def moved_edge(old: Questionnaire) -> Questionnaire:
    """The same with its band edge at 4."""
    (score,) = old.scores
    (main,) = score.sets
    bands = tuple(b.changed(from_=b.from_ + 1) if b.from_ == 3 else b for b in main.bands)
    assert bands != main.bands
    return (
        old.changed(scores=(score.changed(bands=bands),))
        if score.bands
        else old.changed(scores=(score.changed(band_sets=(main.changed(bands=bands),)),))
    )


def store(clinic: Clinic, old: Questionnaire) -> None:
    with clinic.parts.database.write() as session:
        for (first, second), number in STORED.items():
            answers = {"nervous": BY_POINTS[first], "control_worry": BY_POINTS[second]}
            fill(
                session, clinic.parts.site.id, clinic.fay.id, [(old, "patient", answers)], number,
                each=1, now=clinic.clock(),
            )  # fmt: skip


def counted(clinic: Clinic, new: Questionnaire, **more: float) -> Counted:
    with clinic.parts.database.read() as session:
        found = replay(session, clinic.parts.shelf, in_use(clinic), new, **more)
    assert found is not None
    return found


def rows(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        return sorted(
            (row.id, row.number, row.document, row.document_mark)
            for row in session.scalars(select(models.Revision))
        )


def test_a_band_edge_moved_by_one_is_counted_in_exactly_the_three_visits_on_it(
    scale_clinic: Clinic,
) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)
    before = rows(scale_clinic.parts.database)

    found = counted(scale_clinic, moved_edge(old))

    assert (found.stored, found.whole) == (40, True)
    assert found.replayed is not None
    assert (found.replayed.visits, found.replayed.changed) == (40, 3)  # (2, 1) twice, (3, 0) once
    assert [(m.what, m.visits) for m in found.replayed.moves] == [("band", 3)]
    assert rows(scale_clinic.parts.database) == before


def test_an_amended_response_counts_as_it_was_amended_and_a_void_visit_not_at_all(
    scale_clinic: Clinic,
) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)
    with scale_clinic.parts.database.write() as session:
        held = session.scalars(select(models.Response).order_by(models.Response.id)).all()
        points = {one.id: revisions.latest(session, one.id) for one in held}
        on_it = [
            one.id
            for one in held
            if (found := points[one.id]) and sorted(found.document.values()) in (
                ["most_days", "some_days"], ["almost_daily", "not_at_all"],
            )
        ]  # fmt: skip
        revisions.amend(
            session, on_it[0], {"nervous": "not_at_all", "control_worry": "not_at_all"},
            reason="Typed wrongly", shown_revision=1, form_key=uuid4().hex,
            by=scale_clinic.ada.id, now=scale_clinic.clock() + timedelta(minutes=1),
        )  # fmt: skip
        response = session.get_one(models.Response, on_it[1])
        session.get_one(models.Encounter, response.encounter_id).state = "void"

    found = counted(scale_clinic, moved_edge(old))

    assert found.stored == 39
    assert found.replayed is not None
    assert found.replayed.changed == 1


@pytest.mark.parametrize("scope", [Scope.VISIT, Scope.PATIENT])
def test_an_erased_visit_counts_not_at_all(scale_clinic: Clinic, scope: Scope) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)
    with scale_clinic.parts.database.write() as session:
        held = session.scalars(select(models.Response)).all()
        points = {one.encounter_id: revisions.latest(session, one.id) for one in held}
        gone, *_ = (
            visit
            for visit, found in points.items()
            if found and sorted(found.document.values()) == ["most_days", "some_days"]
        )
        session.execute(update(models.RaisedFinding).values(seen_by=scale_clinic.ada.id))
        patient_id = session.get_one(models.Encounter, gone).patient_id
    erase(scale_clinic, scope, gone if scope == Scope.VISIT else patient_id)

    found = counted(scale_clinic, moved_edge(old))

    assert found.stored == 39
    assert found.replayed is not None
    assert (found.replayed.visits, found.replayed.unread) == (39, 0)
    assert found.replayed.changed == 2


def test_of_fewer_than_five_visits_nothing_is_told(scale_clinic: Clinic) -> None:
    old = in_use(scale_clinic)
    answers = {"nervous": "most_days", "control_worry": "some_days"}
    with scale_clinic.parts.database.write() as session:
        fill(
            session, scale_clinic.parts.site.id, scale_clinic.fay.id,
            [(old, "patient", answers)], 4, now=scale_clinic.clock(),
        )  # fmt: skip

    assert counted(scale_clinic, moved_edge(old)) == Counted(4, None, whole=True)


def test_what_does_not_open_is_counted_by_itself(scale_clinic: Clinic) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)
    with scale_clinic.parts.database.write() as session:
        row = session.scalars(select(models.Revision)).first()
        assert row is not None
        row.document = row.document[:-1] + bytes([row.document[-1] ^ 1])

    found = counted(scale_clinic, old)

    assert found.replayed is not None
    assert (found.replayed.visits, found.replayed.unread) == (39, 1)


def test_it_ends_in_time_and_says_so(scale_clinic: Clinic) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)

    found = counted(scale_clinic, old, at_most_s=0.0)

    assert not found.whole
    assert found.replayed is not None
    assert 1 <= found.replayed.visits < 40


def test_one_at_a_time(scale_clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)

    with replaying._ONE, scale_clinic.parts.database.read() as session:
        assert replay(session, scale_clinic.parts.shelf, old, old) is None


def test_a_move_names_bands_and_no_answer(scale_clinic: Clinic) -> None:
    old = in_use(scale_clinic)
    store(scale_clinic, old)

    found = counted(scale_clinic, moved_edge(old))

    assert found.replayed is not None
    (move,) = found.replayed.moves
    assert isinstance(move, Move)
    assert "days" not in repr(found)
