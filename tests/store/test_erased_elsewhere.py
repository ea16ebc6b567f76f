"""What was erased and came back with a backup is found by an export of the trail kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from screening.exchange.trail import TRAIL_FORMATS, line_of
from screening.store import audit_search, erased_elsewhere, erasures, models
from screening.store.audit_search import Wanted
from screening.store.backups import making, restoring
from screening.store.db import Database, open_database
from screening.store.erased_elsewhere import CameBack, Compared
from screening.store.erasures import Ground, Scope
from screening.store.sealing import Keys
from tests.store.backups.looking import ON_SQLITE
from tests.store.builders import CLEO, NOW, Clinic, later


def export(database: Database, clinic: Clinic) -> list[str]:
    """The whole trail of the site, as `audit export` writes it."""
    with database.read() as session:
        events = audit_search.oldest_first(session, Wanted(clinic.site.id))
        written = b"".join(TRAIL_FORMATS["jsonl"].write(line_of(event, {}) for event in events))
    return written.decode().splitlines()


def erase(database: Database, clinic: Clinic, scope: Scope) -> None:
    target = clinic.cleo.id if scope == Scope.PATIENT else clinic.encounter.id
    with database.write() as session:
        asked = erasures.ask(
            session, clinic.site.id, scope, [target], Ground.ORDERED, by=clinic.ada.id, now=NOW
        )
        erasures.carry_out(session, asked.id, site_id=clinic.site.id, by=clinic.ben.id, now=NOW)


def compare(database: Database, lines: list[str]) -> Compared:
    with database.write() as session:
        return erased_elsewhere.compare(session, lines, operator=1000, now=later(9))


@ON_SQLITE
@pytest.mark.parametrize(
    ("scope", "visit", "erased"), [(Scope.VISIT, 1, 1), (Scope.PATIENT, None, 2)]
)
def test_what_was_erased_after_the_backup_is_told_and_goes_again(
    database: Database, clinic: Clinic, keys: Keys, tmp_path: Path,
    scope: Scope, visit: int | None, erased: int,
) -> None:  # fmt: skip
    sealed, place = tmp_path / "one.backup", making.address_of(tmp_path / "new" / "x.sqlite3")
    making.make(database, keys, sealed, tmp_path / "data", operator=1000, now=NOW)
    erase(database, clinic, scope)
    kept = export(database, clinic)
    restoring.restore(sealed, keys, place, operator=1000, now=NOW)
    restored = open_database(place, keys)

    found = compare(restored, kept)
    erase(restored, clinic, scope)
    again = compare(restored, kept)
    with restored.read() as session:
        kinds = session.scalars(select(models.AuditEvent.kind)).all()
    restored.close()

    day = NOW.date() if visit else None
    told = CameBack("Harbour Clinic", CLEO.record, visit, day)
    assert found == Compared(erased, (), (told,))
    assert again == Compared(erased, (), ())
    assert kinds.count("erased_looked_up") == 2


def test_nothing_came_back_where_no_backup_was_put_back(database: Database, clinic: Clinic) -> None:
    erase(database, clinic, Scope.VISIT)

    assert compare(database, export(database, clinic)) == Compared(1, (), ())


@ON_SQLITE
def test_a_line_that_this_installation_did_not_sign_erases_nobody(
    database: Database, clinic: Clinic
) -> None:
    kept = export(database, clinic)
    started = next(place for place, line in enumerate(kept) if "encounter_started" in line)
    forged = list(kept)
    forged[started] = forged[started].replace("encounter_started", "visit_erased")
    for line in ("", "7", "[]", "{}", '{"account_id": 7}', kept[0].replace('"number": 1', "x")):
        assert compare(database, [line]).not_ours == (1,)

    assert compare(database, forged) == Compared(0, (started + 1,), ())
