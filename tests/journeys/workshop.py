"""A clinic for those who change questionnaires, and what its store holds before they come."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from screening.core.loading import load_stored
from screening.settings import ROOT, Settings
from screening.store import accounts, key_file, library, models
from screening.store.db import Database, open_database
from tests.journeys.conftest import Clinic, running
from tests.web.listing import fill

SCALES = ("gad2", "gad2_again")  # the published one, and a copy for the story without script
PACKETS = {"short_visit": "Short visit", "shorter_visit": "Shorter visit"}
BY_POINTS = ("not_at_all", "some_days", "most_days", "almost_daily")


@contextmanager
def workshop(folder: Path) -> Iterator[Clinic]:
    """What is shipped, a copy of one scale, and a packet of one question for each story."""
    definitions = folder / "definitions"
    shutil.copytree(ROOT / "questionnaires", definitions)
    first, copy = SCALES
    words = (definitions / f"{first}.yaml").read_text(encoding="utf-8")
    (definitions / f"{copy}.yaml").write_text(words.replace(first, copy), encoding="utf-8")
    for name, title in PACKETS.items():
        packet = f"id: {name}\nversion: 1.0.0\ntitle: {title}\nentries:\n"
        packet += "  - questionnaire: own_words\n"
        (definitions / "packets" / f"{name}.yaml").write_text(packet, encoding="utf-8")
    with running(folder, SCREENING_QUESTIONNAIRES=str(definitions)) as clinic:
        yield clinic


def store(clinic: Clinic, scale: str, several: Mapping[tuple[int, int], int]) -> None:
    """Sent responses of a scale of two items, each of a patient of its own.

    several   points of both items -> number of responses
    """
    with _store_of(clinic) as database, database.write() as session:
        desk = accounts.find(session, "dana")
        assert desk is not None
        (held,) = [one for one in library.current(session) if one.id == scale]
        version = load_stored(scale, held.data)
        for (first, second), number in several.items():
            answers = {"nervous": BY_POINTS[first], "control_worry": BY_POINTS[second]}
            forms = [(version, "patient", answers)]
            fill(session, desk.site_id, desk.id, forms, number, each=1)


def let_minutes_pass(clinic: Clinic, number: int) -> None:
    """Since everybody showed who they are; what they have open stays open."""
    with _store_of(clinic) as database, database.write() as session:
        proved = datetime.now(UTC) - timedelta(minutes=number)
        session.execute(update(models.SignIn).values(proved_at=proved))


@contextmanager
def _store_of(clinic: Clinic) -> Iterator[Database]:
    settings = Settings.from_env(clinic.environ)
    keys = key_file.load_or_create(settings.key_file, settings.data)
    with closing(open_database(settings.database_url, keys)) as database:
        yield database
