"""Texts stored as steps: each is read as it was typed, and hundreds take little room."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from screening.settings import ROOT
from screening.store import definition_drafts, definition_texts, text_steps
from screening.store.db import Database
from screening.store.models import DefinitionText
from tests.store.builders import COWS, Clinic, later

LONG = (ROOT / "questionnaires" / "cows.yaml").read_bytes()


@settings(max_examples=500)
@given(st.binary(), st.binary(), st.binary(), st.binary())
def test_a_step_leads_to_the_text(head: bytes, one: bytes, other: bytes, tail: bytes) -> None:
    before, text = head + one + tail, head + other + tail

    assert text_steps.read(text_steps.step(before, text), before) == text
    assert text_steps.read(text_steps.whole(text)) == text


def test_a_text_of_an_earlier_release_is_itself() -> None:
    assert text_steps.read(LONG) == LONG
    assert not text_steps.is_step(LONG)


@pytest.mark.parametrize("text", [b"", b"\xff\x00\x01", b"\xff\x01", b"aaaa", b"aa"])
def test_odd_texts_are_kept_whole_or_as_a_step(text: bytes) -> None:
    for before in (b"", b"aaa", b"\xff\x00\x01"):
        assert text_steps.read(text_steps.step(before, text), before) == text


def stored_bytes(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.sum(func.length(DefinitionText.data)))) or 0


def test_a_hundred_pauses_are_read_one_by_one_and_take_a_tenth_of_one_text_each(
    database: Database, clinic: Clinic
) -> None:
    texts = [LONG]
    with database.write() as session:
        draft = definition_drafts.begin(
            session, definition_drafts.QUESTIONNAIRE, "long", LONG, based_on=None,
            by=clinic.ada.id, now=later(1),
        )  # fmt: skip
        for number in range(1, 110):
            at = len(LONG) * number // 110
            texts.append(texts[-1][:at] + b"typed" + texts[-1][at:])
            definition_drafts.save(
                session, draft.id, texts[-1], shown=number, by=clinic.ben.id, now=later(number)
            )

    assert stored_bytes(database) < len(texts) * len(LONG) / 30
    with database.read() as session:
        found = definition_texts.history(session, draft.id)
        assert [one.data for one in found] == texts
        for number in (1, 2, 25, 26, 27, 50, 51, 110):
            assert definition_texts.text(session, draft.id, number).data == texts[number - 1]
        part = definition_texts.history(session, draft.id, upto=52, at_most=3)
        assert [(one.number, one.data) for one in part] == [(n, texts[n - 1]) for n in (50, 51, 52)]
        assert definition_drafts.get(session, draft.id).text.data == texts[-1]


def test_a_draft_of_an_earlier_release_goes_on_with_steps(
    database: Database, clinic: Clinic
) -> None:
    with database.write() as session:
        draft = definition_drafts.begin(
            session, definition_drafts.QUESTIONNAIRE, "long", LONG, based_on=None,
            by=clinic.ada.id, now=later(1),
        )  # fmt: skip
        session.scalars(select(DefinitionText)).one().data = LONG  # as it was stored

    with database.write() as session:
        definition_drafts.save(
            session, draft.id, LONG + COWS, shown=1, by=clinic.ben.id, now=later(2)
        )

    with database.read() as session:
        found = definition_texts.history(session, draft.id)
    assert [one.data for one in found] == [LONG, LONG + COWS]
