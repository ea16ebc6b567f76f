"""No issuer, one that is away, one that hangs or is another; and its secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from screening.app import create_app
from screening.errors import SettingsError
from screening.security import issuer as client_of_issuers
from screening.store import models
from tests.web.conftest import PASSWORD, SMALL, Clinic, settings_in
from tests.web.identities.going import ADA, refused, sign_in
from tests.web.issuer import CLIENT, SECRET, TestIssuer

SILENT = "The other sign-in does not answer at the moment."


def test_without_a_setting_there_is_no_button_and_no_way(
    make_clinic: Callable[..., Clinic],
) -> None:
    clinic = make_clinic(SMALL)
    browser = clinic.browser()

    assert "Sign in by" not in browser.open("/sign-in").html
    for path in ("/sign-in/identity", "/sign-in/identity/back?code=a&state=b"):
        browser.open(path)
        assert browser.status == 404
    assert browser.post("/sign-in/identity", {"code": "a", "state": "b"}).status_code == 404
    inside = clinic.signed_in(clinic.ada)
    assert "Sign-in by" not in inside.open("/your-account/").html
    inside.open("/your-account/identity")
    assert inside.status == 404


def test_an_address_at_another_origin_is_never_asked(clinic: Clinic, issuer: TestIssuer) -> None:
    port = urlsplit(issuer.address).port
    browser = clinic.browser()
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        for elsewhere in (
            "http://127.0.0.1:9/x", f"http://localhost:{port}/x", f"https://127.0.0.1:{port}/x",
            f"http://a@127.0.0.1:{port}/x", "", 7,
        ):  # fmt: skip
            issuer.metadata = {name: elsewhere}
            browser.open("/sign-in/identity")
            assert refused(browser, SILENT), (name, elsewhere)
    assert set(issuer.asked) == {"/.well-known/openid-configuration"}


def test_every_call_of_the_client_is_held_to_the_issuers_origin(issuer: TestIssuer) -> None:
    """Also one that no check before it has seen."""
    registration = client_of_issuers.Registration(issuer.address, CLIENT, SECRET)
    session = client_of_issuers._session(registration)

    with pytest.raises(ValueError, match="another origin"):
        session.get("http://127.0.0.1:9/keys", withhold_token=True)


def test_a_description_of_something_else_is_not_used(clinic: Clinic, issuer: TestIssuer) -> None:
    browser = clinic.browser()
    for metadata in (
        {"issuer": "https://elsewhere.example"}, {"issuer": ""}, {"padding": "x" * 300_000},
    ):  # fmt: skip
        issuer.metadata = metadata
        browser.open("/sign-in/identity")
        assert browser.status == 503
        assert refused(browser, SILENT)


def test_an_issuer_that_is_away_leaves_the_password(clinic: Clinic) -> None:
    gone = client_of_issuers.Registration("http://127.0.0.1:9", CLIENT, SECRET)
    object.__setattr__(clinic.parts, "issuer", client_of_issuers.Issuer(gone))
    browser = clinic.browser()
    browser.open("/sign-in")

    browser.open("/sign-in/identity")

    assert browser.status == 503
    browser.press("Sign in", name="ada", password=PASSWORD)
    assert browser.path == "/clinic/"


def test_an_issuer_that_hangs_takes_two_threads_and_no_more(clinic: Clinic) -> None:
    issuer = clinic.parts.issuer
    for _ in range(client_of_issuers.AT_ONCE):
        assert issuer._free.acquire(blocking=False)
    browser = clinic.browser()
    browser.open("/sign-in")

    browser.open("/sign-in/identity")

    assert browser.status == 503
    for _ in range(client_of_issuers.AT_ONCE):
        issuer._free.release()
    assert sign_in(clinic).path == "/clinic/"


def test_neither_subject_nor_secret_stands_in_the_database_or_in_a_representation(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    sign_in(clinic)

    with clinic.parts.database.read() as session:
        cells = [
            str(cell)
            for table in (models.LinkedIdentity, models.SignIn, models.AuditEvent)
            for row in session.execute(select(table.__table__))
            for cell in row
        ]
    assert not [cell for cell in cells if ADA in cell or SECRET in cell]
    assert SECRET not in repr(clinic.parts)
    assert SECRET not in repr(clinic.parts.settings)


@pytest.mark.parametrize("content", [b"", b"\n", b"two\nlines", b"\xff\xfe"])
def test_a_file_without_one_line_of_secret_is_a_fault_at_start(tmp_path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    settings = settings_in(
        tmp_path,
        SMALL,
        SCREENING_OIDC_ISSUER="https://id.clinic.example",
        SCREENING_OIDC_CLIENT_ID=CLIENT,
        SCREENING_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "secret"),
    )

    with pytest.raises(SettingsError) as caught:
        create_app(settings)

    assert caught.value.faults == (
        "SCREENING_OIDC_CLIENT_SECRET_FILE: Write the secret into it, in one line.",
    )
    assert re.fullmatch(r"[^\n]+", str(caught.value))
