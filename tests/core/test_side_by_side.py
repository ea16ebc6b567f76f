"""A translation beside its original: what is missing, behind and at fault."""

from __future__ import annotations

from screening.core.checks.fault import Fault
from screening.core.retelling import Slot
from screening.core.side_by_side import Row, Stage, rows_of, unplaced

TITLE, ABOUT, HINT = ("title",), ("about",), ("items", "a", "hint")
YES, NO = ("option_sets", "s", "yes"), ("option_sets", "s", "no")
SLOTS = (
    Slot(TITLE, "Pulse", "around"),
    Slot(ABOUT, "The pulse", "around"),
    Slot(YES, "Yes", "asked"),
    Slot(NO, "No", "asked"),
    Slot(HINT, "", "instead"),
)
TOLD = {TITLE: "Pulso", YES: "Sí", NO: "No"}
THEN = {TITLE: "Heart beat", YES: "Yes", NO: "No"}  # the original of the version before


def by_place(*args: object, **more: object) -> dict[tuple[str | int, ...], Row]:
    rows = rows_of(SLOTS, *args, **more)  # type: ignore[arg-type]
    return {row.place: row for row in rows}


def test_what_is_not_there_is_missing_where_it_must_be_told_and_free_where_it_may():
    rows = by_place(TOLD, [])

    assert {row.place: row.state for row in rows.values()} == {
        TITLE: "told", ABOUT: "missing", YES: "told", NO: "told", HINT: "free"
    }  # fmt: skip
    assert [row.to_do for row in rows.values()] == [False, True, False, False, False]


def test_a_wording_pack_needs_only_the_questions_and_their_answers():
    assert by_place(TOLD, [], published=True)[ABOUT].state == "free"


def test_a_text_is_behind_when_its_original_changed_since_it_was_written():
    rows = by_place(TOLD, [Stage(TOLD, THEN)])

    assert (rows[TITLE].state, rows[TITLE].was) == ("behind", "Heart beat")
    assert rows[YES].state == "told"


def test_a_text_that_was_changed_since_is_not_behind():
    rows = by_place({**TOLD, TITLE: "Pulso nuevo"}, [Stage(TOLD, THEN)])

    assert rows[TITLE].state == "told"


def test_a_text_is_as_old_as_the_oldest_version_that_holds_it_unchanged():
    first = {**THEN, TITLE: "Beat"}
    rows = by_place(TOLD, [Stage(TOLD, first), Stage(TOLD, THEN)])
    rewritten = by_place(TOLD, [Stage({**TOLD, TITLE: "Latido"}, first), Stage(TOLD, THEN)])

    assert rows[TITLE].was == "Beat"
    assert rewritten[TITLE].was == "Heart beat"


def test_saving_without_a_change_does_not_make_a_text_fit():
    # The last stage is the draft itself, for today's original.
    now = {slot.place: slot.text for slot in SLOTS}

    rows = by_place(TOLD, [Stage(TOLD, THEN), Stage(TOLD, now)])

    assert rows[TITLE].state == "behind"


def test_where_the_old_version_is_not_known_every_text_has_to_be_compared():
    rows = by_place(TOLD, [Stage(TOLD, None)])

    assert {row.state for row in rows.values() if row.text} == {"behind"}


def test_a_fault_stands_at_its_text_and_at_each_text_of_its_list():
    equal = Fault("equal_options", ("option_sets", "s"), "Two read alike.", "Change one.")
    other = Fault("missing_key", ("wording",), "“permission” is missing.", "Add it.")
    gap = Fault("missing_text", ABOUT, "“about” is missing.", "Write it.")

    rows = by_place(TOLD, [], [equal, other, gap])

    assert rows[YES].faults == rows[NO].faults == ("Two read alike. Change one.",)
    assert rows[YES].to_do
    assert rows[TITLE].faults == rows[ABOUT].faults == ()
    assert unplaced([equal, other, gap], rows.values()) == (other,)
