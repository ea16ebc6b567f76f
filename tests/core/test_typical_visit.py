"""The visit that a packet's minutes are for: what a file may say of it, and how it goes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from screening.core.documents import read_document
from screening.core.loading import load_packet, load_questionnaire
from screening.core.packet import Packet
from screening.core.simulation import VISIT
from screening.core.typical_answers import TypicalDrawer
from screening.core.typical_visit import TypicalVisit, typical_visit
from screening.library_folder import load_folder
from tests.core import test_packet

TINY = sorted(Path(test_packet.PAGED).parent.glob("*.yaml"))
LIBRARY = load_folder(test_packet.PAGED)
TIRED = "  - {item: health.tired, answer: yes}\n"
WRITTEN = f"{test_packet.PACKET}typical:\n{TIRED}"


def packet(text: str = WRITTEN, **changed: Any) -> Packet:
    return load_packet("first.yaml", text.encode()).model_copy(update=changed)


def visit_of(found: Packet) -> TypicalVisit:
    visit = typical_visit(found, LIBRARY.questionnaires)
    assert visit is not None
    return visit


def test_a_packet_with_a_typical_visit_is_sound() -> None:
    assert test_packet.faults_of(WRITTEN) == []


@pytest.mark.parametrize(
    ("sound", "wrong", "code", "says"),
    [
        (f"typical:\n{TIRED}", "§typical: []\n", "empty", ""),
        ("health.tired, a", "§health.tyred, a", "unknown_item", "Did you mean “health.tired”?"),
        ("health.tired, a", "§tired, a", "unknown_item", "health.tired"),
        ("health.tired, a", "§sleep.tired, a", "unknown_item", ""),
        ("answer: yes}", "answer: §yess}", "unknown_option", "Did you mean “yes”?"),
        ("answer: yes}", "§answer: [yes, no]}", "answer_unfit", "Choose one of the answers"),
        ("answer: yes}", "§answer: []}", "empty", ""),
        (TIRED, f"{TIRED}  - {{item: §health.tired, answer: no}}\n", "doubled_id", "twice"),
        (TIRED, "  - §{item: health.tired}\n", "missing_key", "answer"),
        ("item: h", "§itm: health.fit, item: h", "unknown_key", "Did you mean “item”?"),
    ],
)
def test_faults_of_a_typical_visit_are_told_where_they_stand(
    sound: str, wrong: str, code: str, says: str
) -> None:
    head, _, tail = WRITTEN.rpartition(sound)
    before = head + wrong.partition("§")[0]
    place = f"{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"

    found = test_packet.faults_of(head + wrong.replace("§", "") + tail)

    assert [one for one in found if one.startswith(f"{place} {code}:") and says in one]


def test_what_the_packet_does_not_bring_cannot_be_answered() -> None:
    (found,) = test_packet.faults_of(WRITTEN.replace("[now, seen]", "[now]") + PALE)

    assert " page_not_brought:" in found
    assert "“health.pale” stands on the page “seen”" in found


PALE = "  - {item: health.pale, answer: no}\n"


@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("measured", "4", None),
        ("measured", "9999999", "answer_unfit"),
        ("measured", "many", "answer_unfit"),
        ("written", "words", "answer_unfit"),
        ("picked", "[one, two]", None),
        ("picked", "[one, none]", "answer_unfit"),
    ],
)
def test_numbers_keep_to_their_range_and_texts_are_not_chosen(
    item: str, answer: str, code: str | None
) -> None:
    found = test_packet.faults_of_files(
        {
            "kinds.yaml": KINDS,
            "packets/kinds.yaml": OF_KINDS + f"typical: [{{item: kinds.{item}, answer: {answer}}}]",
        }
    )

    assert [one.split()[1] for one in found] == ([f"{code}:"] if code else [])


KINDS = """\
id: kinds
version: 1.0.0
title: Kinds
rated_by: patient
instrument: {wording: own, licence: own work, evidence: {grade: none}}
pages:
  - id: all
    title: All
    items:
      - {id: measured, text: M, type: integer, min: 2, max: 7}
      - {id: written, text: W, type: text}
      - id: picked
        text: P
        type: choices
        options: [{id: one, text: One}, {id: two, text: Two}, {id: none, text: No, exclusive: yes}]
"""
OF_KINDS = "id: all\nversion: 1.0.0\ntitle: All\nentries: [{questionnaire: kinds}]\n"


def test_what_is_named_is_answered_so_and_all_else_plainly() -> None:
    visit = visit_of(packet())

    # tired opens sleep, and the naps of another questionnaire; nobody is very sick or low
    assert visit.way.asked == [
        "sick.very_sick", "health.fit", "health.pale", "health.tired", "health.slept",
        "health.low", "health.harm", "rest.weary", "rest.naps",
    ]  # fmt: skip
    assert visit.way.questions == {"patient": 7, "clinician": 1}  # weary is served by tired
    assert visit.way.screens == {"patient": 8, "clinician": 1}  # the review
    # very_sick, fit, tired, slept, naps of 8 s; low and harm of 7 s
    assert visit.way.seconds["patient"] == 5 * 8 + 2 * 7
    assert visit.never_asked == ()


def test_an_answer_that_nobody_is_asked_for_is_named() -> None:
    visit = visit_of(packet(WRITTEN.replace("tired, answer: yes", "slept, answer: yes")))

    assert visit.never_asked == ("health.slept",)


def test_a_packet_that_tells_of_no_typical_visit_has_none() -> None:
    assert typical_visit(packet(test_packet.PACKET), LIBRARY.questionnaires) is None


@pytest.mark.parametrize(
    ("minutes", "kept", "exactly"),
    [
        ("1", True, True),  # 54 s
        ("0.9", True, True),
        ("0.8", False, False),
        ("0.90", True, True),
        ("0.89", False, False),
        (None, None, None),
    ],
)
def test_the_target_is_held_to_the_digits_it_is_written_with(
    minutes: str | None, kept: bool | None, exactly: bool | None
) -> None:
    visit = visit_of(packet(minutes=None if minutes is None else Decimal(minutes)))

    assert (visit.keeps_target, visit.keeps_exactly) == (kept, exactly)


def test_half_a_minute_more_than_whole_ones_is_a_minute_more() -> None:
    visit = visit_of(packet(minutes=Decimal(1)))

    for seconds, kept, exactly in ((60, True, True), (89, True, False), (90, False, False)):
        visit.way.kinds["patient"].clear()
        visit.way.kinds["patient"].update(_of_seconds(seconds))
        assert (visit.keeps_target, visit.keeps_exactly) == (kept, exactly)


def _of_seconds(seconds: int) -> Mapping[Any, int]:
    """Kinds that come to so many seconds: 5 s rows and 7 s items."""
    sevens = next(n for n in range(5) if (seconds - 7 * n) % 5 == 0)
    return {"scale item": sevens, "grid row": (seconds - 7 * sevens) // 5}


@pytest.mark.parametrize("path", TINY, ids=lambda path: path.stem)
def test_plain_answers_are_taken_by_the_reader_whatever_the_feature(path: Path) -> None:
    if "." in path.stem:
        return  # a translation
    questionnaire = load_questionnaire(str(path), path.read_bytes(), cases=False)

    document = TypicalDrawer({}, VISIT).document(questionnaire, {})

    read = read_document(questionnaire, document, visit=VISIT)
    assert set(read) == {item.id for item in questionnaire.items}
