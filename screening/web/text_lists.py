"""All texts with who changed them last; the history of one, and an older version taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from screening.quick_dataclass import dataclass
from screening.security.permissions import Action
from screening.settings import LANGUAGES
from screening.store import accounts, sites
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.site_here import site
from screening.web.text_drawing import draw
from screening.web.text_editing import CLINIC, check, described, restored, tree_of, version_after
from screening.web.text_forms import PART_TITLES
from screening.web.text_versions import AtSite, Stored, newest_of, touched
from screening.web.text_work import (
    Work,
    behind,
    beside_of_work,
    clinic_work,
    form_of,
    leaflet_work,
    packet_work,
    publish,
    restore_own,
    site_work,
    today,
    version_told_once,
)

bp = Blueprint("text_lists", __name__, url_prefix="/admin/texts")

FORMS = "texts.restore"  # purpose of the form token
CRISIS = ("help_lines", "messages", "findings")  # changes of these are told on the first page


@dataclass(frozen=True, slots=True)
class Listed:
    """One text as a line."""

    title: str
    address: str
    history: str  # address
    version: str
    at: datetime  # when it last became another one
    by: UUID | None  # None: the folder
    behind: bool  # the other language was changed since
    whose: str = ""  # of a site's text: the installation's, or its own


@bp.get("/")
@may(Action.EDIT_TEXTS)
def overview() -> ResponseReturnValue:
    """Clinic texts by language and part, leaflets, packets."""
    clinic = [clinic_work(*one) for one in _parts(PART_TITLES)]
    here = [site_work(*one) for one in _parts(PART_TITLES)] if _has_several_sites() else []
    leaflets = [leaflet_work(one.id) for one in newest_of(g.session, "leaflet")]
    packets = [packet_work(one.id) for one in newest_of(g.session, "packet")]
    return render_template(
        "texts/overview.html",
        lists=[
            ("texts", "Texts of the installation", [_listed(one) for one in clinic]),
            ("here", f"Texts of {site().name}", [_listed(one) for one in here]),
            ("leaflets", "Leaflets", [_listed(one) for one in leaflets]),
            ("packets", "Packets", [_listed(one) for one in packets]),
        ],
        people=accounts.full_names(g.session),
    )


@bp.get("/history/<string:kind>/<string:item>")
@may(Action.EDIT_TEXTS)
def history(kind: str, item: str) -> ResponseReturnValue:
    """Every version of one text: who, when, what."""
    work = _work(kind, item)
    return render_template(
        "texts/history.html",
        work=work,
        people=accounts.full_names(g.session),
        part_titles=PART_TITLES,
    )


@bp.get("/history/<string:kind>/<string:item>/<string:version>")
@may(Action.EDIT_TEXTS)
def version(kind: str, item: str, version: str) -> ResponseReturnValue:
    """One version in full, to be read, and to be taken up again where another is in use."""
    work = _work(kind, item)
    return _version(work, _find(work, version))


@bp.post("/history/<string:kind>/<string:item>/<string:version>")
@may(Action.EDIT_TEXTS)
@fresh_proof
def restore(kind: str, item: str, version: str) -> ResponseReturnValue:
    """Publish an older version once more, as the next one."""
    work = _work(kind, item)
    old = _find(work, version)
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    current = work.known[0]
    if old is current:
        return _version(work, old, ["This version is in use already."]), 409
    if isinstance(old, AtSite) and not old.own:
        return _version(work, old, ["This version had nothing of this clinic’s own."]), 409
    number = "" if kind in CLINIC else version_after([one.version for one in work.known])
    now, then = tree_of(kind, current.data), tree_of(kind, old.data)
    tree = restored(kind, now, then, version=number, today=today())
    checked = check(kind, version_told_once(work, tree), beside_of_work(work))
    if checked.faults:
        told = [f"{fault.problem} {fault.fix}" for _, fault in checked.faults]
        return _version(work, old, told), 409
    if isinstance(old, AtSite):
        restore_own(work, checked.data, old)
    else:
        publish(work, checked.data, number)
    return redirect(url_for(".history", kind=kind, item=item), 303)


def crisis_changes() -> list[Listed]:
    """Crisis wording and levels of findings that were changed on a page, the newest first."""
    works = [clinic_work(*one) for one in _parts(CRISIS)]
    works += [own for one in _parts(CRISIS) if (own := site_work(*one)).part in own.own]
    found = [one for one in map(_listed, works) if one.by is not None]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _parts(named: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Language and part."""
    known = parts().shelf.clinic
    return product((language for language in LANGUAGES if language in known), named)


def _has_several_sites() -> bool:
    """Where there is one alone, the installation's texts are its own."""
    return len(sites.list_sites(g.session)) > 1


def _listed(work: Work) -> Listed:
    last = touched(work.kind, work.known, work.part)
    return Listed(
        title=work.title,
        address=_address(work),
        history=url_for("text_lists.history", kind=work.kind, item=work.named),
        version=last.version,
        at=last.changed_at,
        by=last.by,
        behind=behind(work) is not None,
        whose=_whose(work),
    )


def _whose(work: Work) -> str:
    if work.kind != "site":
        return ""
    return "this clinic’s own" if work.part in work.own else "as the installation says"


def _address(work: Work) -> str:
    if work.kind == "clinic":
        return url_for("texts.clinic_text", language=work.language, part=work.part)
    if work.kind == "site":
        return url_for("texts.site_text", language=work.language, part=work.part)
    if work.kind == "leaflet":
        return url_for("texts.leaflet", key=work.item)
    return url_for("texts.packet", packet_id=work.item)


def _work(kind: str, item: str) -> Work:
    if kind == "clinic":
        return clinic_work(item.removeprefix("clinic."), "")
    if kind == "site":
        return site_work(item.removeprefix("clinic."), "")
    if kind == "leaflet":
        return leaflet_work(item)
    if kind == "packet":
        return packet_work(item)
    raise NotFound


def _find(work: Work, version: str) -> Stored:
    found = next((one for one in work.known if one.version == version), None)
    if found is None:
        raise NotFound
    return found


def _version(work: Work, stored: Stored, faults: list[str] | None = None) -> str:
    form = form_of(work, [stored], beside_of_work(work))
    drawn = draw(form, described(form, tree_of(work.kind, stored.data)), None, None)
    own = [PART_TITLES[part] for part in PART_TITLES if part in getattr(stored, "own", ())]
    return render_template(
        "texts/version.html",
        work=work,
        stored=stored,
        drawn=drawn,
        faults=faults or [],
        own=own,
        in_use=stored is work.known[0],
        people=accounts.full_names(g.session),
    )
