"""Signing in by an issuer: the good way, and a state or code of somebody else."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from screening.store import models
from screening.store.attempts import IDENTITY_PLACE
from screening.web.cookies import STAFF
from screening.web.issuer_way import _flow
from tests.trail import ids_of
from tests.web.conftest import Clinic
from tests.web.identities.going import back, refused, sign_in, there
from tests.web.issuer import SECRET, TestIssuer


def test_who_is_linked_comes_in_without_a_password(clinic: Clinic, issuer: TestIssuer) -> None:
    browser = sign_in(clinic)

    assert browser.path == "/clinic/"
    with clinic.parts.database.read() as session:
        (row,) = session.scalars(select(models.SignIn)).all()
    assert (row.account_id, row.proved_by) == (clinic.ada.id, "identity")
    assert len(issuer.sent_to_token) == 1


def test_the_issuer_is_asked_for_a_code_with_pkce_and_for_nothing_but_the_subject(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    browser = clinic.browser()
    page = browser.open("/sign-in")
    assert page.link("Sign in by 127.0.0.1") == "/sign-in/identity"

    one, other = (parse_qs(urlsplit(there(browser)).query) for _ in range(2))

    assert one["response_type"] == ["code"]
    assert one["scope"] == ["openid"]
    assert one["code_challenge_method"] == ["S256"]
    assert one["redirect_uri"] == ["http://localhost/sign-in/identity/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != other[name]
    assert SECRET not in json.dumps(one)


def test_it_is_no_fresh_proof(clinic: Clinic) -> None:
    browser = sign_in(clinic)

    assert browser.open("/your-account/identity").h1 == "Show that it is you"


def test_a_code_counts_once(clinic: Clinic, issuer: TestIssuer) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    address = back(there(browser))
    browser.open(address)
    form = browser.page.form("Go on")
    browser.submit(form, {}, "Go on")
    assert browser.path == "/clinic/"
    signed_in_with = browser.cookie(STAFF)

    browser.client.delete_cookie(STAFF, path="/")
    browser.submit(form, {}, "Go on")

    assert refused(browser)
    assert signed_in_with
    assert len(issuer.sent_to_token) == 1  # it was not even asked: the state went with the cookie


def test_a_code_that_somebody_else_has_used_is_refused_by_the_issuer(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.open(back(there(browser)))
    issuer.codes.clear()

    browser.press("Go on")

    assert refused(browser)
    assert len(issuer.sent_to_token) == 1


def _changed(state: str) -> str:
    return state[:-1] + ("0" if state[-1] != "0" else "1")


def test_a_state_of_another_flow_never_reaches_the_issuer(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    browser, other = clinic.browser(), clinic.browser()
    browser.open("/sign-in")
    other.open("/sign-in")
    browser.open(back(there(browser)))
    data = browser.page.form("Go on").data({}, "Go on")
    (own,), (theirs,) = data["state"], parse_qs(urlsplit(there(other)).query)["state"]

    for state in ("", "..", _changed(own), theirs, "link" + own[2:], own):
        if state == own:
            clinic.clock.forward(minutes=10)  # too late
        browser._show(browser.post("/sign-in/identity", data | {"state": state}))
        assert refused(browser), state
    assert issuer.sent_to_token == []


def test_without_the_check_of_the_state_another_browsers_code_would_sign_in(
    clinic: Clinic, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof: somebody else's code, given to a browser that never asked for it."""
    theirs, mine = clinic.browser(), clinic.browser()
    theirs.open("/sign-in")
    mine.open("/sign-in")
    theirs.open(back(there(theirs)))
    data = theirs.page.form("Go on").data({}, "Go on")
    mine._show(mine.post("/sign-in/identity", data))
    assert refused(mine)
    with clinic.app.test_request_context():
        begun = data["state"][0].rpartition(".")[0]
        flow = _flow(begun, theirs.cookie(STAFF))
    monkeypatch.setattr("screening.web.issuer_way._begun_here", lambda purpose, state: flow)

    mine._show(mine.post("/sign-in/identity", data))

    assert mine.path == "/clinic/"


def test_a_form_from_elsewhere_is_refused(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.open(back(there(browser)))
    data = browser.page.form("Go on").data({}, "Go on")

    reply = browser.client.post(
        "/sign-in/identity", data=data, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert reply.status_code == 403


def test_whoever_sends_at_random_does_not_fill_the_trail_and_shuts_nobody_out(
    clinic: Clinic,
) -> None:
    browser = clinic.browser()
    for _ in range(60):
        browser.post("/sign-in/identity", {"code": "none", "state": "in.1.none"})

    assert len(ids_of(clinic.parts.database, "sign_in_refused")) == IDENTITY_PLACE.failures
    assert sign_in(clinic).path == "/clinic/"
    clinic.clock.forward(minutes=1)
    browser.post("/sign-in/identity", {"code": "none", "state": "in.1.none"})
    assert len(ids_of(clinic.parts.database, "sign_in_refused")) == IDENTITY_PLACE.failures + 1


def test_the_page_that_is_led_back_to_changes_nothing_and_sets_no_cookie(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    address, cookie = back(there(browser)), browser.cookie(STAFF)
    stranger = clinic.browser()  # as after a redirect from another site: no cookie comes along

    reply = stranger.client.get(address)
    browser.open(address)

    assert reply.headers.getlist("Set-Cookie") == []
    assert (browser.cookie(STAFF), issuer.sent_to_token) == (cookie, [])
    code = parse_qs(urlsplit(address).query)["code"][0]
    assert code in browser.page.html
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"


def test_where_the_issuer_sends_no_code_back_there_is_nothing_to_go_on_with(clinic: Clinic) -> None:
    browser = clinic.browser()
    for query in (
        "", "?error=access_denied&state=x", "?code=&state=x", f"?code={'x' * 3000}&state=x",
    ):  # fmt: skip
        browser.open(f"/sign-in/identity/back{query}")

        assert "did not say who you are" in browser.page.text
        assert not browser.page.root.all("form")


def test_another_issuers_name_in_the_reply_is_refused(clinic: Clinic, issuer: TestIssuer) -> None:
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.open(back(there(browser)) + "&iss=https://elsewhere.example")

    browser.press("Go on")

    assert refused(browser)
    assert issuer.sent_to_token == []
