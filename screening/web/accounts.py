"""Signing in by password and signing out, and the password that has to be changed first."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.security.errors import PasswordRefused
from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action
from screening.store import sign_in_ends, signing_in
from screening.store.db import commit
from screening.store.half_sign_ins import HalfSignIn
from screening.web import cookies, csrf, passkey_forms
from screening.web.entering import enter, home_of
from screening.web.guards import may, signed_in
from screening.web.own_password import keep_new, read_new, shortest_for
from screening.web.parts import parts
from screening.web.proofs import LONGEST_NAME, compare
from screening.web.workstation_here import who_may_come_back

bp = Blueprint("accounts", __name__)

REFUSED = "Name and password do not go together, or there were too many tries. Try again later."
PASSKEY = "accounts.passkey"  # purpose of the challenge


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form; whoever is signed in already goes on to their own first page."""
    found = signed_in()
    if found is not None:
        return redirect(home_of(found.account.role), 303)
    cookies.token_or_new(cookies.STAFF)
    return sign_in_page()


@bp.post("/sign-in")
def check_password() -> ResponseReturnValue:
    """Look up, compare, settle. Unknown names, wrong passwords and lockouts look the same."""
    csrf.check_token("accounts.sign_in", cookies.STAFF)
    name = request.form.get("name", "")[:LONGEST_NAME]
    attempt, matched = compare(name, request.form.get("password", ""))
    token = new_token()
    required = parts().settings.second_factor == "required"
    found = signing_in.settle(
        g.session, attempt, matched=matched, token=token, now=g.now, factor_required=required
    )
    if found is None:
        commit(g.session)
        return sign_in_page(wrong=REFUSED, name=name), 422
    if isinstance(found, HalfSignIn):
        commit(g.session)
        cookies.set_token(cookies.STAFF, token)
        return redirect(url_for("second_factor.form"), 303)
    return enter(found, token)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the sign-in; twice does no harm."""
    csrf.check_token("accounts.sign_out", cookies.STAFF)
    found = signed_in()
    if found is not None:
        sign_in_ends.sign_out(g.session, found.id, now=g.now)
        commit(g.session)
    cookies.renew(cookies.STAFF)
    g.clear_site_data = True
    return redirect(url_for(".sign_in"), 303)


@bp.get("/sign-in/new-password")
@may(Action.CHANGE_OWN_PASSWORD)
def new_password() -> ResponseReturnValue:
    """Asked for once, of those whose password somebody else has chosen, or is too short by now."""
    if not g.account.must_change_password:
        return redirect(home_of(g.account.role), 303)
    return _new_password_page()


@bp.post("/sign-in/new-password")
@may(Action.CHANGE_OWN_PASSWORD)
def keep_password() -> ResponseReturnValue:
    """Take the new password; every sign-in ends with the old one, this one as well."""
    csrf.check_token("accounts.new_password", cookies.STAFF)
    if not g.account.must_change_password:
        return redirect(home_of(g.account.role), 303)
    try:
        chosen = read_new(g.account, request.form.get("password", ""), request.form.get("again"))
    except PasswordRefused as error:
        return _new_password_page(str(error)), 422
    keep_new(g.account, chosen, by=g.account.id)
    commit(g.session)
    cookies.renew(cookies.STAFF)
    return redirect(url_for(".sign_in"), 303)


def sign_in_page(*, wrong: str = "", name: str = "", told: str = "") -> str:
    """The form, with every other way in that this computer has.

    told   what has just been done, for whoever signs in now
    """
    asked = passkey_forms.ask_to_use(PASSKEY)
    return render_template(
        "accounts/sign_in.html",
        wrong=wrong,
        name=name,
        told=told,
        asked=asked,
        can_come_back=bool(who_may_come_back()),
    )


def _new_password_page(wrong: str = "") -> str:
    least = shortest_for(g.account)
    return render_template("accounts/new_password.html", wrong=wrong, least=least)
