"""Finished PDFs: stored once per input, sealed."""

import pytest
from sqlalchemy import func, select, update

from screening.store import models, summaries
from screening.store.db import Database
from screening.store.errors import SealBroken
from tests.store.builders import NOW, Clinic

PDF = b"%PDF-1.7 Okonkwo"
HASH = "a" * 64


def keep(database: Database, clinic: Clinic, data: bytes = PDF, **other: str) -> bytes:
    kind = {"paper": "a4", "language": "en", **other}
    with database.write() as session:
        return summaries.keep(session, clinic.encounter.id, HASH, data=data, now=NOW, **kind)


def test_a_pdf_is_found_by_its_input_paper_and_language_only(
    database: Database, clinic: Clinic
) -> None:
    keep(database, clinic)

    with database.read() as session:
        visit, other = clinic.encounter.id, clinic.other_encounter.id
        fetch = summaries.fetch
        assert fetch(session, visit, HASH, paper="a4", language="en") == PDF
        assert fetch(session, visit, HASH, paper="letter", language="en") is None
        assert fetch(session, visit, HASH, paper="a4", language="es") is None
        assert fetch(session, visit, "b" * 64, paper="a4", language="en") is None
        assert fetch(session, other, HASH, paper="a4", language="en") is None


def test_the_first_pdf_of_an_input_stays(database: Database, clinic: Clinic) -> None:
    keep(database, clinic)

    assert keep(database, clinic, b"%PDF-1.7 later") == PDF
    assert keep(database, clinic, b"%PDF-1.7 letter", paper="letter") == b"%PDF-1.7 letter"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(models.SummaryDocument)) == 2


def test_a_pdf_moved_to_another_row_does_not_open(database: Database, clinic: Clinic) -> None:
    keep(database, clinic)
    keep(database, clinic, b"%PDF-1.7 letter", paper="letter")

    with database.write() as session:
        letter = select(models.SummaryDocument.document).where(
            models.SummaryDocument.paper == "letter"
        )
        session.execute(
            update(models.SummaryDocument)
            .where(models.SummaryDocument.paper == "a4")
            .values(document=letter.scalar_subquery())
        )

    with database.read() as session, pytest.raises(SealBroken):
        summaries.fetch(session, clinic.encounter.id, HASH, paper="a4", language="en")
