"""One page with the form of a text: clinic texts, leaflets and packets without YAML.

A form writes the file itself and holds it against the same checks as a file of the folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import wraps
from typing import ParamSpec, cast

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.core.packet import Packet
from screening.quick_dataclass import dataclass
from screening.store import accounts
from screening.web import cookies
from screening.web.csrf import FIELD, check_token
from screening.web.fresh import CARRIED, View, fresh_proof
from screening.web.guards import let_others_write
from screening.web.language import OWN_NAMES
from screening.web.parts import parts as app_parts
from screening.web.plain_values import read_number
from screening.web.text_drawing import draw
from screening.web.text_editing import (
    CLINIC,
    EMPTY,
    Beside,
    Checked,
    check,
    completed,
    described,
    model_of,
    tree_of,
    version_after,
)
from screening.web.text_fields import (
    Part,
    Tree,
    act_on_rows,
    names_of,
    read,
    target_of,
    unwritten,
)
from screening.web.text_forms import PREVIEWED
from screening.web.text_previews import minutes_of, preview_of, reading_of
from screening.web.text_versions import Stored, touched, versions
from screening.web.text_work import (
    Work,
    behind,
    beside_of_work,
    form_of,
    language_of,
    publish,
    today,
    version_told_once,
)

P = ParamSpec("P")

FORMS = "texts"  # purpose of the form token
FIRST = "1.0.0"  # version of a packet that is begun here
TOP = "form-top"  # where a fault is shown that belongs to no field


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says beside the fields."""

    status: int = 200
    errors: Mapping[str, str] = field(default_factory=dict)  # by id of the field
    focus: str = ""  # the row that was just added or moved
    preview: str = ""
    conflict: Stored | None = None  # what somebody else published meanwhile


def proved_to_publish(view: View[P]) -> View[P]:
    """Ask for a fresh proof where a form is published; a preview or a new row needs none."""
    proved = fresh_proof(view)

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        asked = _publishes() or CARRIED in request.form
        return (proved if asked else view)(*args, **kwargs)

    guarded.fresh = True  # type: ignore[attr-defined]  # read by the test over all routes
    return guarded


def edit(work: Work) -> ResponseReturnValue:
    """The form of a text, and what its buttons ask for."""
    beside = beside_of_work(work)
    if request.method == "GET":
        bases = work.known[:1]
        form = form_of(work, bases, beside)
        tree = described(form, tree_of(work.kind, bases[0].data))
        tree.pop("reviewed_by", None)  # nobody has read the version that is about to be written
        tree = unwritten(tree) if work.is_new else tree
        return _page(work, form, tree, bases)
    bases = _bases(work.known)
    form = form_of(work, bases, beside)
    if set(request.form) - {*names_of(form, request.form), FIELD, "base", "act"}:
        raise BadRequest
    check_token(FORMS, cookies.STAFF)
    if not _publishes():
        let_others_write()
    return _take(work, form, bases, beside)


def _publishes() -> bool:
    """Whether the button was pressed that keeps what was typed; every other one only draws."""
    return request.form.get("act") == "publish"


def _bases(known: Sequence[Stored]) -> Sequence[Stored]:
    """The versions that the page was made of; the first is the one it goes on from."""
    by_version = {one.version: one for one in known}
    bases = [by_version[name] for name in request.form.getlist("base") if name in by_version]
    if not bases:
        raise BadRequest
    return bases


def _take(
    work: Work, form: Sequence[Part], bases: Sequence[Stored], beside: Beside
) -> ResponseReturnValue:
    """What a button asks for, with what was typed."""
    tree, act = read(form, request.form), request.form.get("act", "")
    if act_on_rows(form, tree, act, request.form):
        return _page(work, form, tree, bases, Shown(focus=_row_meant(act, tree)))
    current = work.known[0]
    now, new = tree_of(work.kind, current.data), _completed(work, tree)
    checked = check(work.kind, new, beside)
    errors = _errors(work, form, tree, checked)
    if not _publishes():  # Preview, or Enter in a field
        preview = act == "preview" and not errors
        shown = preview_of(work.kind, work.part, checked.model) if preview else ""
        return _page(work, form, tree, bases, Shown(422 if errors else 200, errors, preview=shown))
    in_use = described(form, now)
    if described(form, tree_of(work.kind, bases[0].data)) != in_use:
        both = [current, *bases]
        form = form_of(work, both, beside)
        return _page(work, form, tree, both, Shown(409, conflict=current))
    if not (errors or work.is_new) and in_use == tree and not behind(work):
        errors = {TOP: "Nothing was changed, so there is nothing to publish."}
    if errors:
        return _page(work, form, tree, bases, Shown(422, errors))
    publish(work, checked.data, str(new.get("version", "")))
    return redirect(url_for("text_lists.overview", _anchor=ANCHORS[work.kind]), 303)


ANCHORS = {"clinic": "texts", "site": "here", "leaflet": "leaflets", "packet": "packets"}


def _completed(work: Work, tree: Tree) -> Tree:
    now = tree_of(work.kind, work.known[0].data)
    is_clinic = work.kind in CLINIC
    version = "" if is_clinic or work.is_new else version_after([v.version for v in work.known])
    version = FIRST if work.is_new else version
    whole = completed(work.kind, now, tree, part=work.part, version=version, today=today())
    return version_told_once(work, whole)


def _row_meant(act: str, tree: Tree) -> str:
    """The row that a button added or moved, by its name."""
    word, _, way = act.partition(":")
    steps = way.split(".")
    number = read_number(steps[-1])
    if word in ("up", "down") and number is not None:
        moved = number + (1 if word == "down" else -1)
        return ".".join((*steps[:-1], str(max(moved, 0))))
    node: object = tree
    for step in steps if word == "add" else ():
        if isinstance(node, list):
            node = node[int(step)]
        else:
            node = cast(Tree, node).get(step, [])
    return f"{way}.{len(node) - 1}" if isinstance(node, list) and node else way


def _errors(work: Work, form: Sequence[Part], tree: Tree, checked: Checked) -> dict[str, str]:
    """The faults by the field at which they are shown."""
    drawn = draw(form, tree, None, None)
    found: dict[str, list[str]] = {}
    for place, fault in checked.faults:
        target = target_of(place, drawn.targets) or TOP
        label = drawn.labels.get(target, "")
        words = f"Fill this in: {label}." if fault.code in EMPTY and label else ""
        told = found.setdefault(target, [])
        if (said := words or f"{fault.problem} {fault.fix}") not in told:
            told.append(said)
    return {target: " ".join(told) for target, told in found.items()}


def _page(
    work: Work,
    form: Sequence[Part],
    tree: Tree,
    bases: Sequence[Stored],
    shown: Shown | None = None,
) -> ResponseReturnValue:
    shown = shown or Shown()
    others = versions(g.session, work.kind, work.other) if work.other else ()
    other = described(form, tree_of(work.kind, others[0].data)) if others else None
    conflict = shown.conflict
    in_use = described(form, tree_of(work.kind, conflict.data)) if conflict else None
    drawn = draw(form, tree, other, in_use)
    people = accounts.full_names(g.session)
    page = render_template(
        "texts/form.html",
        work=work,
        drawn=drawn,
        used=draw(form, in_use, None, None) if in_use is not None else None,
        shown=shown,
        bases=[one.version for one in bases],
        people=people,
        last=touched(work.kind, work.known, work.part),
        behind=behind(work),
        other_language=OWN_NAMES.get(language_of(work.other), ""),
        other_code=language_of(work.other),
        previewed=(work.part or work.kind) in PREVIEWED,
        reading=reading_of(work.kind, work.part, work.language, tree),
        minutes=_minutes(work),
        references=app_parts().shelf.references if work.kind == "leaflet" else {},
        TOP=TOP,
    )
    return page, shown.status


def _minutes(work: Work) -> str:
    if work.kind != "packet" or "minutes" not in request.args:
        return ""
    shelf = app_parts().shelf
    held = cast(Packet, model_of("packet", work.item, work.known[0].data))
    return minutes_of(held, shelf.current(g.session))
