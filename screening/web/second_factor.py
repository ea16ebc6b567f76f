"""The second half of signing in: passkey, code of an app or recovery code. And passkeys alone."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from screening.security import one_use_codes
from screening.security import totp as rules
from screening.security.kiosk_tokens import new_token
from screening.store import (
    accounts,
    factors,
    half_sign_ins,
    passkeys,
    recovery_codes,
    signing_in,
    totp,
)
from screening.store.db import commit
from screening.store.half_sign_ins import HalfSignIn
from screening.store.sign_ins import ProvedBy
from screening.web import accounts as pages
from screening.web import cookies, csrf, passkey_forms
from screening.web.desk_forms import typed_fields
from screening.web.entering import enter
from screening.web.parts import parts
from screening.web.proofs import place

bp = Blueprint("second_factor", __name__, url_prefix="/sign-in")

PURPOSE = "second_factor"  # of the form token, and of the challenge
FIELDS = ("code", "recovery", "passkey", "asked")
WRONG = "This was not right, or there were too many tries. Try again later."
NO_PASSKEY = "This passkey does not open an account here, or there were too many tries."


@bp.get("/second-factor")
def form() -> ResponseReturnValue:
    """Ask for what the account has; whoever gave no password goes back to the start."""
    half = half_sign_ins.find(g.session, cookies.token_of(cookies.STAFF), now=g.now)
    return redirect(url_for("accounts.sign_in"), 303) if half is None else _page(half)


@bp.post("/second-factor")
def check() -> ResponseReturnValue:
    """Count the try, and enter when it was right."""
    typed = typed_fields(FIELDS)
    csrf.check_token(PURPOSE, cookies.STAFF)
    half = half_sign_ins.find(g.session, cookies.token_of(cookies.STAFF), now=g.now)
    if half is None:
        return redirect(url_for("accounts.sign_in"), 303)
    # A code that is right would be spent by looking at it: not while tries are refused.
    proved_by = None if half.locked else _proved_by(half, typed)
    token = new_token()
    found = signing_in.settle_half(g.session, half, proved_by=proved_by, token=token, now=g.now)
    if found is not None:
        return enter(found, token)
    commit(g.session)
    return _page(half, WRONG), 422


@bp.post("/passkey")
def enter_by_passkey() -> ResponseReturnValue:
    """Sign in by a passkey alone: it is something held, and opened by finger, face or PIN."""
    typed = typed_fields(("passkey", "asked"))
    csrf.check_token("accounts.sign_in", cookies.STAFF)
    passkey, count = passkey_forms.used(pages.PASSKEY, typed["passkey"], typed["asked"])
    with parts().database.read() as session:
        name = accounts.get(session, passkey.account_id).name if passkey else ""
        attempt = signing_in.look_up(session, name, place(), now=g.now)
    matched = (
        passkey is not None
        and count is not None
        and passkeys.note_use(g.session, passkey, count, now=g.now)
    )
    token = new_token()
    found = signing_in.settle_passkey(g.session, attempt, matched=matched, token=token, now=g.now)
    if found is not None:
        return enter(found, token)
    commit(g.session)
    return pages.sign_in_page(wrong=NO_PASSKEY), 422


def _proved_by(half: HalfSignIn, typed: dict[str, str]) -> ProvedBy | None:
    """Which of the factors was right; one that was is spent."""
    account_id = half.account.id
    if typed["passkey"]:
        passkey, count = passkey_forms.used(PURPOSE, typed["passkey"], typed["asked"])
        if passkey is None or count is None or passkey.account_id != account_id:
            return None
        return ProvedBy.PASSKEY if passkeys.note_use(g.session, passkey, count, now=g.now) else None
    if typed["recovery"]:
        code = one_use_codes.read_code(typed["recovery"], one_use_codes.RECOVERY_LENGTH)
        right = code is not None and recovery_codes.use(g.session, account_id, code, now=g.now)
        return ProvedBy.RECOVERY_CODE if right else None
    app = totp.of(g.session, account_id)
    step = rules.step_of(app.secret, typed["code"], g.now) if app and app.confirmed else None
    right = step is not None and totp.take(g.session, account_id, step)
    return ProvedBy.TOTP if right else None


def _page(half: HalfSignIn, wrong: str = "") -> str:
    return render_template(
        "accounts/second_factor.html",
        wrong=wrong,
        held=factors.of(g.session, half.account.id),
        asked=passkey_forms.ask_to_use(PURPOSE, half.account.id),
        by_recovery=bool(request.form.get("recovery")),
    )
