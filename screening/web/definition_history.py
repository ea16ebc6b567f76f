"""The versions of one questionnaire: compared, brought back as a draft, and taken out of use."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.core.draft_heads import under
from screening.core.judging import without
from screening.core.line_difference import line_difference
from screening.core.packet import Packet
from screening.core.versions import next_version
from screening.errors import DefinitionError
from screening.security.permissions import Action
from screening.store import approvals, definition_drafts, in_use, library, publications
from screening.store.db import commit
from screening.store.definition_drafts import QUESTIONNAIRE
from screening.store.errors import NotThere
from screening.store.library import Version
from screening.web import cookies
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.draft_checks import in_use_around
from screening.web.draft_value import words_of
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.publishing import FORMS, KINDS, built, step_between

bp = Blueprint("definition_history", __name__, url_prefix="/admin/questionnaires/<string:item_id>")


@bp.get("")
@may(Action.READ_DRAFTS)
def show(item_id: str) -> ResponseReturnValue:
    """Every version: since when, put into use by whom, approved by whom."""
    newest = _newest(item_id)
    versions = publications.history(g.session, item_id)
    return render_template(
        "admin/publishing/history.html",
        name=item_id,
        title=built(newest).title,
        versions=versions,
        approved=approvals.of_versions(g.session, [one.sha256 for one in versions]),
        files={one.sha256: _reviewed_by(one.sha256) for one in versions},
        retired=versions[0].retired_at is not None,
        draft=definition_drafts.find_open(g.session, item_id),
        packets=_bringing(item_id),
    )


@bp.get("/difference")
@may(Action.READ_DRAFTS)
def difference(item_id: str) -> ResponseReturnValue:
    """What any version makes different from any other."""
    old = _version(item_id, request.args.get("old", ""))
    new = _version(item_id, request.args.get("new", ""))
    return render_template(
        "admin/publishing/versions.html",
        name=item_id,
        old=old,
        new=new,
        step=step_between(built(old), built(new)),
        kinds=KINDS,
        lines=line_difference(words_of(old.data), words_of(new.data)),
    )


@bp.post("/restore")
@may(Action.WRITE_DRAFTS)
def restore(item_id: str) -> ResponseReturnValue:
    """An older text as a draft of the next version.

    raises   DraftOpen
    """
    typed = typed_fields(("version",))
    check_token(FORMS, cookies.STAFF)
    newest, wanted = _newest(item_id), _version(item_id, typed["version"])
    step = step_between(built(newest), built(wanted))
    text = under(words_of(wanted.data), next_version(newest.version, step.needed))
    draft = definition_drafts.begin(
        g.session,
        QUESTIONNAIRE,
        item_id,
        text.encode(),
        based_on=newest.sha256,
        by=g.account.id,
        now=g.now,
    )
    commit(g.session)
    return redirect(url_for("drafts.texts.draft", draft_id=draft.id), 303)


@bp.get("/retire")
@may(Action.PUBLISH_DEFINITIONS)
def retire(item_id: str) -> ResponseReturnValue:
    """What retiring means, and who still rests on the questionnaire."""
    return _retiring(item_id)


@bp.post("/retire")
@may(Action.PUBLISH_DEFINITIONS)
@fresh_proof
def retire_now(item_id: str) -> ResponseReturnValue:
    """Take the questionnaire out of use, unless a packet or another one still names it."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    newest = _newest(item_id)
    if _resting_on(item_id):
        return _retiring(item_id), 409
    in_use.retire(g.session, newest.sha256, by=g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".show", item_id=item_id), 303)


def _retiring(item_id: str) -> str:
    newest = _newest(item_id)
    return render_template(
        "admin/publishing/retire.html",
        name=item_id,
        title=built(newest).title,
        retired=item_id not in parts().shelf.current(g.session),
        resting=_resting_on(item_id),
    )


def _resting_on(item_id: str) -> tuple[DefinitionError, ...]:
    """What packets and other questionnaires would be at fault by, were it in use no more."""
    return without(in_use_around(g.session, item_id))


def _newest(item_id: str) -> Version:
    found = library.newest(g.session, item_id)
    if found is None:
        raise NotThere("questionnaire")
    return found


def _version(item_id: str, version: str) -> Version:
    found = library.find(g.session, item_id, version)
    if found is None:
        raise NotThere("version")
    return found


def _bringing(item_id: str) -> list[Packet]:
    """The packets that a visit could begin with to ask it."""
    packets = parts().shelf.current_packets(g.session).values()
    return [one for one in packets if item_id in {entry.questionnaire for entry in one.entries}]


def _reviewed_by(sha256: str) -> str:
    """Whom the file itself names."""
    found = parts().shelf.questionnaire(g.session, sha256)
    return found.instrument.reviewed_by or ""
