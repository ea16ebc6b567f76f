"""A file on its way into use: its own faults, its step, and what it would bring to others."""

from __future__ import annotations

import dataclasses

from screening.core.judging import InUse, judge
from screening.core.loading import load_packet, load_stored

SLEEP = b"""\
id: sleep
version: 1.0.0
title: Sleep
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none, note: Made up.}}
option_sets:
  yes_no: [{id: yes, text: "Yes"}, {id: no, text: "No"}]
pages:
  - id: page
    title: Page
    items:
      - {id: bad, text: Bad nights?, type: choice, options: yes_no}
"""
MOOD = (
    SLEEP.replace(b"sleep", b"mood")
    .replace(b"option_sets:", b"uses: [sleep.bad]\noption_sets:")
    .replace(b"{id: bad,", b"{id: low, enable_when: {sleep.bad: yes},")
)
LAME = MOOD.replace(b"sleep.bad", b"sleep.gone")
PACKET = b"""\
id: both
version: 1.0.0
title: Both
entries:
  - questionnaire: sleep
  - {questionnaire: mood, when: {sleep.bad: yes}}
"""
FILES = {"mood": ("mood 1.0.0", MOOD), "both": ("both 1.0.0", PACKET)}
IN_USE = InUse(
    before=load_stored("sleep", SLEEP),
    others={"mood": load_stored("mood", MOOD)},
    packets=[load_packet("both", PACKET)],
    clinic=(),
    references=None,
    file_of=FILES.__getitem__,
)
NEXT = SLEEP.replace(b"1.0.0", b"1.0.1")


def test_a_file_that_fits_has_no_fault() -> None:
    judged = judge("sleep", NEXT.replace(b"Bad nights", b"Poor nights"), IN_USE)

    assert judged.questionnaire is not None
    assert judged.all_faults == ()


def test_what_others_would_lack_is_told_in_their_files() -> None:
    judged = judge(
        "sleep", NEXT.replace(b"id: yes", b"id: often").replace(b"1.0.1", b"2.0.0"), IN_USE
    )

    assert judged.questionnaire is not None
    assert judged.faults == ()
    assert [(fault.path, fault.line) for fault in judged.elsewhere] == [
        ("mood 1.0.0", 13), ("both 1.0.0", 6),
    ]  # fmt: skip


def test_what_was_wrong_with_others_before_is_not_this_files_doing() -> None:
    files = FILES | {"mood": ("mood 1.0.0", LAME)}
    in_use = dataclasses.replace(
        IN_USE, others={"mood": load_stored("mood", LAME)}, file_of=files.__getitem__
    )

    assert judge("sleep", NEXT, in_use).all_faults == ()


def test_a_change_of_items_under_a_patch_is_a_fault_of_the_file() -> None:
    more = NEXT.replace(
        b"      - {id: bad", b"      - {id: new, text: New?, type: text}\n      - {id: bad"
    )

    judged = judge("sleep", more, IN_USE)

    assert judged.questionnaire is not None
    assert [(fault.code, fault.line) for fault in judged.faults] == [("version_too_small", 2)]


def test_another_id_is_a_fault_where_one_is_wanted() -> None:
    other = NEXT.replace(b"id: sleep", b"id: rest")

    assert [f.code for f in judge("sleep", other, IN_USE, wanted_id="sleep").faults] == ["other_id"]


def test_a_file_at_fault_is_told_what_it_lacks_of_others_as_well() -> None:
    lame = LAME.replace(b"title: Page", b"titel: Page")
    in_use = dataclasses.replace(IN_USE, before=None, others={"sleep": load_stored("sleep", SLEEP)})

    judged = judge("mood", lame, in_use)

    assert judged.questionnaire is None
    told = [fault.problem for fault in judged.faults]
    assert "There is no “sleep.gone”." in told
    assert "“titel” is not a key of this place." in told


def test_a_new_questionnaire_does_not_take_the_id_of_a_packet() -> None:
    new = dataclasses.replace(IN_USE, before=None, others={**IN_USE.others, "sleep": IN_USE.before})

    judged = judge("new", MOOD.replace(b"id: mood", b"id: both"), new)

    assert [(fault.code, fault.line, fault.column) for fault in judged.all_faults] == [
        ("doubled_id", 1, 5)
    ]
    assert "“both” is the id of a packet." in judged.faults[0].problem
