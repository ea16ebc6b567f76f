"""The administrator's accounts: invited, given a role, renamed, shut, reset; never the last one."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from screening.store import accounts, models
from screening.store.account_value import Account
from screening.store.errors import LastAdministrator
from tests.trail import ids_of
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.factors import PhoneApp, ask_everybody, codes_of

OWN = "nine quiet kettles humming"


def invite(clinic: Clinic, moss: Browser | None = None, name: str = "Olga") -> tuple[str, Browser]:
    """The code, and the administrator's browser on the page that shows it."""
    moss = moss or clinic.signed_in(clinic.moss)
    moss.open("/admin/accounts/new")
    moss.press("Invite", **{"name": name, "full-name": "Olga Trail", "role": "auditor"})
    return code_on(moss), moss


def code_on(moss: Browser) -> str:
    found = re.search(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b", moss.page.text)
    assert found, moss.page.text
    return found[0]


def accept(clinic: Clinic, code: str, password: str = OWN, address: str = "10.0.0.30") -> Browser:
    browser = clinic.browser(address)
    browser.open("/invitation")
    browser.press("Save the password", code=code, password=password, again=password)
    return browser


def second_administrator(clinic: Clinic, password_hash: str) -> Account:
    with clinic.parts.database.write() as session:
        return accounts.add(
            session, clinic.parts.site.id, "olga", full_name="Olga Trail", role="administrator",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip


def test_whoever_is_invited_chooses_a_password_and_signs_in(clinic: Clinic) -> None:
    code, moss = invite(clinic)
    moss.follow("Done")
    assert "olga Olga Trail Auditor invited until 21 Nov 2026, 09:30 none never" in moss.page.text

    olga = accept(clinic, code.lower())
    assert olga.page.h1 == "Sign in"
    assert olga.page.value("name").startswith("olga")
    olga.press("Sign in", name="olga", password=OWN)

    assert olga.path == "/admin/audit/"
    assert {*ids_of(clinic.parts.database, "invited")[0]} == {"account", "invitation"}
    assert ids_of(clinic.parts.database, "invited") == ids_of(
        clinic.parts.database, "invitation_used"
    )
    assert code.replace("-", "") not in json.dumps(ids_of(clinic.parts.database, "invited"))


def test_an_invitation_works_once_and_72_hours_and_for_the_newest_code_only(clinic: Clinic) -> None:
    first, moss = invite(clinic)
    moss.open("/admin/accounts")
    moss.follow("olga")
    moss.press("Reset the account")
    second = code_on(moss)

    assert accept(clinic, first).status == 422
    clinic.clock.forward(hours=71, minutes=59)
    assert accept(clinic, second, "too short").status == 422
    assert accept(clinic, second).page.h1 == "Sign in"
    again = accept(clinic, second, "other words of nobody at all")
    assert again.status == 422
    assert "This code is not in use" in again.page.text


def test_an_invitation_that_is_too_old_opens_nothing(clinic: Clinic) -> None:
    code, _ = invite(clinic)
    clinic.clock.forward(hours=72)

    assert accept(clinic, code).status == 422
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.press("Sign in", name="olga", password=OWN)
    assert browser.status == 422


def test_guessing_codes_from_one_place_is_locked_there_and_not_elsewhere(clinic: Clinic) -> None:
    code, _ = invite(clinic)
    for _ in range(10):
        assert accept(clinic, "AAAA-AAAA-AAAA-AAAA").status == 422

    assert accept(clinic, code).status == 422
    assert accept(clinic, code, address="10.0.0.31").page.h1 == "Sign in"


def test_an_account_that_was_invited_has_no_password_to_guess(clinic: Clinic) -> None:
    invite(clinic)
    for typed in ("", "nobody has this password"):
        browser = clinic.browser()
        browser.open("/sign-in")
        browser.press("Sign in", name="olga", password=typed)

        assert browser.status == 422


def test_eight_characters_do_where_a_second_factor_comes_first(clinic: Clinic) -> None:
    code, _ = invite(clinic)
    assert accept(clinic, code, "abc12xyz").status == 422
    ask_everybody(clinic)

    olga = accept(clinic, code, "abc12xyz")
    olga.press("Sign in", name="olga", password="abc12xyz")

    assert olga.path == "/your-account/"
    olga.open("/admin/audit/")
    assert olga.path == "/your-account/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Enter a name for signing in"),
        ("name", "ADA", "Another account has this name"),
        ("full-name", "", "Enter the full name"),
        ("full-name", "x\u202ey", "Enter the full name"),
        ("role", "root", "Choose one of the roles"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    clinic: Clinic, field: str, value: str, said: str
) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/accounts/new")
    typed = {"name": "olga", "full-name": "Olga Trail", "role": "auditor"} | {field: value}
    form = moss.page.form("Invite")

    moss._show(moss.post(form.action, form.data(typed, "Invite")))

    assert moss.status == 422
    assert said in moss.page.text
    other = "name" if field != "name" else "full-name"
    assert typed[other] in moss.page.html
    with clinic.parts.database.read() as session:
        assert session.scalar(select(func.count()).select_from(models.Account)) == 3


def test_an_unknown_field_is_an_error(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    form = moss.page.form("Give this role")

    moss._show(moss.post(form.action, form.data({"role": "auditor"}, "") | {"site": "1"}))

    assert moss.status == 400


def test_name_role_and_state_are_changed_and_stand_in_the_trail(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    moss.press("Save the name", **{"full-name": "Dr Ada King"})
    moss.press("Give this role", role="auditor")
    moss.press("Disable the account")
    shut = clinic.signed_in(clinic.ada).status
    moss.press("Enable the account")

    ada = clinic.signed_in(clinic.ada)

    assert shut == 422
    assert ada.path == "/admin/audit/"
    assert "Dr Ada King" in ada.page.root.text
    own = clinic.ada.id.hex
    for kind in ("account_renamed", "role_changed", "account_disabled", "account_enabled"):
        (event,) = ids_of(clinic.parts.database, kind)
        assert event["account"].replace("-", "") == own
        assert "King" not in json.dumps(event)


def test_a_reset_takes_password_and_factors_away(clinic: Clinic) -> None:
    PhoneApp(clinic, clinic.ada)
    codes_of(clinic, clinic.ada)
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    moss.press("Reset the account")
    code = code_on(moss)

    assert clinic.signed_in(clinic.ada).status == 422
    ada = accept(clinic, code)
    ada.press("Sign in", name="ada", password=OWN)
    assert ada.path == "/clinic/"
    with clinic.parts.database.read() as session:
        for table in (models.Totp, models.RecoveryCode):
            assert session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("act", ["role", "disable", "reset"])
def test_nobody_does_this_to_their_own_account(
    clinic: Clinic, password_hash: str, act: str
) -> None:
    second_administrator(clinic, password_hash)
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.moss.id}")
    assert "This is your own account." in moss.page.text
    token = moss.page.form("Save the name").data({}, "Save the name")["form-token"]
    fields = {"role": "auditor"} if act == "role" else {}

    moss._show(
        moss.post(f"/admin/accounts/{clinic.moss.id}/{act}", {"form-token": token, **fields})
    )

    assert moss.status == 409
    moss.open("/admin/accounts")
    assert moss.status == 200


def test_the_last_administrator_who_can_sign_in_stays(clinic: Clinic, password_hash: str) -> None:
    """One who was invited and never came, and one who is shut, are none."""
    with clinic.parts.database.write() as session:
        now = clinic.clock()
        for name, state in (("invited", ""), ("shut", password_hash)):
            added = accounts.add(
                session, clinic.parts.site.id, name, full_name=name, role="administrator",
                password_hash=state, must_change=False, by=None, now=now,
            )  # fmt: skip
            if state:
                accounts.disable(session, added.id, by=None, now=now)
        moss, by = clinic.moss.id, clinic.ada.id
        for act in (
            lambda: accounts.disable(session, moss, by=by, now=now),
            lambda: accounts.reset(session, moss, by=by, now=now),
            lambda: accounts.set_role(session, moss, "auditor", by=by, now=now),
        ):
            with pytest.raises(LastAdministrator):
                act()
    second_administrator(clinic, password_hash)
    with clinic.parts.database.write() as session:
        assert accounts.disable(session, moss, by=by, now=now).disabled


def test_an_account_of_another_site_is_not_there(clinic: Clinic, password_hash: str) -> None:
    with clinic.parts.database.write() as session:
        here = session.get_one(models.Site, clinic.parts.site.id)
        elsewhere = models.Site(
            id=uuid4(), name="Elsewhere", time_zone="UTC", created_at=clinic.clock(),
            key_proof=here.key_proof,
        )  # fmt: skip
        session.add(elsewhere)
        session.flush()
        other = accounts.add(
            session, elsewhere.id, "eve", full_name="Eve Else", role="clinician",
            password_hash=password_hash, must_change=False, by=None, now=clinic.clock(),
        )  # fmt: skip
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    token = moss.page.form("Save the name").data({}, "Save the name")["form-token"]
    sent = {"full-name": ("full-name", "X"), "role": ("role", "auditor")}

    for account_id in (other.id, uuid4()):
        moss.open(f"/admin/accounts/{account_id}")
        assert moss.status == 404
        for act in ("full-name", "role", "disable", "enable", "reset"):
            fields = dict([sent[act]]) if act in sent else {}
            path = f"/admin/accounts/{account_id}/{act}"
            moss._show(moss.post(path, {"form-token": token, **fields}))
            assert moss.status == 404, act
    moss.open("/admin/accounts")
    assert "Eve Else" not in moss.page.text
    with clinic.parts.database.read() as session:
        assert accounts.get(session, other.id) == other


def test_every_change_of_an_account_takes_a_fresh_proof_and_the_form_token(clinic: Clinic) -> None:
    views = {
        name: view
        for name, view in clinic.app.view_functions.items()
        if name.split(".")[0] in ("account_admin", "own_factors")
    }
    looks = {"account_admin.overview", "account_admin.account"}

    assert {name for name, view in views.items() if not getattr(view, "fresh", False)} == looks
    moss = clinic.signed_in(clinic.moss)
    for act in ("full-name", "role", "disable", "enable", "reset"):
        moss._show(moss.post(f"/admin/accounts/{clinic.ada.id}/{act}", {}))
        assert moss.status == 403, act


def test_the_desk_sees_no_accounts(clinic: Clinic) -> None:
    for who in (clinic.fay, clinic.ada):
        browser = clinic.signed_in(who)
        for path in ("", "/new", f"/{clinic.ada.id}"):
            browser.open(f"/admin/accounts{path}")
            assert browser.status == 403


def test_a_late_invitation_is_made_after_the_proof(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/accounts/new")
    clinic.clock.forward(minutes=6)
    moss.press("Invite", **{"name": "olga", "full-name": "Olga Trail", "role": "auditor"})
    assert moss.page.h1 == "Show that it is you"

    moss.press("Go on", **{"proof-password": PASSWORD})

    assert moss.page.h1 == "Code for Olga Trail"


def test_an_administrator_sees_and_ends_somebodys_sign_ins_and_the_trail_says_who_did(
    clinic: Clinic,
) -> None:
    ada, moss = clinic.signed_in(clinic.ada), clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    assert "1 sign-in" in moss.page.text
    assert "18 Nov 2026, 09:30 18 Nov 2026, 09:30 password" in moss.page.text

    moss.press("End every sign-in")

    assert "Where they are signed in" not in moss.page.text
    assert ada.open("/clinic/").h1 == "Sign in"
    assert clinic.signed_in(clinic.ada).path == "/clinic/"
    with clinic.parts.database.read() as session:
        ended = session.scalars(
            select(models.AuditEvent)
            .where(models.AuditEvent.kind == "signed_out")
            .order_by(models.AuditEvent.number.desc())
        ).first()
    assert ended is not None
    assert ended.account_id == clinic.moss.id
    assert json.loads(ended.ids)["reason"] == "revoked"


def test_nobody_ends_their_own_sign_ins_there(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")
    sent = moss.page.form("Disable").data({}, "Disable")

    reply = moss.post(f"/admin/accounts/{clinic.moss.id}/sign-ins/end", sent)

    assert reply.status_code == 409
    assert moss.open("/admin/accounts").h1 == "Accounts"
