"""Signing in by an issuer of identities, and linking an identity to one's own account.

The way there is a plain link. The way back comes from another site, so it brings no cookie of ours:
that page changes nothing, and sends what it was given on to us as a form of our own.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.security.errors import IdentityRefused, IssuerSilent
from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action
from screening.store import attempts, identities, sign_in_ends, sign_ins
from screening.store.db import commit
from screening.store.errors import NameTaken
from screening.web import cookies, csrf
from screening.web.accounts import sign_in_page
from screening.web.desk_forms import typed_fields
from screening.web.entering import enter, home_of
from screening.web.fresh import fresh_proof
from screening.web.guards import may, signed_in
from screening.web.issuer_way import CODE, ISS, STATE, Purpose, go_there, known_issuer, subject_of
from screening.web.proofs import place

bp = Blueprint("identities", __name__)

LONGEST = 2048  # characters of each thing that the issuer sends back
UNKNOWN = (
    "This identity is linked to no account here. Sign in with your password, and link it on the "
    "page of your account."
)
TAKEN = (
    "This identity is linked to another account, or yours to another identity. Unlink that first."
)
PURPOSE = "identities.unlink"


@bp.get("/sign-in/identity")
def start() -> ResponseReturnValue:
    """Send the browser to the issuer. Nothing is kept of it here."""
    found = signed_in()
    if found is not None:
        return redirect(home_of(found.account.role), 303)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return redirect(url_for("accounts.sign_in"), 303)
    try:
        return go_there(Purpose.COME_IN)
    except IssuerSilent as error:
        return sign_in_page(wrong=str(error)), 503


@bp.get("/sign-in/identity/back")
def back() -> ResponseReturnValue:
    """What the issuer sent back, as a form that its reader's browser sends on with our cookie."""
    known_issuer()
    sent = {name: request.args.get(name, "") for name in (CODE, STATE, ISS)}
    usable = sent[CODE] and all(len(value) <= LONGEST for value in sent.values())
    onward = "link" if sent[STATE].startswith(f"{Purpose.LINK}.") else "come_in"
    return render_template(
        "identities/back.html", sent=sent if usable else {}, onward=f"identities.{onward}"
    )


@bp.post("/sign-in/identity")
def come_in() -> ResponseReturnValue:
    """Sign in whoever the issuer says is there. The state stands in for a form token."""
    typed = typed_fields((CODE, STATE, ISS))
    try:
        subject = subject_of(Purpose.COME_IN, typed)
    except IssuerSilent as error:
        return sign_in_page(wrong=str(error)), 503
    except IdentityRefused as error:
        _note_refusal()
        return sign_in_page(wrong=str(error)), 422
    account = identities.find(g.session, known_issuer(), subject)
    if account is None:
        _note_refusal()
        return sign_in_page(wrong=UNKNOWN), 422
    token = new_token()
    found = sign_ins.open_for(
        g.session, account.id, proved_by="identity", place=_place(), token=token, now=g.now
    )
    # The issuer may have let in whoever sits there, by a sign-in of hours ago.
    sign_ins.forget_proof(g.session, found.id)
    return enter(found, token)


@bp.get("/your-account/identity")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def own() -> ResponseReturnValue:
    """Whether an identity is linked to the own account."""
    return _own("")


@bp.get("/your-account/identity/start")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def start_link() -> ResponseReturnValue:
    """Send the browser to the issuer, to come back and link who it says is there."""
    try:
        return go_there(Purpose.LINK)
    except IssuerSilent as error:
        return _own(str(error)), 503


@bp.post("/your-account/identity")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def link() -> ResponseReturnValue:
    """Link whoever the issuer says is there to the own account."""
    typed = typed_fields((CODE, STATE, ISS))
    try:
        subject = subject_of(Purpose.LINK, typed)
        identities.link(g.session, g.account.id, known_issuer(), subject, now=g.now)
        _end_others(g.account.id)
    except IssuerSilent as error:
        return _own(str(error)), 503
    except IdentityRefused as error:
        return _own(str(error)), 422
    except NameTaken:
        return _own(TAKEN), 409
    commit(g.session)
    return redirect(url_for(".own"), 303)


@bp.post("/your-account/identity/unlink")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def unlink_own() -> ResponseReturnValue:
    """Cut the own link."""
    typed_fields(())
    csrf.check_token(PURPOSE, cookies.STAFF)
    held = identities.of_account(g.session, g.account.id, known_issuer())
    if held is not None:
        _unlink(held.id)
    return redirect(url_for(".own"), 303)


@bp.get("/admin/identities")
@may(Action.MANAGE_ACCOUNTS)
def overview() -> ResponseReturnValue:
    """Which accounts an identity signs in to."""
    links = identities.of_site(g.session, g.account.site_id)
    return render_template("identities/overview.html", links=links)


@bp.post("/admin/identities/<uuid:identity_id>/unlink")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def unlink(identity_id: UUID) -> ResponseReturnValue:
    """Cut somebody's link, also to an issuer that is used no longer."""
    typed_fields(())
    csrf.check_token(PURPOSE, cookies.STAFF)
    _unlink(identity_id)
    return redirect(url_for(".overview"), 303)


def _note_refusal() -> None:
    identities.refuse(g.session, _place(), now=g.now)
    commit(g.session)


def _place() -> str:
    return attempts.mark(g.session, "place", place())


def _unlink(identity_id: UUID) -> None:
    site_id, by = g.account.site_id, g.account.id
    _end_others(identities.unlink(g.session, identity_id, site_id=site_id, by=by, now=g.now))
    commit(g.session)


def _end_others(account_id: UUID) -> None:
    """A link is a way in: with a change of it end the account's sign-ins, but for this one."""
    sign_in_ends.end_others(g.session, account_id, keep=g.sign_in.id, reason="factor", now=g.now)


def _own(wrong: str) -> str:
    held = identities.of_account(g.session, g.account.id, known_issuer())
    return render_template("identities/own.html", wrong=wrong, held=held)
