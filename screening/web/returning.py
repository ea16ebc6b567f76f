"""Coming back by PIN on an enrolled workstation, the lock before it, and choosing the PIN."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security import passwords, pins
from screening.security.errors import PinRefused
from screening.security.kiosk_tokens import new_token
from screening.security.permissions import Action
from screening.store import pins as kept
from screening.store import returning
from screening.store.db import commit
from screening.store.sign_ins import SignIn
from screening.web import cookies, csrf
from screening.web.desk_forms import typed_fields
from screening.web.entering import home_of
from screening.web.fresh import fresh_proof
from screening.web.guards import may, signed_in
from screening.web.parts import parts
from screening.web.workstation_here import pins_count_for, this_workstation, who_may_come_back

bp = Blueprint("returning", __name__)

WHO, PIN, AGAIN = "who", "pin", "again"  # fields
NOBODY = UUID(int=0)
WRONG = (
    "This PIN does not go with these initials. After three wrong ones in a row only signing in "
    "with your password helps."
)


@bp.get("/sign-in/pin")
def form() -> ResponseReturnValue:
    """Initials of those who signed in here today; where nobody did, the page to sign in."""
    found = signed_in()
    if found is not None:
        return redirect(home_of(found.account.role), 303)
    if not who_may_come_back():
        return redirect(url_for("accounts.sign_in"), 303)
    cookies.token_or_new(cookies.STAFF)
    return _form("")


@bp.post("/sign-in/pin")
def come_back() -> ResponseReturnValue:
    """Look up, compare, settle. A wrong PIN, a wrong choice and one too late look the same."""
    typed = typed_fields((WHO, PIN))
    csrf.check_token("returning.come_back", cookies.STAFF)
    here, present = this_workstation(), signed_in()
    if present is not None:
        return redirect(home_of(present.account.role), 303)
    if here is None or not who_may_come_back():
        return redirect(url_for("accounts.sign_in"), 303)
    token = new_token()
    found = _settle(here.id, _id(typed[WHO]), typed[PIN], token)
    if found is None:
        return _form(WRONG, typed[WHO]), 422
    cookies.set_token(cookies.STAFF, token)
    return redirect(home_of(found.account.role), 303)


@bp.post("/sign-in/lock")
@may(Action.KEEP_OWN_ACCOUNT)
def lock() -> ResponseReturnValue:
    """Leave the desk: nothing opens here until the PIN, or the password, was typed."""
    typed_fields(())
    csrf.check_token("returning.lock", cookies.STAFF)
    returning.lock(g.session, g.sign_in.id, now=g.now)
    commit(g.session)
    cookies.renew(cookies.STAFF)
    g.clear_site_data = True
    return redirect(url_for(".form"), 303)


@bp.get("/your-account/pin")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def pin() -> ResponseReturnValue:
    """Whether there is a PIN, and the form to choose one."""
    return _pin_page({})


@bp.post("/your-account/pin")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def keep_pin() -> ResponseReturnValue:
    """Take a new PIN. What was typed is shown nowhere again."""
    typed = typed_fields((PIN, AGAIN))
    csrf.check_token("returning.pin", cookies.STAFF)
    try:
        pins.check(typed[PIN])
    except PinRefused as error:
        return _pin_page({PIN: str(error)}), 422
    if typed[PIN] != typed[AGAIN]:
        return _pin_page({AGAIN: "The two do not match. Type the same PIN twice."}), 422
    # Hashing takes a tenth of a second: no transaction may be open meanwhile.
    g.session.rollback()
    hashed = passwords.hash_password(kept.to_hash(parts().keys, g.account.id, typed[PIN]))
    kept.keep(g.session, g.account.id, hashed, now=g.now)
    commit(g.session)
    return redirect(url_for(".pin"), 303)


@bp.post("/your-account/pin/remove")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def remove_pin() -> ResponseReturnValue:
    """Do without a PIN from now on."""
    typed_fields(())
    csrf.check_token("returning.pin", cookies.STAFF)
    kept.remove(g.session, g.account.id, now=g.now)
    commit(g.session)
    return redirect(url_for(".pin"), 303)


def _settle(workstation_id: UUID, sign_in_id: UUID, typed: str, token: str) -> SignIn | None:
    """Count the try and store what became of it."""
    within = pins_count_for()
    # Comparing takes a tenth of a second, so no transaction may be open meanwhile.
    g.session.rollback()
    with parts().database.read() as session:
        attempt = returning.look_up(session, workstation_id, sign_in_id, within=within, now=g.now)
    secret = typed if pins.could_be(typed) else ""
    to_compare = kept.to_hash(parts().keys, attempt.account_id or NOBODY, secret)
    matched = passwords.matches(attempt.pin_hash, to_compare)
    found = returning.settle(
        g.session, attempt, matched=matched, token=token, within=within, now=g.now
    )
    commit(g.session)
    return found


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return NOBODY


def _form(wrong: str, who: str = "") -> str:
    return render_template(
        "accounts/come_back.html",
        waiting=who_may_come_back(),
        wrong=wrong,
        who=who,
        longest=pins.LONGEST,
    )


def _pin_page(errors: dict[str, str]) -> str:
    return render_template(
        "accounts/pin.html",
        is_set=kept.is_set(g.session, g.account.id),
        errors=errors,
        shortest=pins.SHORTEST,
        longest=pins.LONGEST,
        hours=parts().settings.pin_hours,
        here=this_workstation(),
    )
