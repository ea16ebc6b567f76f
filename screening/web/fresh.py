"""Fresh proof: what leaves the safe or changes who may come in is asked for within 5 minutes of it.

Where the last proof is older, the reply is a page that asks once more. What was posted travels with
that page, sealed for this sign-in and this address, so that nothing typed is lost or readable.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, cast

from flask import Blueprint, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import BadRequest, HTTPException

from screening.security.permissions import Action
from screening.store.errors import SealBroken
from screening.store.sealing import Place, canonical, seal, unseal
from screening.web import cookies, passkey_forms
from screening.web.csrf import SAFE_METHODS, check_token
from screening.web.desk_forms import typed_fields
from screening.web.guards import may
from screening.web.parts import parts
from screening.web.proofs import prove_by_passkey, prove_by_password

bp = Blueprint("fresh", __name__)

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

FRESH_FOR = timedelta(minutes=5)
PURPOSE = "fresh.prove"
CARRIED = "proof-carried"  # with hyphens no field of another form can have these names
PASSWORD = "proof-password"  # noqa: S105  the name of a field
PASSKEY, ASKED = "proof-passkey", "proof-asked"
FIELDS = (CARRIED, PASSWORD, PASSKEY, ASKED)
WRONG = "This is not your password, or there were too many tries. Try again later."
LONGEST_CARRIED = 2 * 1024 * 1024  # bytes, unpacked: the longest request, each sign spelled out


def fresh_proof(view: View[P]) -> View[P]:
    """Let a view be reached only within 5 minutes of a proof; to be placed under `@may`.

    A form whose files would have to travel along is asked for anew after the proof.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if CARRIED in request.form:
            return _go_on(view, *args, **kwargs)
        if is_fresh():
            return view(*args, **kwargs)
        if request.method in SAFE_METHODS:
            return _page(_seal(request.full_path.rstrip("?"), "onward"), _onward())
        if request.files:
            return _page(_seal(request.path, "onward"), _onward(), lost=True), 403
        return _page(_seal(list(request.form.items(multi=True)), request.path)), 403

    guarded.fresh = True  # type: ignore[attr-defined]  # read by the test over all routes
    return guarded


def is_fresh() -> bool:
    """Whether whoever is signed in has shown who they are within the last 5 minutes."""
    return cast(bool, g.now - g.sign_in.proved_at < FRESH_FOR)


@bp.post("/sign-in/proof")
@may(Action.KEEP_OWN_ACCOUNT)
def prove() -> ResponseReturnValue:
    """Take the proof that was asked for before a page, and lead on to it."""
    typed = typed_fields(FIELDS)
    check_token(PURPOSE, cookies.STAFF)
    onward = _unseal(typed[CARRIED], "onward")
    if not isinstance(onward, str):
        raise BadRequest
    if not _proves():
        return _page(typed[CARRIED], _onward(), wrong=WRONG), 422
    return redirect(onward, 303)


def _go_on(view: View[P], *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
    """The page of proof came back with what had been posted: prove, then do that."""
    typed = typed_fields(FIELDS)
    check_token(PURPOSE, cookies.STAFF)
    fields = _unseal(typed[CARRIED], request.path)
    if not isinstance(fields, list):
        raise BadRequest
    if not is_fresh() and not _proves():
        return _page(typed[CARRIED], wrong=WRONG), 422
    request.form = ImmutableMultiDict([(name, value) for name, value in fields])
    return view(*args, **kwargs)


def _proves() -> bool:
    if request.form.get(PASSKEY):
        sent = request.form[PASSKEY], request.form.get(ASKED, "")
        return prove_by_passkey(_challenge(), *sent)
    return prove_by_password(request.form.get(PASSWORD, ""))


def _challenge() -> str:
    """Purpose of the passkey's challenge: another after each proof, so that a reply proves once."""
    return f"{PURPOSE} {g.sign_in.id.hex} {g.sign_in.proved_at.isoformat()}"


def _page(carried: str, action: str = "", *, wrong: str = "", lost: bool = False) -> str:
    """
    action   where the proof is sent; empty: to the address that was asked for
    lost     a file was chosen and has to be chosen once more
    """
    return render_template(
        "accounts/prove.html",
        carried=carried,
        action=action or request.full_path.rstrip("?"),
        wrong=wrong,
        lost=lost,
        back=_back() if not wrong else "",
        asked=passkey_forms.ask_to_use(_challenge(), g.account.id),
    )


def _onward() -> str:
    return "/sign-in/proof"


def _back() -> str:
    """The page of a form whose sending was too late: at its own address or the one above it."""
    if request.method in SAFE_METHODS:
        return ""
    adapter = current_app.url_map.bind("")
    for path in (request.path, request.path.rpartition("/")[0]):
        try:
            adapter.match(path, "GET")
        except HTTPException:
            continue
        return path
    return ""


def _seal(value: object, field: str) -> str:
    packed = zlib.compress(canonical(value))
    place = Place("fresh_proof", g.sign_in.id, field, 1)
    return base64.urlsafe_b64encode(seal(parts().keys, place, packed)).decode()


def _unseal(text: str, field: str) -> object:
    """raises  BadRequest where it was sealed for another sign-in or address, or not by us"""
    place = Place("fresh_proof", g.sign_in.id, field, 1)
    try:
        packed = unseal(parts().keys, place, base64.urlsafe_b64decode(text))
    except (SealBroken, ValueError):
        raise BadRequest from None
    plain = zlib.decompressobj().decompress(packed, LONGEST_CARRIED)
    return json.loads(plain)
