"""The administrator's accounts: who may come in, invited, renamed, given a role, shut, reset."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security import one_use_codes
from screening.security.one_use_codes import INVITATION_LENGTH
from screening.security.permissions import Action
from screening.store import account_list, accounts, invitations, sign_in_ends
from screening.store.account_value import Account
from screening.store.db import commit
from screening.store.errors import NameTaken, NotOneself
from screening.web import cookies
from screening.web.account_forms import ROLES, WRONG_ROLE, name_problem, read_full_name
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.own_account import WAYS

bp = Blueprint("account_admin", __name__, url_prefix="/admin/accounts")

FORMS = "account_admin"  # purpose of the form token
FIELDS = ("name", "full-name", "role")
TAKEN = "Another account has this name. Choose another one."


@bp.get("")
@may(Action.MANAGE_ACCOUNTS)
def overview() -> ResponseReturnValue:
    """Who may sign in here, with what, and when they last did."""
    rows = account_list.of_site(g.session, g.account.site_id, now=g.now)
    return render_template("account_admin/overview.html", rows=rows, roles=ROLES)


@bp.get("/new")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def new() -> ResponseReturnValue:
    """Whom to invite."""
    return _new_page(dict.fromkeys(FIELDS, ""), {})


@bp.post("/new")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def add() -> ResponseReturnValue:
    """An account without password, and the code by which its person chooses one."""
    typed = typed_fields(FIELDS)
    check_token(FORMS, cookies.STAFF)
    full_name, wrong = read_full_name(typed["full-name"])
    errors = {"name": name_problem(typed["name"]), "full-name": wrong}
    errors["role"] = "" if typed["role"] in ROLES else WRONG_ROLE
    if not any(errors.values()):
        try:
            return _invite(_add(typed, full_name))
        except NameTaken:
            errors["name"] = TAKEN
    return _new_page(typed, {name: words for name, words in errors.items() if words}), 422


@bp.get("/<uuid:account_id>")
@may(Action.MANAGE_ACCOUNTS)
def account(account_id: UUID) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    return _account_page(account_id)


@bp.post("/<uuid:account_id>/full-name")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def rename(account_id: UUID) -> ResponseReturnValue:
    """Another full name."""
    typed = typed_fields(("full-name",))
    held = _mine(account_id)
    name, wrong = read_full_name(typed["full-name"])
    if wrong:
        return _account_page(account_id, typed, {"full-name": wrong}), 422
    accounts.rename(g.session, held.id, name, by=g.account.id, now=g.now)
    return _done(held)


@bp.post("/<uuid:account_id>/role")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def set_role(account_id: UUID) -> ResponseReturnValue:
    """Another role; whoever it is signs in anew."""
    typed = typed_fields(("role",))
    held = _mine(account_id)
    if typed["role"] not in ROLES:
        return _account_page(account_id, typed, {"role": WRONG_ROLE}), 422
    accounts.set_role(g.session, held.id, typed["role"], by=g.account.id, now=g.now)
    return _done(held)


@bp.post("/<uuid:account_id>/disable")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def disable(account_id: UUID) -> ResponseReturnValue:
    """Shut it; what the person did stays on record."""
    return _done(_pressed(account_id, accounts.disable))


@bp.post("/<uuid:account_id>/enable")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def enable(account_id: UUID) -> ResponseReturnValue:
    """Open it again."""
    return _done(_pressed(account_id, accounts.enable))


@bp.post("/<uuid:account_id>/reset")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def reset(account_id: UUID) -> ResponseReturnValue:
    """Take password and factors away, and invite its person again."""
    return _invite(_pressed(account_id, accounts.reset))


def _pressed(account_id: UUID, act: Callable[..., Account]) -> Account:
    """What a button without fields does to an account."""
    typed_fields(())
    return act(g.session, _mine(account_id).id, by=g.account.id, now=g.now)


@bp.post("/<uuid:account_id>/sign-ins/end")
@may(Action.MANAGE_ACCOUNTS)
@fresh_proof
def end_sign_ins(account_id: UUID) -> ResponseReturnValue:
    """End every sign-in of somebody else: a device is lost, or was left open."""
    typed_fields(())
    held = _mine(account_id)
    if held.id == g.account.id:
        raise NotOneself
    sign_in_ends.revoke_all(g.session, held.id, by=g.account.id, now=g.now)
    return _done(held)


def _mine(account_id: UUID) -> Account:
    """An account of this site, for a form that is ours. raises NotFromHere, NotThere"""
    check_token(FORMS, cookies.STAFF)
    return accounts.get_at(g.session, g.account.site_id, account_id)


def _add(typed: dict[str, str], full_name: str) -> Account:
    return accounts.add(
        g.session,
        g.account.site_id,
        typed["name"],
        full_name=full_name,
        role=typed["role"],
        password_hash="",
        must_change=False,
        by=g.account.id,
        now=g.now,
    )


def _invite(held: Account) -> ResponseReturnValue:
    """A fresh code, shown on this page and nowhere else."""
    code = one_use_codes.new_code(INVITATION_LENGTH)
    invitations.invite(g.session, held.id, code, by=g.account.id, now=g.now)
    commit(g.session)
    return render_template(
        "account_admin/invitation.html",
        held=held,
        code=one_use_codes.shown_code(code),
        address=url_for("invited.invitation", _external=True),
        until=g.now + invitations.LASTS,
    )


def _done(held: Account) -> ResponseReturnValue:
    commit(g.session)
    return redirect(url_for(".account", account_id=held.id), 303)


def _new_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("account_admin/new.html", typed=typed, errors=errors, roles=ROLES)


def _account_page(
    account_id: UUID, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> str:
    row = account_list.of_account(g.session, g.account.site_id, account_id, now=g.now)
    shown = {"full-name": row.account.full_name, "role": row.account.role} | (typed or {})
    return render_template(
        "account_admin/account.html",
        row=row,
        typed=shown,
        errors=errors or {},
        roles=ROLES,
        live=sign_in_ends.live_ones(g.session, account_id, own=None, now=g.now),
        ways=WAYS,
    )
