"""Two proofs that a POST comes from our own page: where it came from, and the form's token.

The token is an HMAC over the cookie's token and the purpose of the form, so it needs no storage,
fits one browser and one kind of form, and dies with the cookie.
"""

from __future__ import annotations

import hmac
from typing import Any

from flask import Request, request
from wtforms import ValidationError
from wtforms.csrf.core import CSRF
from wtforms.meta import DefaultMeta

from screening.store.sealing import keyed
from screening.web import cookies
from screening.web.errors import NotFromHere
from screening.web.parts import parts

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "form-token"  # with a hyphen no item can have this name
NO_ORIGIN_NEEDED = frozenset({"headers.csp_report"})  # sent by the browser itself; changes nothing


def form_token(purpose: str, cookie: str) -> str:
    """The token that a form of this purpose carries; cookie is the name of the cookie."""
    return keyed(parts().keys.tokens, "form token", purpose, cookies.token_or_new(cookie))


def check_token(purpose: str, cookie: str) -> None:
    """Take or refuse the posted token, for forms that have no WTForms form.

    raises   NotFromHere
    """
    if not fits(purpose, cookie, request.form.get(FIELD, "")):
        raise NotFromHere


def fits(purpose: str, cookie: str, sent: str) -> bool:
    """Whether a text is the token of this purpose for the cookie that came with the request."""
    # What comes without the cookie must not be measured against a token made this moment.
    token = cookies.token_of(cookie)
    wanted = keyed(parts().keys.tokens, "form token", purpose, token)
    return bool(token) and hmac.compare_digest(wanted.encode(), sent.encode())


def check_origin(sent: Request) -> None:
    """Refuse a change of state that another site's page may have started.

    raises   NotFromHere, also when the browser says nothing of where it came from
    """
    if sent.method in SAFE_METHODS or sent.endpoint in NO_ORIGIN_NEEDED:
        return
    site = sent.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            raise NotFromHere
        return
    if sent.headers.get("Origin") != sent.host_url.rstrip("/"):
        raise NotFromHere


class FormToken(CSRF):
    """WTForms' hook onto the same token. Meta.purpose and Meta.cookie say which."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        """The token to show."""
        meta = csrf_token_field.meta
        return form_token(meta.purpose, meta.cookie)

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Refuse the form when the token is not the cookie's."""
        try:
            check_token(field.meta.purpose, field.meta.cookie)
        except NotFromHere as error:
            raise ValidationError(str(error)) from None


class TokenMeta(DefaultMeta):
    """WTForms settings of every form: our token, and English texts of our own only."""

    csrf = True
    csrf_class = FormToken
    csrf_field_name = FIELD
    locales = False
    purpose = ""
    cookie = cookies.STAFF
