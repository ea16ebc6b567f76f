"""Figures of a packet's simulation as JSON and as text: its typical visit, and random ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from screening.commands.given import questionnaire_folder
from screening.commands.simulating import span_json, spans
from screening.core.answers import show_number
from screening.core.checks.typical import check_typical
from screening.core.effort import SECONDS, UNWELL
from screening.core.loading import load_packet, place_faults
from screening.core.packet import Packet
from screening.core.packet_simulation import simulate_packet
from screening.core.questionnaire import Questionnaire
from screening.core.random_answers import SPARSE_ROWS, SPARSE_TICKS
from screening.core.simulation import ROLES, minutes
from screening.core.typical_visit import TypicalVisit
from screening.errors import DefinitionErrors
from screening.library_folder import load_folder


def packet_of(id_or_path: str) -> tuple[Packet | None, Mapping[str, Questionnaire]]:
    """The packet of that id or path, None when it is no packet; and the questionnaires at hand.

    Beside a packet's file lie its own questionnaires; they go before the shipped ones.
    raises  DefinitionErrors where the packet's file is wrong, or its typical visit
    """
    library = load_folder(questionnaire_folder(), cases=False)
    path = Path(id_or_path)
    if not path.is_file() or path.resolve().parent.name != "packets":
        return library.packets.get(id_or_path), library.questionnaires
    beside = load_folder(path.resolve().parents[1], cases=False)
    data, known = path.read_bytes(), {**library.questionnaires, **beside.questionnaires}
    packet = load_packet(id_or_path, data)
    if faults := list(check_typical(packet, known)):
        raise DefinitionErrors(place_faults(id_or_path, data, faults))
    return packet, known


def of_packet(
    packet: Packet, questionnaires: Mapping[str, Questionnaire], sets: int, seed: int
) -> dict[str, Any]:
    """What `simulate --json` prints of a packet."""
    found = simulate_packet(packet, questionnaires, sets=sets, seed=seed)
    typical = found.typical
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
        "typical": None if typical is None else _typical(typical),
        "questions": {role: span_json(one) for role, one in found.questions.items()},
        "screens": {role: span_json(one) for role, one in found.screens.items()},
        "minutes": {role: span_json(one) for role, one in found.minutes.items()},
        "minutes_unwell": {role: span_json(one) for role, one in found.minutes_unwell.items()},
        "items_never": list(found.items_never),
        "bands_never": [{"score": c, "set": s, "id": b} for c, s, b in found.bands_never],
        "target": {
            "minutes": packet.minutes,
            "kept": None if typical is None else typical.keeps_target,
            "kept_exactly": None if typical is None else typical.keeps_exactly,
        },
    }


def _typical(visit: TypicalVisit) -> dict[str, Any]:
    way = visit.way
    return {
        "answers": [
            {"item": one.item, "answer": list(one.answer)} for one in visit.packet.typical or ()
        ],
        "never_asked": list(visit.never_asked),
        "questions": dict(way.questions),
        "screens": dict(way.screens),
        "kinds": {role: dict(way.kinds[role]) for role in ROLES},
        "seconds": dict(way.seconds),
        "minutes": {role: minutes(way.seconds[role]) for role in ROLES},
        "minutes_unwell": minutes(round(UNWELL * way.seconds["patient"])),
    }


def packet_text(found: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"{found['packet']} {found['version']}: {found['sets']} random visits"]
    for one in found["entries"]:
        pages = f" ({', '.join(one['pages'])})" if one["pages"] else ""
        lines.append(f"  {one['questionnaire']}{pages}: in {one['sets']} of them")
    if found["absent"]:
        lines.append(f"Not at hand and passed over: {', '.join(found['absent'])}")
    if found["typical"] is not None:
        lines += _typical_lines(found["typical"])
    lines.append(
        f"What follows is of the {found['sparse_sets']} random visits with 1 to {SPARSE_TICKS} "
        f"ticks in a checklist and up to {SPARSE_ROWS} rows (an assumption without a source); "
        "with gates opened at random they show what a visit with much to tell takes."
    )
    lines += spans("Questions", found["questions"])
    lines += spans("Screens", found["screens"])
    lines += spans("Minutes", found["minutes"])
    lines += spans("Minutes when unwell", found["minutes_unwell"])[:1]
    lines.append(f"Items never asked: {', '.join(found['items_never']) or 'none'}")
    never = ", ".join(f"{b['score']} {b['set']}.{b['id']}" for b in found["bands_never"])
    lines.append(f"Bands never reached: {never or 'none'}")
    return "\n".join([*lines, *_target(found)])


def _typical_lines(typical: dict[str, Any]) -> list[str]:
    lines = ["Typical visit: No, none of these or the least, but for"]
    lines += [f"  {one['item']}: {', '.join(one['answer'])}" for one in typical["answers"]]
    if typical["never_asked"]:
        lines.append(f"Answers of it that nobody is asked for: {', '.join(typical['never_asked'])}")
    for role in ROLES:
        if typical["questions"][role]:
            kinds = typical["kinds"][role]
            parts = (f"{kinds[k]} x {k} ({SECONDS[k]} s)" for k in SECONDS if k in kinds)
            lines += [
                f"Typical visit, {role}: {typical['questions'][role]} questions on "
                f"{typical['screens'][role]} screens, {typical['minutes'][role]} minutes",
                f"  {', '.join(parts)}: {typical['seconds'][role]} s",
            ]
    return [*lines, f"Typical visit, patient, when unwell: {typical['minutes_unwell']} minutes"]


def _target(found: dict[str, Any]) -> list[str]:
    """Whether the typical visit keeps the minutes that the packet names, and what others take."""
    target, typical = found["target"], found["typical"]
    if target["minutes"] is None:
        return []
    least = show_number(target["minutes"])
    if typical is None:
        return [f"Target, patient: {least} minutes, held to nothing: write `typical` in the packet"]
    kept = "kept" if target["kept"] else "NOT kept"
    if target["kept"] and not target["kept_exactly"]:
        kept += " (to the digits of the target)" if "." in least else " (to the whole minute)"
    spread = found["minutes"]["patient"]
    return [
        f"Target, patient: {typical['minutes']['patient']} minutes, target {least}: {kept}; random "
        f"visits take up to {spread['middle']} in the middle and {spread['most']} at the longest"
    ]
