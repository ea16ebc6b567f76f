"""The pages of entering from paper: the list of sheets, one sheet, and the second look."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, render_template, url_for

from screening.core.words import answer_words
from screening.security.kiosk_tokens import new_form_key
from screening.store import paper, patients
from screening.store.encounters import Encounter
from screening.store.paper import PaperEntry
from screening.web.controls import Control, in_language
from screening.web.moments import moment_in_zone
from screening.web.paper_keeping import Clash, TypedSheet, shown_numbers
from screening.web.paper_sheets import PaperOfVisit, Sheet, load_paper
from screening.web.paper_told import paper_told
from screening.web.parts import parts

PURPOSE = "paper_entry"  # of the form token


def load(visit: Encounter, entry: PaperEntry) -> PaperOfVisit:
    """The visit's paper with its sheets, as of now."""
    at = moment_in_zone(g.now, visit)
    return load_paper(g.session, visit, parts().shelf, entry, at)


def overview_page(visit: Encounter, typed: dict[str, str], errors: dict[str, str]) -> str:
    """The sheets and how far each is, with the form for language and day as it was typed."""
    entry = paper.of_encounter(g.session, visit.id)
    held = load(visit, entry) if entry else None
    return render_template(
        "paper_entry/overview.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        told=paper_told(g.session, visit.id),
        rows=[(one, held.open_items(one)) for one in held.sheets] if held else [],
        whole=held.is_whole if held else False,
        typed=typed,
        errors=errors,
        purpose=PURPOSE,
    )


def sheet_page(
    visit: Encounter,
    held: PaperOfVisit,
    typed: TypedSheet,
    *,
    again: bool = False,
    faulty: bool = False,
    clashes: Sequence[Clash] = (),
    why: str = "",
    save_number: int | None = None,
) -> str:
    """One sheet with its controls.

    again        as it was posted: under the same key and number
    save_number  another number to go on from
    """
    found, form = typed.sheet, typed.form
    if save_number is None:
        save_number = form.shown_save_number if again else found.save_number
    lang = "" if found.questionnaire.language == "en" else found.questionnaire.language
    controls: list[Control] = [in_language(one, lang) for one in form.controls]
    return render_template(
        "paper_entry/sheet.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        sheet=found,
        lang=lang,
        controls=controls,
        blank=typed.blank,
        out=held.out_after(found, {**found.shown, **typed.answers}),
        faults=typed.faults if faulty else [],
        clashes=clashes,
        why=why,
        form_key=form.key if again else new_form_key(),
        save_number=save_number,
        purpose=PURPOSE,
    )


def stale_page(visit: Encounter, entry: PaperEntry, typed: TypedSheet) -> str:
    """What was typed stays in the form; what was stored meanwhile stands above it."""
    held = load(visit, paper.of_encounter(g.session, visit.id) or entry)
    now = held.sheet(*typed.sheet.key) or typed.sheet
    return sheet_page(
        visit,
        held,
        TypedSheet(now, typed.form, typed.blank),
        again=True,
        clashes=typed.clashes_with(now),
        why="Somebody saved these answers since this page was shown. Nothing of it was lost.",
        save_number=now.save_number,
    )


def next_address(visit: Encounter, found: Sheet) -> str:
    """The next sheet that has still something to type, else the list."""
    entry = paper.of_encounter(g.session, visit.id)
    held = load(visit, entry) if entry else None
    sheets = held.sheets if held else ()
    place = [one.key for one in sheets].index(found.key) if sheets else 0
    for one in (*sheets[place + 1 :], *sheets[:place]):
        if held and held.open_items(one):
            name, page_id = one.key
            return url_for(
                "paper_entry.sheet", encounter_id=visit.id, questionnaire_id=name, page_id=page_id
            )
    return url_for("paper_entry.overview", encounter_id=visit.id)


def check_page(visit: Encounter, held: PaperOfVisit, problem: str = "") -> str:
    """Everything that was typed, line by line."""
    begins = held.entry.may_check_from(g.account.id)
    sheets = [
        (one, [_line(one, item.id) for item in one.items if _stands(one, item.id)])
        for one in held.sheets
        if one.typed is not None
    ]
    return render_template(
        "paper_entry/check.html",
        visit=visit,
        patient=patients.get(g.session, visit.patient_id),
        told=paper_told(g.session, visit.id),
        sheets=sheets,
        whole=held.is_whole,
        problem=problem,
        waits_until=begins if begins is not None and g.now < begins else None,
        form_key=new_form_key(),
        save_number=shown_numbers(g.session, visit),
        purpose=PURPOSE,
    )


def _stands(found: Sheet, item_id: str) -> bool:
    return item_id in found.blank or item_id in found.from_paper


def _line(found: Sheet, item_id: str) -> tuple[int, str, str]:
    """Number, question, and what was typed."""
    item = found.questionnaire.item(item_id)
    held = found.stored.get(item_id)
    words = answer_words(item, held, in_full=True) if held and item_id not in found.blank else ""
    return found.numbers[item_id], item.text, words or "left blank on paper"
