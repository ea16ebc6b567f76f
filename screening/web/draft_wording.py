"""The words of a draft in plain fields: no YAML is seen, and nothing but words can change."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.draft_heads import told_language
from screening.core.rewording import NotReworded, Wording, reworded, wordings
from screening.core.yaml_text import YamlFault
from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.store import accounts, definition_drafts, definition_texts, library
from screening.store.db import commit
from screening.store.definition_drafts import DefinitionDraft
from screening.store.errors import NotThere, StaleText
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_checks import check
from screening.web.draft_texts import PAUSE, kept
from screening.web.draft_value import FORMS, Drafted, my_draft
from screening.web.guards import may
from screening.web.one_line import holds_hidden
from screening.web.plain_values import need_number

bp = Blueprint("wording", __name__, url_prefix="/<uuid:draft_id>/words")

PREFIX = "w."  # of the fields that hold texts
LONGEST_REQUEST = 1024 * 1024  # bytes
TEXT_AT_MOST = 4000  # characters, as the loader has it
EMPTY = "Fill this in. To take the whole part out, change the text of the questionnaire."
TOO_LONG = f"Keep this text within {TEXT_AT_MOST} characters."
HIDDEN = "In this text is a sign that cannot be seen or turns the line around. Type it anew."
UNCHANGEABLE = "These words could not be put in without changing anything else. {}"

ABOUT_LISTS = frozenset({"equal_options"})  # codes of faults about words that name a list's place
WHOLE, APART = "The questionnaire", "Scores, findings and other parts"

ByName = Mapping[str, Wording]


@dataclass(frozen=True, slots=True)
class Stale:
    """What somebody else saved while this form was filled in."""

    saved_by: str
    texts: Mapping[str, str]  # by name of the text: what it is now, where both wrote one
    gone: tuple[tuple[str, str], ...]  # label and what was typed, of texts that are no more


@bp.get("")
@may(Action.READ_DRAFTS)
def show(draft_id: UUID) -> ResponseReturnValue:
    """Every text beside the one in use, by page."""
    return _page(my_draft(draft_id), {})


@bp.post("")
@may(Action.WRITE_DRAFTS)
def save(draft_id: UUID) -> ResponseReturnValue:
    """Keep what was typed as the newest text; where somebody else was first, both are shown."""
    request.max_content_length = request.max_form_memory_size = LONGEST_REQUEST
    draft = my_draft(draft_id)
    before = _by_name(_shown(draft_id).data)
    mine = _typed(before)
    check_token(FORMS, cookies.STAFF)
    if not draft.open:
        return _page(draft, mine, closed=True), 409
    by_script = request.form.get("act") == PAUSE
    errors = _problems(before, mine)
    if errors and by_script:
        return {"wrong": len(errors)}, 422
    if errors:
        return _page(draft, mine, errors), 422
    if int(request.form["shown"]) != draft.number:
        if by_script:
            return {"saved_by": ""}, 409
        return _stale_page(draft, before, mine), 409
    try:
        held = _keep(draft, {before[name].place: text for name, text in mine.items()})
    except NotReworded as error:
        first = next(iter(mine))
        return _page(draft, mine, {first: UNCHANGEABLE.format(error)}), 422
    except StaleText:
        g.session.rollback()
        return _stale_page(my_draft(draft_id), before, mine), 409
    commit(g.session)
    return kept(held) if by_script else redirect(url_for(".show", draft_id=draft_id), 303)


def _shown(draft_id: UUID) -> definition_texts.DefinitionText:
    """The text that the form was made of; raises BadRequest for one that never was."""
    try:
        return definition_texts.text(
            g.session, draft_id, need_number(request.form.get("shown", ""))
        )
    except NotThere:
        raise BadRequest from None


def _by_name(data: bytes) -> ByName:
    """The texts of a file; none where it cannot be read."""
    try:
        return {one.name: one for one in wordings(data)}
    except YamlFault:
        return {}


def _typed(before: ByName) -> dict[str, str]:
    """What was typed and is not what the form showed, by name."""
    typed = typed_fields(("shown", "act", *(f"{PREFIX}{name}" for name in before)))
    found = {}
    for name, one in before.items():
        if f"{PREFIX}{name}" in request.form:
            text = typed[f"{PREFIX}{name}"].replace("\r\n", "\n").replace("\r", "\n")
            if text != one.text.strip():
                found[name] = text
    return found


def _problems(before: ByName, mine: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    for name, text in mine.items():
        if not text and not before[name].may_go:
            errors[name] = EMPTY
        elif len(text) > TEXT_AT_MOST:
            errors[name] = TOO_LONG
        elif any(holds_hidden(line, joiners=True) for line in text.split("\n")):
            errors[name] = HIDDEN
    return errors


def _keep(draft: Drafted, told: Mapping[tuple[str | int, ...], str]) -> DefinitionDraft:
    data = reworded(draft.held.text.data, told)
    return definition_drafts.save(
        g.session, draft.id, data, shown=draft.number, by=g.account.id, now=g.now
    )


def _stale_page(draft: Drafted, before: ByName, mine: Mapping[str, str]) -> str:
    now = _by_name(draft.held.text.data)
    there = {name: text for name, text in mine.items() if name in now}
    names = accounts.full_names(g.session)
    stale = Stale(
        saved_by=names.get(draft.held.text.saved_by, "Somebody else"),
        texts={
            name: now[name].text
            for name, text in there.items()
            if now[name].text not in (before[name].text, text)
        },
        gone=tuple((before[name].label, text) for name, text in mine.items() if name not in now),
    )
    return _page(draft, there, stale=stale)


def _page(
    draft: Drafted,
    mine: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    *,
    closed: bool = False,
) -> str:
    """The form with what was typed in place of what is stored."""
    data, unreadable = draft.held.text.data, None
    try:
        texts = wordings(data)
    except YamlFault as fault:
        texts, unreadable = (), fault
    in_use = library.get(g.session, draft.held.based_on).data if draft.held.based_on else b""
    before = _by_name(in_use) if in_use else {}
    wrong, elsewhere = _faults(draft, texts)
    names = accounts.full_names(g.session)
    return render_template(
        "admin/drafts/words.html",
        draft=draft,
        groups=_groups(texts),
        typed={one.name: mine.get(one.name, one.text) for one in texts},
        before={name: one.text for name, one in before.items()},
        unreadable=unreadable,
        language=told_language(draft.text) or "en",
        prefix=PREFIX,
        errors={f"{PREFIX}{name}": words for name, words in (errors or {}).items()},
        wrong=wrong,
        elsewhere=elsewhere,
        stale=stale,
        closed=closed,
        saved_last=draft.held.text,
        saved_last_by=names.get(draft.held.text.saved_by, "somebody else"),
    )


def _groups(texts: tuple[Wording, ...]) -> list[tuple[str, list[Wording]]]:
    """The texts under the titles of their pages, and what stands before and behind those."""
    found: list[tuple[str, list[Wording]]] = []
    for page, rows in groupby(texts, lambda one: one.page):
        heading = page or (APART if found else WHOLE)
        found.append((heading, list(rows)))
    return found


def _faults(draft: Drafted, texts: tuple[Wording, ...]) -> tuple[dict[str, list[str]], int]:
    """What the loader finds at a text, by its name; how many faults stand elsewhere."""
    if not draft.open:
        return {}, 0
    checked = check(g.session, draft)
    lines = {one.line: one.name for one in reversed(texts) if one.text}
    wrong: dict[str, list[str]] = {}
    elsewhere = len(checked.elsewhere)
    for fault in checked.faults:
        # Of a list of options the first one stands below the place that the fault names.
        later = (line for line in sorted(lines) if line >= fault.line)
        line = next(later, 0) if fault.code in ABOUT_LISTS else fault.line
        if line in lines:
            wrong.setdefault(lines[line], []).append(f"{fault.problem} {fault.fix}")
        else:
            elsewhere += 1
    return wrong, elsewhere
