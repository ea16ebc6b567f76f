"""The form of a packet: which questionnaires, in which order, asked when, and a usual visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from screening.core.condition import Condition
from screening.core.condition_sentence import condition_sentence
from screening.core.packet import Entry, Packet
from screening.core.questionnaire import Questionnaire
from screening.core.written import plain
from screening.web.text_fields import (
    Area,
    Choices,
    Line,
    Names,
    Part,
    Pick,
    Rows,
    Tree,
    as_text,
)

TYPICAL: Sequence[Part] = (
    Line(
        "item", "Question", "Questionnaire and question by name, as in substance_use.shop_products."
    ),
    Names(
        "answer",
        "Answer",
        "An option by name, several with commas between them, or a number.",
        True,
    ),
)
FILLED_IN_BY = {"patient": "patient", "clinician": "clinician", "either": "patient or clinician"}


def told_apart(questionnaires: Mapping[str, Questionnaire]) -> Choices:
    """Questionnaires to choose from by title; two of one title differ in id or in who answers."""
    told = [
        (one.id, f"{one.title} ({one.id}, by the {FILLED_IN_BY[one.rated_by]})")
        for one in questionnaires.values()
    ]
    return tuple(sorted(told, key=lambda one: one[1].casefold()))


def packet_form(
    packets: Sequence[Packet],
    questionnaires: Mapping[str, Questionnaire],
    leaflets: Mapping[str, str],
) -> Sequence[Part]:
    """The entries of a packet in their order.

    packets          the versions that are edited: their conditions can be chosen, and no others
    questionnaires   by id
    leaflets         titles of the known ones by id
    """
    names = told_apart(questionnaires)
    entries = [entry for packet in packets for entry in packet.entries]
    words, means = _conditions(entries, questionnaires)

    def heading(row: Tree) -> str:
        found = questionnaires.get(str(row.get("questionnaire", "")))
        pages = row.get("pages") or ()
        some = f", {'page' if len(pages) == 1 else 'pages'} {', '.join(pages)}" if pages else ""
        return f"{found.title}{some}" if found else ""

    used = dict.fromkeys(entry.questionnaire for entry in entries)
    pages = "; ".join(
        f"{questionnaires[name].title}: {', '.join(page.id for page in questionnaires[name].pages)}"
        for name in used
        if name in questionnaires
    )
    entry: Sequence[Part] = (
        Pick("questionnaire", "Questionnaire", names),
        Names("pages", "Pages", "Empty: all of them. Names with commas between them."),
        Pick("when", "Asked", words, means=means),
        Line("not_within_days", "Not again within this many days (may be empty)",
             needed=False, at_most=4, short=True),
    )  # fmt: skip
    return (
        Line("title", "Title"),
        Area("about", "What it is for (may be empty)", needed=False),
        Pick(
            "review",
            "Before sending",
            (("yes", "the patient checks all answers"), ("no", "it is sent without a check")),
        ),
        Line("minutes", "Minutes that the patient’s part should take (may be empty)",
             needed=False, at_most=5, short=True),
        Pick("leaflet", "Leaflet at the end",
             (("", "none"), *((one, f"{title} ({one})") for one, title in leaflets.items()))),
        Rows("entries", "Questionnaires in their order", "questionnaire", entry,
             f"Pages by name. {pages}.", names,
             lambda chosen, _: {"questionnaire": chosen}, heading),
        Rows("typical", "The visit that the minutes are for", "answer", TYPICAL,
             "The answers of a usual patient that are not No, none of these or the least.",
             heading=lambda row: _question(row, questionnaires), needed=False),
    )  # fmt: skip


def _question(row: Tree, questionnaires: Mapping[str, Questionnaire]) -> str:
    """What is asked in a row of the typical visit, in short; empty where there is no such thing."""
    owner, _, name = str(row.get("item", "")).partition(".")
    found = questionnaires.get(owner)
    item = found.item(name) if found and found.has_item(name) else None
    return (item.short or item.text) if item else ""


def _conditions(
    entries: Sequence[Entry], questionnaires: Mapping[str, Questionnaire]
) -> tuple[Choices, dict[str, Any]]:
    """Each condition once, in words, and what it is in the file."""
    words: list[tuple[str, str]] = [("", "always")]
    means: dict[str, Any] = {}
    for entry in entries:
        if entry.when is not None and (tree := condition_tree(entry.when)) not in means.values():
            name = f"c{len(means) + 1}"
            means[name] = tree
            words.append((name, f"only if {condition_sentence(entry.when, questionnaires)}"))
    return tuple(words), means


def condition_tree(condition: Condition) -> Any:
    """The condition as a file has it."""
    return as_text(plain(condition))
