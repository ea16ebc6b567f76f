"""What holds on every route: headers, guards, and what the log says."""

from __future__ import annotations

import io
import json
import logging
import re
from uuid import UUID

import pytest

from screening.web.csrf import NO_ORIGIN_NEEDED
from screening.web.headers import ALWAYS
from screening.web.logs import JsonLine
from tests.web.browser import SAME_ORIGIN
from tests.web.conftest import Clinic, settings_in
from tests.web.filling import answer_all
from tests.web.pages import Page, check_page

# Reached without a sign-in and without a sitting. Everything else must have a guard.
OPEN_TO_ALL = {
    "accounts.check_password",
    "accounts.sign_in",
    "accounts.sign_out",
    "bundle",
    "headers.csp_report",
    "identities.back",
    "identities.come_in",
    "identities.start",
    "invited.accept",
    "invited.invitation",
    "invited.make_first",
    "invited.set_up",
    "kit.styles",
    "patient.language.choose",
    "patient.reading.leaflet",
    "patient.redeem",
    "patient.start",
    "patient.thank_you",
    "returning.come_back",
    "returning.form",
    "second_factor.check",
    "second_factor.enter_by_passkey",
    "second_factor.form",
    "static",
}
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


def routes(clinic: Clinic) -> list[tuple[str, str, str]]:
    """Endpoint, method and an address of every route."""
    filled = {"filename": "css/base.css", "name": "patient"}
    found = []
    for rule in clinic.app.url_map.iter_rules():
        path = re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda part: filled.get(part[2], {"uuid": str(NOBODY), "int": "1"}.get(part[1], "a4")),
            rule.rule,
        )
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        found += [(rule.endpoint, method, path) for method in methods]
    return sorted(found)


def test_every_route_is_open_on_purpose_or_has_a_guard(clinic: Clinic) -> None:
    for endpoint, view in clinic.app.view_functions.items():
        guarded = hasattr(view, "action") or hasattr(view, "states")

        assert guarded != (endpoint in OPEN_TO_ALL), endpoint


def test_every_guarded_route_refuses_a_stranger(clinic: Clinic) -> None:
    client = clinic.app.test_client()

    for endpoint, method, path in routes(clinic):
        if endpoint in OPEN_TO_ALL:
            continue
        response = client.open(path, method=method, headers=SAME_ORIGIN)

        if endpoint.startswith("patient."):
            assert response.status_code == 410, endpoint
        else:
            assert response.status_code == 303, endpoint
            assert response.headers["Location"] == "/sign-in"


def test_every_guarded_route_refuses_the_wrong_role(clinic: Clinic) -> None:
    from screening.security.permissions import may

    for account in (clinic.fay, clinic.ada, clinic.moss):
        browser = clinic.signed_in(account)
        for endpoint, method, path in routes(clinic):
            action = getattr(clinic.app.view_functions[endpoint], "action", None)
            if action is None or may(account.role, action):
                continue
            response = browser._send(method, path, headers=SAME_ORIGIN)

            assert response.status_code == 403, (account.role, endpoint)


def test_no_route_changes_anything_without_its_token(clinic: Clinic) -> None:
    tablet, staff = clinic.tablet(), {a.role: clinic.signed_in(a) for a in (clinic.fay, clinic.ada)}

    for endpoint, method, path in routes(clinic):
        if method != "POST" or endpoint in NO_ORIGIN_NEEDED:
            continue
        for browser in (tablet, *staff.values()):
            if endpoint.startswith("patient.") != (browser is tablet):
                continue
            response = browser.post(path, {"form-token": "0" * 64})
            if endpoint.startswith("patient.arriving."):  # this tablet is past that
                assert response.headers["Location"] == "/sitting"
            else:
                assert response.status_code in (403, 404), (endpoint, response.status_code)


def test_a_saved_page_needs_its_token(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    data = tablet.page.form("Next").data({"gate": "no"}, "Next")

    response = tablet.post(tablet.path, {**data, "form-token": "0" * 64})

    assert response.status_code == 403
    assert "did not come from the page it belongs to" in response.get_data(as_text=True)
    tablet.open("/sitting/1")
    assert tablet.page.value("gate") == ""


def test_every_response_carries_the_headers(clinic: Clinic) -> None:
    client = clinic.app.test_client()

    answers = [client.open(path, method=method) for _, method, path in routes(clinic)]
    answers += [client.get("/nowhere"), client.open("/", method="DELETE")]
    answers += [clinic.signed_in(clinic.fay).response, clinic.tablet().response]

    for response in answers:
        for name, value in ALWAYS.items():
            assert response.headers[name] == value
        assert "Strict-Transport-Security" not in response.headers  # plain http here
        if response.request.path.startswith("/static/"):
            assert "no-store" not in response.headers["Cache-Control"]
        else:
            assert response.headers["Cache-Control"] == "no-store"
        response.close()


def test_the_content_policy_is_the_one_we_promise() -> None:
    assert ALWAYS["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; object-src 'none'; report-uri /csp-report"
    )


def test_https_is_made_to_stay(clinic: Clinic) -> None:
    response = clinic.app.test_client().get("/", base_url="https://localhost")

    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_another_host_name_is_not_answered(clinic: Clinic) -> None:
    response = clinic.app.test_client().get("/", base_url="http://elsewhere.example")

    assert response.status_code == 400
    assert "Enter your code" not in response.get_data(as_text=True)


def test_a_page_too_long_is_refused(clinic: Clinic) -> None:
    tablet = clinic.tablet()

    response = tablet.post("/sitting/1", {"words": "x" * 300_000})

    assert response.status_code == 413


def test_a_file_of_ours_is_kept_for_a_year_under_its_version(clinic: Clinic) -> None:
    browser = clinic.browser()
    browser.open("/")
    sheets = [link.attributes["href"] for link in browser.page.root.all("link")]

    assert sheets
    for address in sheets:
        with browser.client.get(address) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_problems_are_pages_like_any_other(clinic: Clinic) -> None:
    client = clinic.app.test_client()

    for path in ("/nowhere", "/sitting/nowhere"):
        response = client.get(path)

        assert response.status_code == 404
        check_page(Page(response.get_data(as_text=True)))


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b'{"csp-report": 1}', b'{"csp-report": {"violated-directive": []}}'],
)
def test_a_policy_report_never_fails(clinic: Clinic, body: bytes) -> None:
    response = clinic.app.test_client().post("/csp-report", data=body)

    assert response.status_code == 204


def test_the_log_holds_ids_and_kinds_only(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLine())
    monkeypatch.setattr(logging.getLogger("screening.web"), "handlers", [handler])
    monkeypatch.setattr(clinic.app.logger, "handlers", [handler])
    tablet = clinic.tablet()
    answer_all(tablet)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("Okonkwo answered spoon\r\nforged line")

    monkeypatch.setattr("screening.web.sitting.responses.send", broken)
    tablet.press("Send my answers")
    tablet.client.post(
        "/csp-report", json={"csp-report": {"violated-directive": "img-src\nx Okonkwo"}}
    )

    assert tablet.status == 500
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["request failed", "content policy breached"]
    assert lines[0]["kind"] == "RuntimeError"
    assert lines[0]["endpoint"] == "patient.send"
    for word in ("Okonkwo", "Cleo", "spoon", "forged", "MRN", tablet.cookie("__Host-kiosk")):
        assert word not in written.getvalue()


def test_an_error_page_tells_nothing_of_the_error(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = clinic.tablet()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("screening.web.patient.question_page", broken)
    response = tablet._send("GET", "/sitting/1")

    assert response.status_code == 500
    assert "secret words" not in response.get_data(as_text=True)


def test_the_style_page_is_for_development_only(clinic: Clinic, tmp_path: object) -> None:
    from screening.app import create_app
    from tests.web.conftest import SMALL

    page = clinic.browser()
    page.open("/styles")
    page.open("/styles?rtl")
    served = create_app(settings_in(clinic.parts.settings.data.parent, SMALL))

    assert page.status == 200
    assert served.test_client().get("/styles").status_code == 404
    served.extensions["screening"].database.close()
