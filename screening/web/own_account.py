"""Everybody's own page: password, second factors, and where they are signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.security.errors import PasswordRefused
from screening.security.permissions import Action
from screening.store import factors, pins, sign_in_ends
from screening.store.db import commit
from screening.web import cookies, passkey_forms
from screening.web.accounts import sign_in_page
from screening.web.csrf import FIELD, check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.own_password import keep_new, read_new, shortest_for
from screening.web.parts import parts

bp = Blueprint("own_account", __name__, url_prefix="/your-account")

FORMS = "own_account"  # purpose of the form token
WAYS = {
    "password": "password",
    "passkey": "passkey",
    "totp": "password and app",
    "recovery_code": "password and recovery code",
    "identity": "the other sign-in",
}


@bp.get("/")
@may(Action.KEEP_OWN_ACCOUNT)
def overview() -> ResponseReturnValue:
    """What the account has, and its live sign-ins."""
    live = sign_in_ends.live_ones(g.session, g.account.id, own=g.sign_in.id, now=g.now)
    return render_template(
        "own_account/overview.html",
        held=factors.of(g.session, g.account.id),
        live=live,
        own=g.sign_in.id,
        ways=WAYS,
        required=parts().settings.second_factor == "required",
        must_enrol=g.sign_in.must_enrol,
        passkeys_here=passkey_forms.party() is not None,
        no_name=passkey_forms.NO_NAME,
        has_pin=pins.is_set(g.session, g.account.id),
    )


@bp.get("/password")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def password() -> ResponseReturnValue:
    """Another password, twice."""
    return _password_page({})


@bp.post("/password")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def change_password() -> ResponseReturnValue:
    """Keep it; every sign-in of the account ends, this one as well."""
    if set(request.form) - {"password", "again", FIELD}:
        return _password_page({}), 400
    check_token(FORMS, cookies.STAFF)
    account = g.account
    try:
        # Not trimmed as other fields are: spaces belong to a password.
        chosen = read_new(account, request.form.get("password", ""), request.form.get("again"))
    except PasswordRefused as error:
        return _password_page({"password": str(error)}), 422
    keep_new(account, chosen, by=account.id)
    commit(g.session)
    cookies.renew(cookies.STAFF)
    g.clear_site_data = True
    g.account = None  # who reads the next page is signed in no more
    return sign_in_page(name=account.name, told="Your password is changed. Sign in with it.")


@bp.post("/sign-ins/<uuid:sign_in_id>/end")
@may(Action.KEEP_OWN_ACCOUNT)
def end_sign_in(sign_in_id: UUID) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    sign_in_ends.end_own(g.session, g.account.id, sign_in_id, now=g.now)
    commit(g.session)
    return redirect(url_for(".overview"), 303)


@bp.post("/sign-ins/end-others")
@may(Action.KEEP_OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all of one's own sign-ins but this one."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    sign_in_ends.end_others(
        g.session, g.account.id, keep=g.sign_in.id, reason=sign_in_ends.REVOKED, now=g.now
    )
    commit(g.session)
    return redirect(url_for(".overview"), 303)


def _password_page(errors: dict[str, str]) -> str:
    least = shortest_for(g.account)
    return render_template("own_account/password.html", errors=errors, least=least)
