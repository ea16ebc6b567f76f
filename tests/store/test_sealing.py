"""Sealing: a value opens at its place and nowhere else; marks find without telling."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from screening.store import models, patients, responses
from screening.store.db import Database
from screening.store.errors import SealBroken
from screening.store.sealing import Keys, Place, canonical, seal, unseal
from screening.store.search_marks import searchable_name
from tests.store.builders import NOW, Clinic, a_key

HERE = Place("draft", UUID(int=1), "document", 3)
KEYS = Keys.from_secrets({b"a" * 8: b"m" * 32})


@given(st.binary(max_size=500))
def test_what_was_sealed_opens_at_its_place(plain: bytes) -> None:
    assert unseal(KEYS, HERE, seal(KEYS, HERE, plain)) == plain


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, table="revision"),
        replace(HERE, row_id=UUID(int=2)),
        replace(HERE, field="reason"),
        replace(HERE, version=2),
    ],
    ids=["table", "row", "field", "version"],
)
def test_a_value_that_was_moved_does_not_open(elsewhere: Place) -> None:
    sealed = seal(KEYS, HERE, b"pulse 104")

    with pytest.raises(SealBroken) as broken:
        unseal(KEYS, elsewhere, sealed)
    assert "104" not in str(broken.value)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_value_with_any_changed_byte_does_not_open(where: int, by: int) -> None:
    sealed = bytearray(seal(KEYS, HERE, b"pulse 104"))
    sealed[where % len(sealed)] ^= by

    with pytest.raises(SealBroken):
        unseal(KEYS, HERE, bytes(sealed))


@given(st.integers(min_value=0, max_value=45))
def test_a_value_that_was_cut_does_not_open(length: int) -> None:
    with pytest.raises(SealBroken):
        unseal(KEYS, HERE, seal(KEYS, HERE, b"pulse 104")[:length])


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert len({seal(KEYS, HERE, b"yes") for _ in range(100)}) == 100


def test_after_a_rotation_both_keys_open_and_the_new_one_seals() -> None:
    old = seal(KEYS, HERE, b"before")
    rotated = Keys.from_secrets({b"b" * 8: b"n" * 32, b"a" * 8: b"m" * 32})

    new = seal(rotated, HERE, b"after")

    assert unseal(rotated, HERE, old) == b"before"
    assert unseal(rotated, HERE, new) == b"after"
    assert rotated.search == KEYS.search
    with pytest.raises(SealBroken):
        unseal(KEYS, HERE, new)


def test_each_purpose_has_its_own_key() -> None:
    keys = {KEYS.seals[KEYS.current], KEYS.search, KEYS.codes, KEYS.tokens, KEYS.audit}

    assert len(keys) == 5
    assert b"m" * 32 not in keys


def test_keys_do_not_show_themselves() -> None:
    assert "mmmm" not in repr(KEYS)
    assert KEYS.search.hex() not in repr(KEYS)


def test_a_document_copied_to_another_patients_row_does_not_open(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        save = {"shown_save_number": 0, "now": NOW}
        for response in (clinic.response, clinic.other_response):
            answers = {"pulse": response.id.hex}
            responses.save_answers(session, response.id, answers, form_key=a_key(), **save)
    with database.write() as session:
        theirs = select(models.Draft.document).where(
            models.Draft.response_id == clinic.other_response.id
        )
        session.execute(
            update(models.Draft)
            .where(models.Draft.response_id == clinic.response.id)
            .values(document=theirs.scalar_subquery())
        )

    with database.read() as session:
        with pytest.raises(SealBroken):
            responses.load_draft(session, clinic.response.id)
        untouched = responses.load_draft(session, clinic.other_response.id)
    assert untouched is not None
    assert untouched.document == {"pulse": clinic.other_response.id.hex}


def test_an_older_document_put_back_under_a_newer_number_does_not_open(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        session.execute(
            update(models.Draft)
            .where(models.Draft.response_id == clinic.response.id)
            .values(save_number=1)
        )

    with database.read() as session, pytest.raises(SealBroken):
        responses.load_draft(session, clinic.response.id)


def test_one_patients_identity_does_not_open_as_anothers(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        cleo = session.get_one(models.Patient, clinic.cleo.id)
        cleo.identity = session.get_one(models.Patient, clinic.noah.id).identity

    with database.read() as session, pytest.raises(SealBroken):
        patients.get(session, clinic.cleo.id)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("MUNOZ", "Muñoz"),
        ("okonkwo ", "Okonkwo"),
        ("de  la Cruz", "De la Cruz"),
        ("STRASSE", "Straße"),
        ("O'Brien", "O’Brien"),
        ("O´Brien", "Oʼbrien"),
        ("O`Brien", "O‘BRIEN"),
        ("Smith-Jones", "Smith–Jones"),
        ("Smith—Jones", "Smith‑Jones"),
        ("De la Cruz", "De\u00a0la Cruz"),
        ("میخواهم", "می\u200cخواهم"),
    ],
)
def test_names_are_found_without_capitals_and_latin_accents(typed: str, stored: str) -> None:
    assert searchable_name(typed) == searchable_name(stored)


@pytest.mark.parametrize(
    ("one", "other"), [("Лий", "Лии"), ("कि", "क"), ("Lee", "Lea"), ("O'Brien", "Brien")]
)
def test_marks_that_are_letters_in_their_script_still_tell_names_apart(
    one: str, other: str
) -> None:
    assert searchable_name(one) != searchable_name(other)


def test_equal_documents_have_one_spelling_and_wrong_numbers_none() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


def test_a_birth_date_and_a_row_id_are_spelled_so_that_parts_cannot_run_together() -> None:
    row = uuid4()

    assert canonical(["draft", row.hex, "1", date(2026, 1, 1).isoformat()]) != canonical(
        ["draft", row.hex + "1", date(2026, 1, 1).isoformat()]
    )
