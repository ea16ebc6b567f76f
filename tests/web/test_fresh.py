"""Fresh proof: asked for when the last is older than 5 minutes, and nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from screening.security.permissions import Action
from screening.store.models import AuditEvent
from screening.web.fresh import fresh_proof
from screening.web.guards import may
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, SMALL, Clinic

SECRET = "words that somebody typed"


@pytest.fixture
def clinic(make_clinic: Callable[[Path], Clinic]) -> Clinic:
    """A clinic with one more page, which repeats what was posted to it."""
    made = make_clinic(SMALL)

    @made.app.route("/guarded", methods=["GET", "POST"])
    @made.app.route("/another", methods=["GET", "POST"])
    @may(Action.HEAR_CALLS)
    @fresh_proof
    def guarded() -> ResponseReturnValue:
        return json.dumps([request.method, *request.form.items(multi=True)]), {
            "Content-Type": "application/json"
        }

    return made


def proofs(clinic: Clinic) -> int:
    with clinic.parts.database.read() as session:
        wanted = select(func.count()).where(AuditEvent.kind == "sign_in_proved")
        return session.scalar(wanted) or 0


def late(clinic: Clinic) -> Browser:
    browser = clinic.signed_in(clinic.ada)
    clinic.clock.forward(minutes=5)
    return browser


def test_a_sign_in_is_a_proof_for_five_minutes(clinic: Clinic) -> None:
    browser = clinic.signed_in(clinic.ada)
    clinic.clock.forward(minutes=4, seconds=59)
    browser.open("/guarded?x=1")
    within = browser.response.get_json()
    clinic.clock.forward(seconds=1)

    browser.open("/guarded?x=1")

    assert within == ["GET"]
    assert browser.page.h1 == "Show that it is you"


def test_a_page_opens_after_the_proof_and_the_proof_lasts(clinic: Clinic) -> None:
    browser = late(clinic)
    browser.open("/guarded?x=1")

    browser.press("Go on", **{"proof-password": PASSWORD})
    assert browser.path == "/guarded?x=1"
    clinic.clock.forward(minutes=4)
    browser.open("/guarded")

    assert browser.response.get_json() == ["GET"]
    assert proofs(clinic) == 1


def test_what_was_posted_too_late_is_done_after_the_proof_and_stands_in_no_page(
    clinic: Clinic,
) -> None:
    browser = late(clinic)
    typed = {"a": [SECRET, "twice"], "form-token": "its own"}
    browser._show(browser.post("/guarded", typed))
    asked = browser.status

    assert SECRET not in browser.page.html
    browser.press("Go on", **{"proof-password": "a guess"})
    refused = browser.status
    assert SECRET not in browser.page.html
    browser.press("Go on", **{"proof-password": PASSWORD})

    assert (asked, refused) == (403, 422)
    done = browser.response.get_json()
    assert done == ["POST", ["a", SECRET], ["a", "twice"], ["form-token", "its own"]]


def test_wrong_passwords_are_counted_until_even_the_right_one_is_refused(clinic: Clinic) -> None:
    browser = late(clinic)
    browser.open("/guarded")
    for _ in range(5):
        browser.press("Go on", **{"proof-password": "a guess"})

    browser.press("Go on", **{"proof-password": PASSWORD})

    assert browser.status == 422
    assert proofs(clinic) == 0


@pytest.mark.parametrize("to", ["/guarded", "/sign-in/proof"])
@pytest.mark.parametrize(
    "what", ["another person", "another sign-in", "nonsense", "another use", "another address"]
)
def test_what_was_sealed_for_another_opens_nothing(clinic: Clinic, to: str, what: str) -> None:
    who = clinic.ada if what == "another sign-in" else clinic.moss
    other = clinic.signed_in(who) if what.startswith("another ") else clinic.browser()
    browser = late(clinic)
    asks = browser if what in ("another use", "another address") else other
    carried = "bm9uc2Vuc2U="
    if what != "nonsense":
        from_a_form = (to == "/guarded") != (what == "another use")
        path = "/another" if what == "another address" else "/guarded"
        if from_a_form:
            asks._show(asks.post(path, {"a": "b"}))
        else:
            asks.open(path)
        carried = asks.page.value("proof-carried")
    if (what, to) == ("another address", "/sign-in/proof"):
        carried = carried[:-8] + "AAAA" + carried[-4:]  # where to is sealed in; it can only be bent
    browser.open("/guarded")
    shown = browser.page.form("Go on").data({"proof-password": PASSWORD}, "Go on")

    sent = {**shown, "proof-carried": carried}
    browser._show(browser.post(to, sent))

    assert browser.status == 400
    assert proofs(clinic) == 0


def test_a_chosen_file_is_asked_for_again(clinic: Clinic) -> None:
    browser = late(clinic)
    data = {"a": "b", "file": (Path(__file__).open("rb"), "x.yaml")}

    browser._show(browser.post("/guarded", data))

    assert browser.status == 403
    assert "has to be chosen again" in browser.page.text
    browser.press("Go on", **{"proof-password": PASSWORD})
    assert browser.response.get_json() == ["GET"]


def test_without_its_token_the_page_of_proof_is_refused(clinic: Clinic) -> None:
    browser = late(clinic)
    browser.open("/guarded")
    carried = browser.page.value("proof-carried")

    for path in ("/guarded", "/sign-in/proof"):
        sent = {"proof-carried": carried, "proof-password": PASSWORD, "form-token": "none"}
        browser._show(browser.post(path, sent))
        assert browser.status == 403
    assert proofs(clinic) == 0


def test_export_accounts_and_factors_are_under_the_guard(clinic: Clinic) -> None:
    """Each change of accounts stands in tests/web/test_account_admin.py."""
    views = clinic.app.view_functions

    assert {name for name, view in views.items() if getattr(view, "fresh", False)} >= {
        "exports.form", "exports.export", "own_account.password", "own_account.change_password",
        "own_factors.add_passkey", "own_factors.remove_app", "account_admin.reset",
    }  # fmt: skip


def test_who_proved_in_another_tab_meanwhile_is_not_asked_twice(clinic: Clinic) -> None:
    browser = late(clinic)
    browser._show(browser.post("/guarded", {"a": SECRET}))
    waiting = browser.page.form("Go on")
    browser.open("/guarded")
    browser.press("Go on", **{"proof-password": PASSWORD})

    browser._show(browser.post(waiting.action, waiting.data({"proof-password": ""}, "Go on")))

    assert browser.response.get_json() == ["POST", ["a", SECRET]]
    assert proofs(clinic) == 1
