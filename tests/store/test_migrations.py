"""Migrations: the head equals the models, and each one goes up and down."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from screening.store.db import Base, make_engine
from screening.store.migrations import downgrade, upgrade
from tests.store.together import run_together

REVISIONS = [
    *("0001", "0002", "0003", "0004", "0005", "0006"),
    *("0007", "0008", "0009", "0010", "0011", "0012"),
    *("0013", "0014", "0015", "0016", "0017", "0018"),
    *("0019", "0020", "0021", "0022", "0023", "0024", "0025", "0026", "0027", "0028"),
]
ADDS_NO_COLUMN = {"0006", "0020"}  # rows moved, an index


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    """A database without any table."""
    made = make_engine(empty_url)
    yield made
    made.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_head_equals_the_models(engine: Engine) -> None:
    upgrade(engine)

    assert differences(engine) == []
    assert tables(engine) == set(Base.metadata.tables)


def test_the_comparison_notices_a_column_that_the_models_do_not_have(engine: Engine) -> None:
    upgrade(engine)

    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE site ADD COLUMN extra INTEGER"))

    assert len(differences(engine)) == 1


def columns(engine: Engine) -> set[str]:
    found = inspect(engine)
    return {f"{t}.{column['name']}" for t in tables(engine) for column in found.get_columns(t)}


def test_each_migration_goes_up_down_and_up_again(engine: Engine) -> None:
    met = [columns(engine)]
    for revision in REVISIONS:
        upgrade(engine, revision)
        met.append(columns(engine))
    grown = [len(after) > len(before) for before, after in zip(met, met[1:], strict=False)]
    assert grown == [revision not in ADDS_NO_COLUMN for revision in REVISIONS]

    for revision, expected in zip([*REVISIONS[-2::-1], "base"], met[-2::-1], strict=True):
        downgrade(engine, revision)
        assert columns(engine) == expected

    upgrade(engine)
    assert differences(engine) == []


def test_an_upgrade_of_an_upgraded_database_keeps_its_rows(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(
            sa.insert(Base.metadata.tables["attempt_counter"]).values(
                scope="s", mark="m", failures=1, rounds=2
            )
        )

    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT rounds FROM attempt_counter")).scalar() == 2


STATES = {  # before 0006, after it, and after going back
    "waiting": ("code", "waiting"),
    "confirming": ("confirm", "confirming"),
    "open": ("answering", "open"),
    "paused": ("paused", "paused"),
    "locked": ("locked", "locked"),
    "finished": ("handed_back", "finished"),
}


def insert(connection: sa.Connection, table: str, **values: object) -> None:
    """A row as an earlier release wrote it."""
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608


def old_visit(connection: sa.Connection, state: str) -> str:
    """A visit with all that it hangs on, as release 0005 wrote it; returns its id."""
    site, account, patient, visit = (uuid4().hex for _ in range(4))
    at = "2026-11-18 09:30:00+00:00"
    insert(connection, "site", id=site, name=site, time_zone="UTC", key_proof=b"", created_at=at)
    insert(
        connection, "account", id=account, site_id=site, name=account, full_name="Fay",
        role="front_desk", password_hash="none", must_change_password=False, created_at=at,
    )  # fmt: skip
    insert(
        connection, "packet_version", sha256=site + account, item_id=site, version="1.0.0",
        data=b"", sequence=int(site[:6], 16), imported_at=at,
    )  # fmt: skip
    insert(
        connection, "patient", id=patient, site_id=site, identity=b"", identity_version=1,
        record_mark="r", family_mark="f", born_mark="b", created_at=at,
    )  # fmt: skip
    insert(
        connection, "encounter", id=visit, site_id=site, patient_id=patient, number=1,
        code=visit[:16], packet_sha256=site + account, state=state, time_zone="UTC",
        started_by=account, started_at=at,
    )  # fmt: skip
    return visit


def old_sitting(connection: sa.Connection, visit: str, state: str) -> None:
    """A sitting as release 0005 wrote it."""
    at = "2026-11-18 09:30:00+00:00"
    insert(
        connection, "sitting", id=uuid4().hex, encounter_id=visit, state=state, birth_tries=0,
        language="en", read_aloud=False, opened_at=at, last_seen_at=at,
    )  # fmt: skip


def states(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.scalars(text("SELECT state FROM sitting")))


def test_sittings_get_the_names_of_the_hand_over_and_give_them_back(engine: Engine) -> None:
    upgrade(engine, "0005")
    with engine.begin() as connection:
        visit = old_visit(connection, "open")
        for state in STATES:
            old_sitting(connection, visit, state)

    upgrade(engine, "0006")
    assert states(engine) == sorted(new for new, _ in STATES.values())
    downgrade(engine, "0005")
    assert states(engine) == sorted(back for _, back in STATES.values())


def test_sittings_of_a_visit_that_ended_are_locked(engine: Engine) -> None:
    upgrade(engine, "0005")
    with engine.begin() as connection:
        visit = old_visit(connection, "ended")
        for state in ("open", "waiting", "finished"):
            old_sitting(connection, visit, state)

    upgrade(engine, "0006")

    assert states(engine) == ["handed_back", "locked", "locked"]


def test_a_sitting_on_a_tablet_stays_when_tablets_get_their_table(engine: Engine) -> None:
    upgrade(engine, "0006")
    with engine.begin() as connection:
        old_sitting(connection, old_visit(connection, "open"), "answering")
        connection.execute(text("UPDATE sitting SET tablet = 'hash', token_hash = 'token'"))

    upgrade(engine, "0007")
    with engine.connect() as connection:
        held = connection.execute(text("SELECT state, token_hash, tablet_id FROM sitting")).one()
    assert tuple(held) == ("answering", "token", None)
    downgrade(engine, "0006")

    assert states(engine) == ["answering"]


def test_patients_and_visits_stay_when_corrections_get_their_table(engine: Engine) -> None:
    upgrade(engine, "0007")
    with engine.begin() as connection:
        visit = old_visit(connection, "open")

    upgrade(engine, "0008")
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT merged_into FROM patient")) is None
        connection.execute(text("UPDATE encounter SET state = 'void'"))
        connection.execute(text("UPDATE patient SET merged_into = id"))
    downgrade(engine, "0007")

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT state FROM encounter")) == "ended"
        assert connection.scalar(text("SELECT record_mark FROM patient")) == "r"
        found = connection.scalar(text("SELECT id FROM encounter"))
    assert str(found).replace("-", "") == visit


def test_a_sitting_on_a_tablet_knows_it_as_its_last_one(engine: Engine) -> None:
    upgrade(engine, "0012")
    with engine.begin() as connection:
        old_sitting(connection, old_visit(connection, "open"), "answering")
        site = connection.scalar(text("SELECT id FROM site"))
        account = connection.scalar(text("SELECT id FROM account"))
        tablet = uuid4().hex
        insert(
            connection, "tablet", id=tablet, site_id=site, name="Tablet 1", enrolled_by=account,
            enrolled_at="2026-11-18 09:30:00+00:00",
        )  # fmt: skip
        connection.execute(text("UPDATE sitting SET tablet_id = :id"), {"id": tablet})

    upgrade(engine, "0013")

    with engine.connect() as connection:
        last = connection.scalar(text("SELECT last_tablet_id FROM sitting"))
    assert str(last).replace("-", "") == tablet


def test_a_held_sitting_goes_on_in_the_release_before(engine: Engine) -> None:
    upgrade(engine, "0014")
    with engine.begin() as connection:
        old_sitting(connection, old_visit(connection, "open"), "held")

    downgrade(engine, "0013")

    assert states(engine) == ["answering"]


def test_two_processes_that_start_at_once_do_not_hinder_each_other(
    empty_url: str, engine: Engine
) -> None:
    other = make_engine(empty_url)

    run_together(lambda: upgrade(engine), lambda: upgrade(other))

    assert differences(engine) == []
    other.dispose()


def test_accounts_and_sign_ins_of_before_second_factors_go_on(engine: Engine) -> None:
    upgrade(engine, "0021")
    with engine.begin() as connection:
        old_visit(connection, "open")
        account = connection.scalar(text("SELECT id FROM account"))
        at = "2026-11-18 09:30:00+00:00"
        insert(
            connection, "sign_in", id=uuid4().hex, account_id=account, token_hash="t", place="p",
            started_at=at, last_seen_at=at,
        )  # fmt: skip

    upgrade(engine, "0022")

    with engine.connect() as connection:
        asked = "SELECT long_password, proved_by, must_enrol, proved_at FROM account, sign_in"
        long, by, must_enrol, proved_at = connection.execute(text(asked)).one()
    # The old rule took long passwords only; who is signed in shows anew who they are.
    assert (bool(long), by, bool(must_enrol)) == (True, "password", False)
    assert str(proved_at).startswith("19")  # the epoch, or the evening before it in the west
    downgrade(engine, "0021")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sign_in")) == 1
