"""Packets with pages: what a file may say of them, whose turn comes, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from screening.core.answers import Answer, Missing
from screening.core.evaluation import Evaluation
from screening.core.library import Library, SourceFile, build_library, kind_of
from screening.core.turns import Turns
from screening.library_folder import load_folder

PAGED = Path(__file__).resolve().parents[1] / "definitions" / "paged"
PACKET = (PAGED / "packets" / "first.yaml").read_text(encoding="utf-8")
LATELY = "  - questionnaire: health\n    pages: [lately]\n    when: {sick.very_sick: no}\n"
# One item of the page “lately” on a page of its own, where it still waits for the other.
NIGHT = (PAGED / "health.yaml").read_text(encoding="utf-8").replace(
    "      - {id: slept,", "  - id: night\n    title: Night\n    items:\n      - {id: slept,"
)  # fmt: skip


def of_night(pages: str) -> str:
    """The packet with these pages in the place of “lately”."""
    return PACKET.replace("pages: [lately]", pages).replace("health.tired", "sick.x")


@pytest.fixture(scope="module")
def paged() -> Library:
    """Four questionnaires and two packets that bring some pages of them."""
    found = load_folder(PAGED)
    assert found.faults == ()
    return found


def faults_of(packet: str) -> list[str]:
    """The faults of the packet beside its questionnaires: line, column, code."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in PAGED.glob("*.yaml")}
    return faults_of_files({**texts, "packets/first.yaml": packet})


def faults_of_files(texts: dict[str, str]) -> list[str]:
    """The same of the last of these files."""
    files = tuple(SourceFile(name, t.encode(), kind_of(name)) for name, t in texts.items())
    found = build_library(files, cases=False).files[-1]
    return [f"{fault.line}:{fault.column} {fault.code}: {fault}" for fault in found.faults]


@pytest.mark.parametrize(
    ("sound", "wrong", "code", "says"),
    [
        ("pages: [lately]", "pages: [§latly]", "unknown_page", "Did you mean “lately”?"),
        ("pages: [lately]", "§pages: []", "empty", ""),
        ("pages: [lately]", "pages: [§now, lately]", "page_twice", "an earlier entry as well"),
        ("pages: [lately]", "pages: [lately, §lately]", "page_twice", "twice in this entry"),
        (
            "- questionnaire: rest",
            "- questionnaire: §health",
            "page_twice",
            "without `pages` brings all",
        ),
        ("{health.tired: yes}", "{§health.pail: yes}", "unknown_item", "health.pale"),
        ("sick.very_sick: no}\n  - ", "§health.tired: no}\n  - ", "asked_later", "“lately”"),
        ("{sick.very_sick: no}\n    not", "{§health.low: none}\n    not", "asked_later", "“mood”"),
        ("minutes: 0.5", "minutes: §0", "out_of_bounds", "how many the patient may need"),
        ("minutes: 0.5", "minutes: §soon", "not_a_number", ""),
        ("minutes: 0.5", "§minuts: 1", "unknown_key", "Did you mean “minutes”?"),
        ("pages: [now, seen]", "pages: [now]", None, ""),
    ],
)
def test_a_packet_names_pages_that_exist_once_and_in_time(
    sound: str, wrong: str, code: str | None, says: str
) -> None:
    marked = PACKET.replace(sound, wrong, 1)
    before = marked.partition("§")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1

    found = faults_of(marked.replace("§", ""))

    if code is None:
        assert found == []
    else:
        assert [one for one in found if one.startswith(f"{line}:{column} {code}:") and says in one]


def test_an_entry_cannot_wait_for_a_page_that_does_not_come() -> None:
    assert LATELY in PACKET

    dropped = PACKET.replace(LATELY, "")
    line = dropped.partition("{health.tired")[0].count("\n") + 1

    (found,) = faults_of(dropped)

    assert found.startswith(f"{line}:12 page_not_brought:")
    assert "Bring “lately” in an earlier entry" in found


def test_a_page_that_waits_for_one_that_does_not_come_is_nobodys() -> None:
    files = {"health.yaml": NIGHT, "packets/first.yaml": of_night("pages: [night]")}
    source = tuple(SourceFile(n, t.encode(), kind_of(n)) for n, t in files.items())

    faults = build_library(source, cases=False).faults

    (found,) = (fault for fault in faults if fault.code == "page_never_asked")
    assert "the patient on the page “night”" in found.problem
    assert "Bring “lately”" in found.fix


def turns(paged: Library, packet: str, resting: frozenset = frozenset(), **given: str) -> Turns:
    """The entries beside some answers, written as questionnaire__item=option."""
    known = {ref.replace("__", "."): Answer(ref.replace("__", "."), v) for ref, v in given.items()}
    held = paged.questionnaires
    facts = {
        name: Evaluation(
            one,
            {**known, **{k.partition(".")[2]: replace(v, item_id=k.partition(".")[2])
                         for k, v in known.items() if k.startswith(f"{name}.")}},
        )
        for name, one in held.items()
    }  # fmt: skip
    return Turns(paged.packets[packet], held, facts, resting)


def asked(found: Turns, role: str, *, perhaps: bool = False) -> list[str]:
    return [page.id for _, page in found.pages(role, perhaps=perhaps)]


def test_each_entry_brings_its_pages_in_the_order_of_the_packet(paged: Library) -> None:
    found = turns(paged, "first", sick__very_sick="no", health__tired="no")

    assert asked(found, "patient") == ["gate", "now", "seen", "lately", "mood"]


def test_a_page_waits_for_its_entry_and_is_open_until_that_can_be_told(paged: Library) -> None:
    health = paged.questionnaires["health"]
    unknown = turns(paged, "first")
    sick = turns(paged, "first", sick__very_sick="yes")

    assert asked(unknown, "patient") == ["gate", "now", "seen"]
    assert "lately" in asked(unknown, "clinician", perhaps=True)
    assert not unknown.leaves_out(health, health.item("tired"))
    assert sick.leaves_out(health, health.item("tired"))
    assert not sick.leaves_out(health, health.item("fit"))


def test_an_entry_that_rests_for_one_rater_is_left_out_for_that_one_alone(paged: Library) -> None:
    health = paged.questionnaires["health"]
    found = turns(paged, "again", resting=frozenset({(0, "patient")}))

    assert asked(found, "patient") == ["now", "rest"]
    assert asked(found, "clinician") == ["mood", "now", "rest"]
    assert found.leaves_out(health, health.item("low"))  # the patient's alone
    assert found.leaves_out(health, health.item("pale"))  # on a page that no entry brings


def test_what_waits_only_for_what_is_not_asked_is_not_asked_either(paged: Library) -> None:
    held = paged.questionnaires
    known = {"health.tired": Missing("health.tired", "not_asked")}
    facts = {name: Evaluation(one, known) for name, one in held.items()}

    found = Turns(paged.packets["first"], held, facts)

    assert found.comes(4, "patient") is False  # when: {health.tired: yes}
    assert turns(paged, "first").comes(4, "patient") is None
