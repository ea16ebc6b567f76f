"""Whatever a table holds of a patient is erased: the models are read, so a new table fails here."""

from pathlib import Path

from screening.store import erasing, legal_holds, models
from screening.store.db import Database, open_database
from screening.store.erasures import Scope
from screening.store.sealing import Keys
from tests.store.builders import NOW, Clinic, a_clinic
from tests.store.erasable import fill, in_files, linked, sealed, see_and_sign
from tests.store.test_erasures import ask, carry_out, full, rows

__all__ = ["full"]

# Sealed or stored as bytes, and of no patient; whoever adds a column decides which it is.
OF_NO_PATIENT = {
    "site.key_proof",
    "passkey.public_key",
    "totp.secret",
    "definition_text.data",
    "questionnaire_version.data",
    "packet_version.data",
    "translation_version.data",
    "text_version.data",
    "consent_wording.document",
}


OWNERS = {"patient_id", "to_patient_id", "encounter_id", "response_id", "sitting_id"}
KEPT_FOR_EVER = {"tombstone.patient_id", "tombstone.encounter_id"}  # ids alone, of what is gone


def test_every_table_that_leads_to_a_patient_is_erased_or_named() -> None:
    """A table that is added later, and that refers to a patient or a visit, fails here."""
    erased = {table.__tablename__ for table in erasing.COUNTED_AS}

    assert linked({"patient"}) == erased


def test_no_column_names_whose_it_is_without_leading_there() -> None:
    """An id without a foreign key would be left behind, and no table would say so."""
    named = {
        f"{table.name}.{column.name}"
        for table in models.Patient.metadata.sorted_tables
        for column in table.columns
        if column.name in OWNERS and not column.foreign_keys
    }

    assert named == KEPT_FOR_EVER


def test_every_table_that_is_erased_has_rows_in_these_tests(
    database: Database, full: Clinic
) -> None:
    """Else a table that is named, and that no step deletes, would be found empty all the same."""
    before = rows(database)

    assert [name for name in linked({"patient"}) if not before[name]] == []


def test_no_sealed_copy_is_left_in_the_files(sqlite_url: str, keys: Keys, tmp_path: Path) -> None:
    database = open_database(sqlite_url, keys)
    with database.write() as session:
        clinic = a_clinic(session)
        before = sealed(session)
    with database.write() as session:
        fill(session, clinic)
        see_and_sign(session, clinic)
        legal_holds.lift(session, clinic.cleo.id, by=clinic.ada.id, now=NOW)
        filled = sealed(session)
    hers = {name: values - before[name] for name, values in filled.items()}
    with database.read() as session:
        row = session.get_one(models.Patient, clinic.cleo.id)
        draft = session.get_one(models.Draft, clinic.other_response.id)
        hers["patient.identity"].add(row.identity)
        noahs = draft.document
    # Whatever is sealed of a patient was there to be erased: a column added later fails here.
    assert {name for name, values in hers.items() if not values} == OF_NO_PATIENT & set(hers) - {
        "consent_wording.document"
    }
    database.empty_journal()
    stored = in_files(tmp_path)
    wanted = {one for name, ones in hers.items() if name not in OF_NO_PATIENT for one in ones}
    assert sum(one in stored for one in wanted) == len(wanted)  # The search itself works.

    carry_out(database, clinic, ask(database, clinic, Scope.PATIENT))
    assert database.empty_journal()

    stored = in_files(tmp_path)
    assert noahs in stored
    assert [one for one in wanted if one in stored] == []
    database.close()
