"""One's own second factors, added and removed. Each change ends the account's other sign-ins."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from screening.security import one_use_codes
from screening.security import totp as rules
from screening.security.kiosk_tokens import new_token
from screening.security.one_use_codes import RECOVERY_CODES, RECOVERY_LENGTH
from screening.security.permissions import Action
from screening.store import factors, passkeys, recovery_codes, sign_ins, totp
from screening.store.db import commit
from screening.store.errors import NotThere
from screening.web import cookies, passkey_forms
from screening.web.csrf import check_token
from screening.web.desk_forms import typed_fields
from screening.web.errors import FactorNeeded
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from screening.web.one_line import holds_hidden, plain_spaces
from screening.web.own_account import FORMS
from screening.web.parts import parts
from screening.web.qr import draw_qr
from screening.web.site_here import site

bp = Blueprint("own_factors", __name__, url_prefix="/your-account")

NAME_AT_MOST = 60  # characters
NO_NAME = f"Enter a name of 1 to {NAME_AT_MOST} characters that tells this device from others."
NOT_MADE = "The passkey was not made, or it took too long. Press the button once more."
WRONG_CODE = "This is not the code that the app shows now. Wait for the next one and type that."


@bp.get("/passkeys/new")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def new_passkey() -> ResponseReturnValue:
    """A name for the device, and the browser's own question."""
    return _passkey_page({"name": ""}, {})


@bp.post("/passkeys/new")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def add_passkey() -> ResponseReturnValue:
    """Keep the public half of the passkey that the device made."""
    typed = typed_fields(("name", "passkey", "asked"))
    check_token(FORMS, cookies.STAFF)
    name = plain_spaces(typed["name"])
    if not name or len(name) > NAME_AT_MOST or holds_hidden(name):
        return _passkey_page(typed, {"name": NO_NAME}), 422
    made = passkey_forms.made(FORMS, typed["passkey"], typed["asked"])
    if made is None:
        return _passkey_page(typed, {"name": NOT_MADE}), 422
    key, host = made
    passkeys.add(
        g.session,
        g.account.id,
        name,
        host=host,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        keep=g.sign_in.id,
        now=g.now,
    )
    return _done()


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Take one of one's own passkeys away."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    if passkey_id not in {key.id for key in factors.of(g.session, g.account.id).passkeys}:
        raise NotThere("passkey")
    _keep_one()
    passkeys.remove(g.session, g.account.id, passkey_id, keep=g.sign_in.id, now=g.now)
    return _done()


@bp.post("/app")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def begin_app() -> ResponseReturnValue:
    """A fresh secret for an authenticator app; it counts once a code of it was right."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    totp.begin(g.session, g.account.id, rules.new_secret(), now=g.now)
    commit(g.session)
    return redirect(url_for(".app"), 303)


@bp.get("/app")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def app() -> ResponseReturnValue:
    """The secret as a QR code and as text, until its first code was typed."""
    found = _app_page({})
    return redirect(url_for("own_account.overview"), 303) if found is None else found


@bp.post("/app/confirm")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def confirm_app() -> ResponseReturnValue:
    """The first code: from now on the app is asked for."""
    typed = typed_fields(("code",))
    check_token(FORMS, cookies.STAFF)
    held = totp.of(g.session, g.account.id)
    if held is None or held.confirmed:
        return redirect(url_for("own_account.overview"), 303)
    step = rules.step_of(held.secret, typed["code"], g.now)
    if step is None:
        return _app_page({"code": WRONG_CODE}) or "", 422
    totp.confirm(g.session, g.account.id, step, keep=g.sign_in.id, now=g.now)
    return _done()


@bp.post("/app/remove")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def remove_app() -> ResponseReturnValue:
    """Take the app away."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    held = totp.of(g.session, g.account.id)
    if held is None or not held.confirmed:
        raise NotThere("authenticator app")
    _keep_one()
    totp.remove(g.session, g.account.id, keep=g.sign_in.id, now=g.now)
    return _done()


@bp.post("/recovery-codes")
@may(Action.KEEP_OWN_ACCOUNT)
@fresh_proof
def make_recovery_codes() -> ResponseReturnValue:
    """New codes in place of all earlier ones. They are shown on this page and nowhere else."""
    typed_fields(())
    check_token(FORMS, cookies.STAFF)
    if not factors.has_any(g.session, g.account.id):
        raise NotThere("second factor")
    codes = [one_use_codes.new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    recovery_codes.renew(g.session, g.account.id, codes, keep=g.sign_in.id, now=g.now)
    commit(g.session)
    shown = [one_use_codes.shown_code(code) for code in codes]
    return render_template("own_account/recovery_codes.html", codes=shown)


def _done() -> ResponseReturnValue:
    if g.sign_in.must_enrol and factors.has_any(g.session, g.account.id):
        token = new_token()
        sign_ins.enrolled(g.session, g.sign_in.id, token, now=g.now)
        cookies.set_token(cookies.STAFF, token)
    commit(g.session)
    return redirect(url_for("own_account.overview"), 303)


def _keep_one() -> None:
    """raises  FactorNeeded where the clinic asks for a factor and the last one would go"""
    required = parts().settings.second_factor == "required"
    if required and factors.of(g.session, g.account.id).count < 2:
        raise FactorNeeded


def _passkey_page(typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "own_account/new_passkey.html",
        typed=typed,
        errors=errors,
        asked=passkey_forms.ask_to_make(FORMS, g.account),
        no_name=passkey_forms.NO_NAME,
    )


def _app_page(errors: dict[str, str]) -> str | None:
    """None where nothing is to be confirmed."""
    held = totp.of(g.session, g.account.id)
    if held is None or held.confirmed:
        return None
    address = rules.address(held.secret, account_name=g.account.name, site_name=site().name)
    return render_template(
        "own_account/app.html",
        qr=draw_qr(address),
        secret=rules.shown_secret(held.secret),
        errors=errors,
        typed={"code": ""},
    )
