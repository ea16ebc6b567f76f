"""The hand-over: every state with every event, spelled out a second time by hand."""

import ast
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from screening.store import hand_over, kiosk_access, models, sittings
from screening.store.db import Database
from screening.store.errors import OutOfTurn
from screening.store.hand_over import ON_A_TABLET, OVER, TABLE, Event, SittingState, after, apply
from tests.store.builders import CLEO, NOW, Clinic

STORE = Path(hand_over.__file__).parents[1]
ALWAYS = "code_made>code handed_over>confirm visit_over>locked day_over>not_finished"
ALLOWED = {
    "locked": ALWAYS,
    "code": f"{ALWAYS} code_typed>confirm",
    "confirm": f"{ALWAYS} put_down>paused birth_wrong>confirm tries_spent>locked"
    " birth_right>consent",
    "consent": f"{ALWAYS} put_down>paused consent_passed>answering consent_refused>locked",
    "answering": f"{ALWAYS} put_down>paused answer_kept>answering all_answered>review stopped>held",
    "review": f"{ALWAYS} put_down>paused answer_kept>answering all_answered>review"
    " stopped>held sent>handed_back",
    "held": f"{ALWAYS} put_down>paused may_go_on>answering",
    "paused": ALWAYS,
    "handed_back": "",
    "not_finished": "",
}
EVERY = list(product(SittingState, Event))


def wanted(state: str, event: str) -> str | None:
    """Where the event leads by the list above; None where it is refused."""
    return dict(step.split(">") for step in ALLOWED[state].split()).get(event)


def reached(state: SittingState, event: Event) -> str | None:
    try:
        return after(state, event)
    except OutOfTurn:
        return None


def a_row(state: SittingState) -> models.Sitting:
    return models.Sitting(state=state, code_hash="c", token_hash="t")


@pytest.mark.parametrize(("state", "event"), EVERY)
def test_each_event_leads_from_each_state_where_it_should(
    state: SittingState, event: Event
) -> None:
    assert reached(state, event) == wanted(state, event)


def test_the_walk_notices_a_table_that_lets_too_much_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loose = {**TABLE, SittingState.HANDED_BACK: {Event.CODE_TYPED: SittingState.CONFIRM}}
    monkeypatch.setattr(hand_over, "TABLE", loose)

    wrong = [pair for pair in EVERY if reached(*pair) != wanted(*pair)]

    assert wrong == [(SittingState.HANDED_BACK, Event.CODE_TYPED)]


@pytest.mark.parametrize(("state", "event"), EVERY)
def test_a_refused_event_changes_nothing_of_a_sitting(state: SittingState, event: Event) -> None:
    row = a_row(state)

    if wanted(state, event) is not None:
        apply(row, event)
        assert row.state == wanted(state, event)
        return
    with pytest.raises(OutOfTurn):
        apply(row, event)
    assert (row.state, row.code_hash, row.token_hash) == (state, "c", "t")


@pytest.mark.parametrize(("state", "event"), EVERY)
def test_a_token_lives_on_a_tablet_only_and_a_code_in_its_state_only(
    state: SittingState, event: Event
) -> None:
    row = a_row(state)
    if wanted(state, event) is None:
        return
    apply(row, event)

    assert (row.token_hash is None) == (row.state not in ON_A_TABLET)
    assert (row.code_hash is None) == (row.state != SittingState.CODE)


def test_what_is_over_leads_nowhere_and_everything_else_can_end() -> None:
    for state in SittingState:
        assert (TABLE[state] == {}) == (state in OVER)
        assert state in OVER or Event.DAY_OVER in TABLE[state]


def test_no_other_module_gives_a_sitting_its_state() -> None:
    assert _assigned_states() == {"store/hand_over.py": 1, "store/encounters.py": 2,
                                  "store/responses.py": 1, "store/erasures.py": 1,
                                  "store/erasing.py": 1}  # fmt: skip


def _assigned_states() -> Mapping[str, int]:
    """How often an attribute `state` is written, by file; visits and others have theirs."""
    found: dict[str, int] = {}
    for path in STORE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                if node.attr == "state":
                    name = path.relative_to(STORE).as_posix()
                    found[name] = found.get(name, 0) + 1
    return found


def test_consent_stands_between_the_birth_date_and_the_questions_where_it_is_asked_for(
    database: Database, clinic: Clinic
) -> None:
    born = {"day": CLEO.born.day, "month": CLEO.born.month, "now": NOW}
    with database.write() as session:
        sitting = kiosk_access.hand_over(
            session, clinic.encounter.id, token="t" * 43, language="en", by=clinic.ada.id, now=NOW
        )
        asked = sittings.confirm_birth(session, sitting.id, consent_asked=True, **born)
        with pytest.raises(OutOfTurn):
            sittings.note_answer(session, sitting.id, all_answered=False)

    assert asked.state == SittingState.CONSENT


def test_answers_are_sent_from_the_review_only(database: Database, clinic: Clinic) -> None:
    with database.write() as session:
        sitting = kiosk_access.hand_over(
            session, clinic.encounter.id, token="t" * 43, language="en", by=clinic.ada.id, now=NOW
        )
        sittings.confirm_birth(
            session, sitting.id, day=CLEO.born.day, month=CLEO.born.month, now=NOW
        )
        with pytest.raises(OutOfTurn):
            sittings.finish(session, sitting.id, now=NOW)
        sittings.note_answer(session, sitting.id, all_answered=True)
        sittings.note_answer(session, sitting.id, all_answered=False)
        with pytest.raises(OutOfTurn):
            sittings.finish(session, sitting.id, now=NOW)
        sittings.note_answer(session, sitting.id, all_answered=True)

        assert sittings.finish(session, sitting.id, now=NOW).state == SittingState.HANDED_BACK
