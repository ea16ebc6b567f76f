"""How the clinician's rating sheet is built from what was posted, and shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import g, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from screening.core.answers import Setting
from screening.core.moments import Moment
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.security.kiosk_tokens import new_form_key
from screening.store import accounts
from screening.store.encounters import Encounter
from screening.web.controls import Control
from screening.web.course import Course
from screening.web.csrf import FIELD, TokenMeta
from screening.web.desk_records import patient_of
from screening.web.forms import ItemField, ItemsForm, faults_of
from screening.web.plain_values import save_number
from screening.web.rating import Sheet
from screening.web.sections import Section
from screening.web.typed import Form

PURPOSE = "clinician.rating"
ACTS = ("send", "save")
REST = "rest."  # and a section's id: tick "Not assessed" at its blank items
REST_WHY = ("rest-why", "rest-words")  # and a section's id: the reason of all of them
OWN_FIELDS = frozenset({FIELD, "form-key", "page-act"})


@dataclass(frozen=True, slots=True)
class Part:
    """One section as the page draws it."""

    section: Section
    controls: tuple[Control, ...]
    save_number: int
    said: Mapping[str, str]  # item id -> what the patient answered, of items for either


@dataclass(frozen=True, slots=True)
class Sent:
    """A section that is done."""

    section: Section
    by: str


@dataclass(frozen=True, slots=True)
class Clash:
    """One item that somebody else answered in another way meanwhile."""

    label: str
    stored: str
    typed: str


def shown_numbers(sections: Sequence[Section]) -> dict[str, int]:
    """The save numbers that the posted page was shown with; a wrong one is -1."""
    names = {section.id: _save_name(section) for section in sections}
    return {
        section_id: save_number(request.form[name])
        for section_id, name in names.items()
        if name in request.form
    }


def build_sheet(
    sections: tuple[Section, ...], course: Course, at: Moment, formdata: Form | None
) -> Sheet:
    """The sheet with what was posted, or with what is stored.

    raises   BadRequest for a field that no item of these sections has
    """
    meta = TokenMeta()
    meta.purpose = PURPOSE
    setting = Setting(at, comma=True)
    pairs = [(section, item) for section in sections for item in section.items]
    fields = {
        f"a{number}": ItemField(
            item,
            "clinician",
            setting,
            section.stored.get(item.id),
            False,
            name=section.field_name(item),
        )
        for number, (section, item) in enumerate(pairs)
    }
    form = ItemsForm(fields, meta)
    if formdata is not None:
        _refuse_strange(formdata, sections)
    form.process(formdata)
    return Sheet(sections, course, form)


def sheet_page(
    encounter: Encounter,
    sheet: Sheet,
    done: Sequence[Section],
    *,
    form_key: str = "",
    shown: dict[str, int] | None = None,
    clashes: Sequence[Clash] = (),
    message: str = "",
) -> str:
    """The page, as stored or as typed.

    form_key  of the posted page; a fresh one where there is none
    shown     save numbers to go on from
    message   what else stands in the way
    """
    numbers = shown or {}
    parts = [
        Part(
            section,
            tuple(field.control() for field in sheet.fields(section)),
            numbers.get(section.id, section.save_number),
            _said(section),
        )
        for section in sheet.sections
    ]
    return render_template(
        "clinician/rating.html",
        visit=encounter,
        patient=patient_of(encounter),
        parts=parts,
        done=[Sent(s, _author(s)) for s in done],
        names={p.section.id: p.section.questionnaire.name for p in parts}
        | {s.id: s.questionnaire.name for s in done},
        faults=[fault for field in sheet.form.item_fields for fault in faults_of(field, True)],
        form_key=form_key or new_form_key(),
        clashes=clashes,
        message=message,
    )


def _said(section: Section) -> dict[str, str]:
    return {
        item.id: answer_words(item, section.patients[item.id])
        for item in section.items
        if item.id in section.patients and section.questionnaire.rater(item) == "either"
    }


def clashes_of(section: Section, sheet: Sheet) -> list[Clash]:
    """Where what is stored of a section by now differs from what was typed."""
    kept, typed = section.stored, sheet.answers(section)
    return [
        Clash(
            f"{section.questionnaire.name}: {item.label}",
            answer_words(item, kept[item.id]) if item.id in kept else "no answer",
            answer_words(item, typed[item.id]) if item.id in typed else "no answer",
        )
        for item in section.items
        if kept.get(item.id) != typed.get(item.id)
    ]


def form_of(sections: Sequence[Section], formdata: Form) -> MultiDict[str, str]:
    """What was typed into these sections, out of a form that may hold more."""
    pairs = [(name, text) for name in formdata for text in formdata.getlist(name)]
    known = _known_fields(sections)
    return MultiDict([(name, text) for name, text in pairs if known(name)])


def _refuse_strange(formdata: Form, sections: Sequence[Section]) -> None:
    known = _known_fields(sections)
    if not all(known(name) for name in formdata):
        raise BadRequest


def _known_fields(sections: Sequence[Section]) -> Callable[[str], bool]:
    own = OWN_FIELDS | {_save_name(section) for section in sections}
    own |= {f"{field}.{section.id}" for section in sections for field in REST_WHY}
    names = {section.field_name(item) for section in sections for item in section.items}
    return lambda name: (
        name in own or name in names or any(name.startswith(f"{one}.") for one in names)
    )


def _author(section: Section) -> str:
    if section.sent is None or section.sent.author_id is None:
        return ""
    return accounts.get(g.session, section.sent.author_id).full_name


def _save_name(section: Section) -> str:
    return f"save-number.{section.id}"
