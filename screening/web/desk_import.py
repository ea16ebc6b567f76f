"""The day list by paste or file: who is expected today, each line taken or told what is wrong."""

from __future__ import annotations

from dataclasses import field
from difflib import SequenceMatcher
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import day_entries, patients
from screening.store.db import commit
from screening.store.patients import Identity, Patient
from screening.store.search_marks import searchable_name
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.day_list_text import ORDERS, DayList, Line, read_list
from screening.web.desk_forms import typed_fields
from screening.web.desk_records import note_read, today
from screening.web.guards import may
from screening.web.parts import parts

bp = Blueprint("day_lists", __name__, url_prefix="/day-list")

FORMS = "day_list"  # purpose of the form token
FIELDS = ("list", "order", "are-new")
ALIKE = 0.7  # from 0 to 1: Meyer and Maier, Jon and John
NOT_TEXT = "This file is not UTF-8 text. Save the list as “CSV UTF-8”, or paste it."
OTHER_BIRTH = "This record number belongs to somebody with another date of birth. Check both."
OTHER_NAME = (
    "Known here as {}, born the same day. If that is somebody else, take the line off today’s list "
    "and check the record number."
)


@dataclass(slots=True)
class Report:
    """What became of the list."""

    added: int = 0  # patients who were new
    listed: int = 0  # lines on today's list
    notes: list[tuple[int, str]] = field(default_factory=list)  # line number and words
    left: list[tuple[int, str, str]] = field(default_factory=list)  # with the line as it was typed
    near: bool = False  # whether a line waits for somebody to say that it is another person


@bp.get("/")
@may(Action.TAKE_DAY_LIST)
def form() -> ResponseReturnValue:
    """A place to paste a list."""
    return _page({"list": "", "order": "ymd"}, {}, None)


@bp.post("/")
@may(Action.TAKE_DAY_LIST)
def read() -> ResponseReturnValue:
    """Take the lines that can be taken; the others stay in the form, each with its reason."""
    typed = typed_fields(FIELDS)
    check_token(FORMS, cookies.STAFF)
    sent = _file()
    if sent is None:
        return _page(typed, {"file": NOT_TEXT}, None), 422
    typed["list"] = "\n".join(part for part in (typed["list"], sent) if part)
    packets = _packets()
    found = read_list(typed["list"], order=typed["order"], packets=packets, today=today())
    if isinstance(found, str):
        return _page(typed, {"list": found}, None), 422
    report = _take(found, are_new=bool(typed["are-new"]))
    commit(g.session)
    rest = [text for _, text, _ in report.left]
    typed["list"] = "\n".join(([found.head] if found.head and rest else []) + rest)
    return _page(typed, {}, report), 422 if rest else 200


@bp.post("/<uuid:entry_id>/off")
@may(Action.TAKE_DAY_LIST)
def take_off(entry_id: UUID) -> ResponseReturnValue:
    """Expect somebody no longer."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    day_entries.take_off(g.session, entry_id, site_id=g.account.site_id)
    commit(g.session)
    return redirect(url_for("desk.day_list"), 303)


def _take(found: DayList, *, are_new: bool) -> Report:
    report = Report()
    report.left = [(fault.number, fault.text, fault.problem) for fault in found.faults]
    for line in found.lines:
        _take_line(line, report, are_new=are_new)
    report.left.sort()
    day_entries.note_list(
        g.session, added=report.added, listed=report.listed, by=g.account.id, now=g.now
    )
    return report


def _take_line(line: Line, report: Report, *, are_new: bool) -> None:
    site = g.account.site_id
    known = patients.find_by_record(g.session, site, line.identity.record)
    if known is not None:
        note_read(known.id)
        if known.identity.born != line.identity.born:
            report.left.append((line.number, line.text, OTHER_BIRTH))
            return
        if (known.identity.family, known.identity.given) != (
            line.identity.family,
            line.identity.given,
        ):
            report.notes.append((line.number, OTHER_NAME.format(_name(known))))
    else:
        near = _near(line.identity)
        if near and not are_new:
            report.near = True
            report.left.append((line.number, line.text, _near_words(near)))
            return
        known = patients.add(g.session, site, line.identity, by=g.account.id, now=g.now)
        report.added += 1
    new = day_entries.expect(
        g.session, site, known.id, today(),
        time=line.time, packet_id=line.packet_id, by=g.account.id, now=g.now,
    )  # fmt: skip
    report.listed += 1
    if not new:
        report.notes.append((line.number, "Was on the list already."))


def _near(identity: Identity) -> list[Patient]:
    """People born on the same day with a name like this one."""
    born = patients.near_duplicates(g.session, g.account.site_id, identity.born)
    near = [one for one in born if _alike(one.identity, identity)]
    for one in near:
        note_read(one.id)
    return near


def _alike(one: Identity, other: Identity) -> bool:
    pairs = ((one.family, other.family), (one.given, other.given))
    return any(
        SequenceMatcher(None, searchable_name(a), searchable_name(b)).ratio() >= ALIKE
        for a, b in pairs
    )


def _near_words(near: list[Patient]) -> str:
    who = "; ".join(f"{_name(one)}, record {one.identity.record}" for one in near)
    return f"Somebody with this birth date and a name like this is here already: {who}."


def _name(patient: Patient) -> str:
    return f"{patient.identity.family}, {patient.identity.given}"


def _file() -> str | None:
    """The text of a file that was sent; empty without one, None when it is no text."""
    sent = request.files.get("file")
    if sent is None:
        return ""
    try:
        return sent.stream.read().decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None


def _packets() -> dict[str, str]:
    held = parts().shelf.current_packets(g.session).values()
    return {name.casefold(): packet.id for packet in held for name in (packet.id, packet.title)}


def _page(typed: dict[str, str], errors: dict[str, str], report: Report | None) -> str:
    return render_template(
        "desk/day_lists/form.html", typed=typed, errors=errors, report=report, orders=ORDERS
    )
