"""Getting in the first time: by an invitation, or by the set-up token of a new installation."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from screening.security import one_use_codes, passwords
from screening.security.errors import PasswordRefused
from screening.security.one_use_codes import INVITATION_LENGTH
from screening.security.permissions import Role
from screening.store import accounts, invitations
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.web import cookies
from screening.web.account_forms import name_problem, read_full_name
from screening.web.accounts import sign_in_page
from screening.web.csrf import FIELD, check_token
from screening.web.own_password import keep_new, read_new
from screening.web.parts import parts
from screening.web.proofs import place

bp = Blueprint("invited", __name__)

FORMS = "invited"  # purpose of the form token
WRONG_CODE = (
    "This code is not in use: it may be mistyped, used, or too old, or there were too many tries. "
    "Ask your administrator for a new one."
)
NO_SET_UP = (
    "This token is not in use: it may be mistyped or older than 30 minutes, or there were too many "
    "tries. Start the server again for a new one."
)
READY = "Your password is set. Sign in with it."


@bp.get("/invitation")
def invitation() -> ResponseReturnValue:
    """A code, and the password that its owner chooses."""
    cookies.token_or_new(cookies.STAFF)
    return _invitation_page("", {})


@bp.post("/invitation")
def accept() -> ResponseReturnValue:
    """Set the password, spend the code, and lead to the sign-in."""
    typed = _typed(("code",))
    check_token(FORMS, cookies.STAFF)
    code = _code(typed["code"])
    account = invitations.invited(g.session, code, now=g.now) if code else None
    if code is None or account is None:
        _refuse()
        return _invitation_page(typed["code"], {"code": WRONG_CODE}), 422
    try:
        chosen = read_new(account, typed["password"], typed["again"])
    except PasswordRefused as error:
        return _invitation_page(typed["code"], {"password": str(error)}), 422
    if not invitations.spend(g.session, code, now=g.now):
        return _invitation_page(typed["code"], {"code": WRONG_CODE}), 422
    keep_new(account, chosen, by=account.id)
    commit(g.session)
    cookies.renew(cookies.STAFF)
    return sign_in_page(name=account.name, told=READY)


@bp.get("/set-up")
def set_up() -> ResponseReturnValue:
    """The first administrator; only while there is no account at all."""
    _only_untouched()
    cookies.token_or_new(cookies.STAFF)
    return _set_up_page({"token": "", "name": "", "full-name": ""}, {})


@bp.post("/set-up")
def make_first() -> ResponseReturnValue:
    """Make the first administrator, spend the token, and lead to the sign-in."""
    typed = _typed(("token", "name", "full-name"))
    check_token(FORMS, cookies.STAFF)
    _only_untouched()
    token = _code(typed["token"])
    if token is None or not invitations.opens_set_up(g.session, token, now=g.now):
        _refuse()
        return _set_up_page(typed, {"token": NO_SET_UP}), 422
    errors = _faults_of_first(typed)
    if errors:
        return _set_up_page(typed, errors), 422
    g.session.rollback()  # hashing takes a tenth of a second: no transaction may be open meanwhile
    hashed = passwords.hash_password(typed["password"])
    if not invitations.opens_set_up(g.session, token, now=g.now):
        return _set_up_page(typed, {"token": NO_SET_UP}), 422
    invitations.spend(g.session, token, now=g.now)
    added = accounts.add(
        g.session,
        parts().site.id,
        typed["name"],
        full_name=read_full_name(typed["full-name"])[0],
        role=Role.ADMINISTRATOR,
        password_hash=hashed,
        must_change=False,
        by=None,
        now=g.now,
        long_password=len(typed["password"]) >= passwords.SHORTEST,
    )
    commit(g.session)
    cookies.renew(cookies.STAFF)
    return sign_in_page(name=added.name, told=READY)


def _faults_of_first(typed: dict[str, str]) -> dict[str, str]:
    errors = {
        "name": name_problem(typed["name"]),
        "full-name": read_full_name(typed["full-name"])[1],
    }
    try:
        if typed["password"] != typed["again"]:
            raise PasswordRefused("The two do not match.", "Type the same password twice.")
        passwords.check(
            typed["password"],
            account_name=typed["name"],
            full_name=typed["full-name"],
            site_name=parts().site_name,
            with_factor=_factor_follows(),
        )
    except PasswordRefused as error:
        errors["password"] = str(error)
    return {name: message for name, message in errors.items() if message}


def _factor_follows() -> bool:
    return parts().settings.second_factor == "required"


def _only_untouched() -> None:
    """raises  NotThere as soon as there is an account"""
    if not invitations.is_untouched(g.session):
        raise NotThere("page")


def _typed(names: tuple[str, ...]) -> dict[str, str]:
    """The posted fields, those of a password as they were typed."""
    if set(request.form) - {*names, "password", "again", FIELD}:
        raise BadRequest
    typed = {name: request.form.get(name, "").strip() for name in names}
    return typed | {name: request.form.get(name, "") for name in ("password", "again")}


def _code(typed: str) -> str | None:
    """The code that was typed; None as well while tries from here are refused."""
    if invitations.is_locked(g.session, place(), now=g.now):
        return None
    return one_use_codes.read_code(typed, INVITATION_LENGTH)


def _refuse() -> None:
    """Count the try, unless tries from here are refused anyhow: as at the sign-in."""
    if not invitations.is_locked(g.session, place(), now=g.now):
        invitations.refuse(g.session, place(), now=g.now)
    commit(g.session)


def _invitation_page(code: str, errors: dict[str, str]) -> str:
    least = passwords.shortest(with_factor=_factor_follows())
    return render_template(
        "accounts/invitation.html", typed={"code": code}, errors=errors, least=least
    )


def _set_up_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    least = passwords.shortest(with_factor=_factor_follows())
    return render_template("accounts/set_up.html", typed=typed, errors=errors, least=least)
