"""Figures of a simulation as JSON and as text; the reading grade with pyphen's syllables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from screening.commands.reading import questionnaire_folder
from screening.core.answers import show_number
from screening.core.loading import load_packet
from screening.core.packet import Packet
from screening.core.packet_simulation import simulate_packet
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import SPARSE_ROWS, SPARSE_TICKS
from screening.core.reading_grade import grade, grades, patient_texts
from screening.core.simulation import ScoreSeen, Span, simulate
from screening.library_folder import load_folder

_BAR = 40  # signs of the longest bar of a histogram
_HARDEST = 5  # texts that are named


def packet_of(id_or_path: str) -> tuple[Packet | None, Mapping[str, Questionnaire]]:
    """The packet of that id or path, None when it is no packet; and the questionnaires at hand.

    Beside a packet's file lie its own questionnaires; they go before the shipped ones.
    raises  DefinitionErrors where the packet's file is wrong
    """
    library = load_folder(questionnaire_folder(), cases=False)
    path = Path(id_or_path)
    if not path.is_file() or path.resolve().parent.name != "packets":
        return library.packets.get(id_or_path), library.questionnaires
    beside = load_folder(path.resolve().parents[1], cases=False)
    packet = load_packet(id_or_path, path.read_bytes())
    return packet, {**library.questionnaires, **beside.questionnaires}


def of_questionnaire(
    questionnaire: Questionnaire, others: dict[str, Questionnaire], sets: int, seed: int
) -> dict[str, Any]:
    """What `simulate --json` prints of a questionnaire."""
    found = simulate(questionnaire, others, sets=sets, seed=seed)
    paths = {"shortest": found.shortest, "longest": found.longest}
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "sets": sets,
        "seed": seed,
        "scores": [_score(score) for score in found.scores],
        "items_never": list(found.items_never),
        "findings": [
            {"id": code, "raised": raised, "ask": ask}
            for code, (raised, ask) in found.findings.items()
        ],
        "paths": {name: {"count": len(p), "items": list(p)} for name, p in paths.items()},
        "minutes": {role: _span(one) for role, one in found.minutes.items()},
        "reading": _reading(questionnaire),
    }


def _score(seen: ScoreSeen) -> dict[str, Any]:
    return {
        "id": seen.code,
        "histogram": [{"value": value, "sets": count} for value, count in seen.values.items()],
        "incomplete": seen.incomplete,
        "bands": [{"set": s, "id": b, "sets": count} for (s, b), count in seen.bands.items()],
        "bands_never": [{"set": s, "id": b} for s, b in seen.bands_never],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"least": span.least, "middle": span.middle, "most": span.most}


def _reading(questionnaire: Questionnaire) -> dict[str, Any] | None:
    """None where nothing is for patients, or in a language that the formula was not made for."""
    texts = patient_texts(questionnaire)
    if not texts or not questionnaire.language.startswith("en"):
        return None
    return {
        "grade": grade("\n".join(text for _, text in texts), syllables),
        "items": [{"id": g.item_id, "grade": g.grade} for g in grades(questionnaire, syllables)],
    }


@cache
def _hyphens() -> Any:
    import pyphen  # reads its folder of languages, which no other command waits for

    return pyphen.Pyphen(lang="en_US", left=1, right=1)


def syllables(word: str) -> int:
    """Syllables of an English word, as its hyphens tell; a number counts as one."""
    return len(_hyphens().positions(word)) + 1


def of_packet(
    packet: Packet, questionnaires: Mapping[str, Questionnaire], sets: int, seed: int
) -> dict[str, Any]:
    """What `simulate --json` prints of a packet."""
    found = simulate_packet(packet, questionnaires, sets=sets, seed=seed)
    return {
        "packet": packet.id,
        "version": packet.version,
        "sets": sets,
        "sparse_sets": found.sparse_sets,
        "seed": seed,
        "entries": [
            {"questionnaire": entry.questionnaire, "pages": entry.pages, "sets": count}
            for entry, count in found.entries
        ],
        "absent": list(found.absent),
        "questions": {role: _span(one) for role, one in found.questions.items()},
        "screens": {role: _span(one) for role, one in found.screens.items()},
        "minutes": {role: _span(one) for role, one in found.minutes.items()},
        "minutes_unwell": {role: _span(one) for role, one in found.minutes_unwell.items()},
        "items_never": list(found.items_never),
        "bands_never": [{"score": c, "set": s, "id": b} for c, s, b in found.bands_never],
        "target": {"minutes": found.target, "kept": found.keeps_target},
    }


def questionnaire_text(found: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"{found['questionnaire']} {found['version']}: {found['sets']} random answer sets"]
    for score in found["scores"]:
        lines += _histogram(score)
    never = found["items_never"]
    lines.append(f"Items never asked: {', '.join(never) or 'none'}")
    unraised = [one["id"] for one in found["findings"] if not one["raised"]]
    lines.append(f"Findings never raised: {', '.join(unraised) or 'none'}")
    for name, path in found["paths"].items():
        lines.append(f"{name.capitalize()} path: {path['count']} items")
    lines += _spans("Minutes", found["minutes"])
    if (reading := found["reading"]) is not None:
        lines.append(f"Reading grade: {reading['grade']}")
        hard = (f"{one['id']} {one['grade']}" for one in reading["items"][:_HARDEST])
        lines.append(f"Hardest to read: {', '.join(hard)}")
    return "\n".join(lines)


def _histogram(score: dict[str, Any]) -> list[str]:
    rows = score["histogram"]
    most = max((row["sets"] for row in rows), default=1)
    lines = [f"{score['id']}: {score['incomplete']} sets incomplete"]
    for row in rows:
        bar = "#" * max(1, row["sets"] * _BAR // most)
        lines.append(f"  {show_number(row['value']):>7} {row['sets']:>7} {bar}")
    never = ", ".join(f"{band['set']}.{band['id']}" for band in score["bands_never"])
    return [*lines, f"  Bands never reached: {never or 'none'}"]


def packet_text(found: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"{found['packet']} {found['version']}: {found['sets']} random visits"]
    for one in found["entries"]:
        pages = f" ({', '.join(one['pages'])})" if one["pages"] else ""
        lines.append(f"  {one['questionnaire']}{pages}: in {one['sets']} of them")
    if found["absent"]:
        lines.append(f"Not at hand and passed over: {', '.join(found['absent'])}")
    lines.append(
        f"Paths and minutes are of the {found['sparse_sets']} visits with 1 to {SPARSE_TICKS} "
        f"ticks in a checklist and up to {SPARSE_ROWS} rows (an assumption without a source)."
    )
    lines += _spans("Questions", found["questions"])
    lines += _spans("Screens", found["screens"])
    lines += _spans("Minutes", found["minutes"])
    lines += _spans("Minutes when unwell", found["minutes_unwell"])[:1]
    lines.append(f"Items never asked: {', '.join(found['items_never']) or 'none'}")
    never = ", ".join(f"{b['score']} {b['set']}.{b['id']}" for b in found["bands_never"])
    lines.append(f"Bands never reached: {never or 'none'}")
    return "\n".join([*lines, *_target(found)])


def _target(found: dict[str, Any]) -> list[str]:
    """Whether half of the visits keep the minutes that the packet names."""
    target, middle = found["target"]["minutes"], found["minutes"]["patient"]["middle"]
    if target is None:
        return []
    kept = "kept" if found["target"]["kept"] else "NOT kept"
    return [f"Target, patient: {target} minutes, {kept}: half of those visits take up to {middle}"]


def _spans(what: str, by_role: dict[str, Any]) -> list[str]:
    return [
        f"{what}, {role}: {one['least']} to {one['most']}, half of them up to {one['middle']}"
        for role, one in by_role.items()
        if one["most"]
    ]
