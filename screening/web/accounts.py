"""Signing in and out. Accounts are made and changed on the command line."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.security import passwords
from screening.security.errors import PasswordRefused
from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action, Role
from screening.store import accounts, kiosk, sign_ins, sittings
from screening.store.account_value import Account
from screening.store.db import commit
from screening.web import cookies, csrf
from screening.web.guards import may, signed_in
from screening.web.parts import parts
from screening.web.site_here import site

bp = Blueprint("accounts", __name__)

REFUSED = "Name and password do not go together, or there were too many tries. Try again later."
LONGEST_NAME = 64  # characters
HOMES: dict[str, str] = {
    Role.FRONT_DESK: "desk.day_list",
    Role.CLINICIAN: "clinician.work.worklist",
    Role.ADMINISTRATOR: "admin.overview",
    Role.AUDITOR: "audit.events",
}


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form; whoever is signed in already goes on to their own first page."""
    found = signed_in()
    if found is not None:
        return redirect(home_of(found.account.role), 303)
    cookies.token_or_new(cookies.STAFF)
    return render_template("accounts/sign_in.html", wrong="", name="")


@bp.post("/sign-in")
def check_password() -> ResponseReturnValue:
    """Look up, compare, settle. Unknown names, wrong passwords and lockouts look the same."""
    csrf.check_token("accounts.sign_in", cookies.STAFF)
    name = request.form.get("name", "")[:LONGEST_NAME]
    place = request.remote_addr or "unknown"
    # Comparing takes a tenth of a second, so no transaction may be open meanwhile.
    with parts().database.read() as session:
        attempt = sign_ins.look_up(session, name, place, now=g.now)
    matched = not attempt.locked and _matches(attempt)
    token = new_token()
    found = sign_ins.settle(g.session, attempt, matched=matched, token=token, now=g.now)
    if found is not None:
        _take_from_patient(found.account)
    commit(g.session)
    if found is None:
        return render_template("accounts/sign_in.html", wrong=REFUSED, name=name), 422
    cookies.set_token(cookies.STAFF, token)
    return redirect(home_of(found.account.role), 303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the sign-in; twice does no harm."""
    csrf.check_token("accounts.sign_out", cookies.STAFF)
    found = signed_in()
    if found is not None:
        sign_ins.sign_out(g.session, found.id, now=g.now)
        commit(g.session)
    cookies.renew(cookies.STAFF)
    g.clear_site_data = True
    return redirect(url_for(".sign_in"), 303)


@bp.get("/sign-in/new-password")
@may(Action.CHANGE_OWN_PASSWORD)
def new_password() -> ResponseReturnValue:
    """Asked for once, of those whose password somebody else has chosen."""
    if not g.account.must_change_password:
        return redirect(home_of(g.account.role), 303)
    return render_template("accounts/new_password.html", wrong="")


@bp.post("/sign-in/new-password")
@may(Action.CHANGE_OWN_PASSWORD)
def keep_password() -> ResponseReturnValue:
    """Take the new password; every sign-in ends with the old one, this one as well."""
    csrf.check_token("accounts.new_password", cookies.STAFF)
    account = g.account
    if not account.must_change_password:
        return redirect(home_of(account.role), 303)
    typed = request.form.get("password", "")
    # Comparing and hashing take a tenth of a second each: no transaction may be open meanwhile.
    g.session.rollback()
    try:
        _check_new(account, typed, request.form.get("again", ""))
    except PasswordRefused as error:
        return render_template("accounts/new_password.html", wrong=str(error)), 422
    hashed = passwords.hash_password(typed)
    accounts.reset_password(
        g.session, account.id, password_hash=hashed, must_change=False, by=account.id, now=g.now
    )
    commit(g.session)
    cookies.renew(cookies.STAFF)
    return redirect(url_for(".sign_in"), 303)


def home_of(role: str) -> str:
    """The first page of a role."""
    return url_for(HOMES[role])


def _take_from_patient(account: Account) -> None:
    """Whoever signs in on a patient's tablet has it: the patient's sitting is paused."""
    held = kiosk.read(g.session, cookies.token_of(cookies.KIOSK))
    if held is None:
        return
    sittings.pause(g.session, held.sitting_id, by=account.id, now=g.now)
    cookies.renew(cookies.KIOSK)
    g.clear_site_data = True


def _check_new(account: Account, typed: str, again: str) -> None:
    """raises  PasswordRefused"""
    if typed != again:
        raise PasswordRefused("The two do not match.", "Type the same password twice.")
    passwords.check(
        typed,
        account_name=account.name,
        full_name=account.full_name,
        site_name=site().name,
    )
    with parts().database.read() as session:
        old = sign_ins.look_up(session, account.name, "", now=g.now)
    if passwords.matches(old.password_hash, typed):
        raise PasswordRefused("It is the one you were given.", "Choose another one.")


def _matches(attempt: sign_ins.Attempt) -> bool:
    password = request.form.get("password", "")
    if len(password) > passwords.LONGEST:
        password = ""
    return passwords.matches(attempt.password_hash, password)
