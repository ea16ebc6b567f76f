"""An identity is linked to one account by its owner, and cut by owner or administrator."""

from __future__ import annotations

from sqlalchemy import select

from screening.store import accounts, identities, models
from tests.web.conftest import PASSWORD, Clinic
from tests.web.identities.going import ADA, back, refused, sign_in, there
from tests.web.issuer import TestIssuer


def test_an_unlinked_identity_and_a_disabled_account_are_told_the_same(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    issuer.person = "a stranger"
    stranger = sign_in(clinic)
    issuer.person = ADA
    with clinic.parts.database.write() as session:
        accounts.disable(session, clinic.ada.id, by=None, now=clinic.clock())
    disabled = sign_in(clinic)

    assert stranger.page.text == disabled.page.text
    assert refused(stranger, "linked to no account here")
    assert refused(disabled, "linked to no account here")
    with clinic.parts.database.read() as session:
        assert len(session.scalars(select(models.Account)).all()) == 3  # none came by itself


def test_the_own_account_is_linked_and_unlinked(clinic: Clinic, issuer: TestIssuer) -> None:
    issuer.person = "subject-of-fay"
    browser, elsewhere = clinic.signed_in(clinic.fay), clinic.signed_in(clinic.fay)
    browser.open("/your-account/identity")
    assert "Your account is not linked." in browser.page.text

    browser.open(back(there(browser, browser.page.link("Link my account"))))
    browser.press("Go on")

    assert "Your account is linked since" in browser.page.text
    assert elsewhere.open("/desk/").h1 == "Sign in"  # a new way in ends the other sign-ins
    assert sign_in(clinic).path == "/desk/"
    browser.press("Unlink")
    assert "Your account is not linked." in browser.page.text
    assert refused(sign_in(clinic), "linked to no account here")
    with clinic.parts.database.read() as session:
        kinds = session.scalars(select(models.AuditEvent.kind)).all()
    assert {"identity_linked", "identity_unlinked"} <= set(kinds)


def test_linking_takes_a_fresh_proof_at_both_ends(clinic: Clinic, issuer: TestIssuer) -> None:
    issuer.person = "subject-of-fay"
    browser = clinic.signed_in(clinic.fay)
    clinic.clock.forward(minutes=6)
    assert browser.open("/your-account/identity/start").h1 == "Show that it is you"

    late = clinic.signed_in(clinic.fay)
    address = back(there(late, "/your-account/identity/start"))
    clinic.clock.forward(minutes=6)
    late.open(address)
    late.press("Go on")
    assert late.page.h1 == "Show that it is you"
    with clinic.parts.database.read() as session:
        assert identities.find(session, issuer.address, "subject-of-fay") is None
    late.press("Go on", **{"proof-password": PASSWORD})
    assert "Your account is linked since" in late.page.text


def test_one_identity_for_one_account(clinic: Clinic, issuer: TestIssuer) -> None:
    for person, who in ((ADA, clinic.fay), ("another of Ada", clinic.ada)):
        issuer.person = person
        browser = clinic.signed_in(who)
        browser.open(back(there(browser, "/your-account/identity/start")))
        browser.press("Go on")
        assert browser.status == 409
        assert "Unlink that first." in browser.page.text
    issuer.person = ADA
    assert sign_in(clinic).path == "/clinic/"


def test_the_administrator_sees_and_cuts_links_and_nobody_else_does(clinic: Clinic) -> None:
    inside = sign_in(clinic)
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/identities")
    assert "Dr Ada Byron" in moss.page.text
    address = moss.page.form("Unlink").action
    for who in (clinic.fay, clinic.ada):
        other = clinic.signed_in(who)
        other.open("/admin/identities")
        assert (other.status, other.post(address, {}).status_code) == (403, 403)

    moss.press("Unlink")

    assert "Nobody has linked an account." in moss.page.text
    assert inside.open("/clinic/").h1 == "Sign in"
    assert refused(sign_in(clinic), "linked to no account here")


def test_a_reset_account_is_opened_by_its_code_alone(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/accounts/{clinic.ada.id}")

    moss.press("Reset the account")

    assert refused(sign_in(clinic), "linked to no account here")
