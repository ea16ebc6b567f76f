"""Signing in by an issuer: the good way, and everything that its word is checked for."""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from sqlalchemy import select

from screening.app import create_app
from screening.errors import SettingsError
from screening.security import issuer as client_of_issuers
from screening.store import accounts, identities, models
from screening.store.account_value import Account
from screening.store.attempts import IDENTITY_PLACE
from screening.web.cookies import STAFF
from screening.web.identities import _flow
from tests.trail import ids_of
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, SMALL, Clinic, settings_in
from tests.web.issuer import CLIENT, SECRET, Claims, TestIssuer, issuing

ADA = "subject-of-ada"
REFUSED = "The other sign-in could not be used. Start again from here."
SILENT = "The other sign-in does not answer at the moment."


@pytest.fixture(scope="module")
def served_issuer() -> Iterator[TestIssuer]:
    """One for all tests: its key takes time to make."""
    with issuing() as made:
        yield made


@pytest.fixture
def issuer(served_issuer: TestIssuer) -> TestIssuer:
    """It says the truth."""
    served_issuer.tell_the_truth()
    return served_issuer


@pytest.fixture
def clinic(
    make_clinic: Callable[..., Clinic], issuer: TestIssuer, tmp_path_factory: pytest.TempPathFactory
) -> Clinic:
    """A clinic that knows the issuer; Dr Ada has linked her account."""
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text(f"{SECRET}\n")
    made = make_clinic(
        SMALL,
        SCREENING_OIDC_ISSUER=issuer.address,
        SCREENING_OIDC_CLIENT_ID=CLIENT,
        SCREENING_OIDC_CLIENT_SECRET_FILE=str(secret),
    )
    issuer.now = lambda: made.clock().timestamp()
    link(made, made.ada, ADA)
    return made


def link(clinic: Clinic, account: Account, subject: str) -> None:
    with clinic.parts.database.write() as session:
        known = clinic.parts.registration.issuer
        identities.link(session, account.id, known, subject, now=clinic.clock())


def there(browser: Browser, start: str = "/sign-in/identity") -> str:
    """Where the link leads: an address of the issuer."""
    reply = browser.client.get(start)
    assert reply.status_code == 303
    return reply.headers["Location"]


def back(address: str) -> str:
    """The address of ours that the issuer leads back to."""
    reply = requests.get(address, allow_redirects=False, timeout=5)
    assert reply.status_code == 302
    parts = urlsplit(reply.headers["Location"])
    return f"{parts.path}?{parts.query}"


def sign_in(clinic: Clinic) -> Browser:
    """All the way, in a browser that nobody has used."""
    browser = clinic.browser()
    browser.open("/sign-in")
    browser.open(back(there(browser)))
    browser.press("Go on")
    return browser


def refused(browser: Browser, words: str = REFUSED) -> bool:
    """Whether it shows the page to sign in with these words, and opens nothing."""
    said = browser.status in (422, 503) and words in browser.page.text
    return said and browser.open("/clinic/").h1 == "Sign in"


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


def _claim(name: str, value: object) -> Callable[[Claims], Claims]:
    return lambda claims: claims | {name: value}


def _without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


SAYS_SOMETHING_ELSE: dict[str, Callable[[Claims], Claims]] = {
    "other issuer": _claim("iss", "http://127.0.0.1:1"),
    "no issuer": _without("iss"),
    "other audience": _claim("aud", "another client"),
    "audiences without us": _claim("aud", ["one", "two"]),
    "no audience": _without("aud"),
    "several without presenter": _claim("aud", [CLIENT, "another"]),
    "other presenter": _claim("azp", "another client"),
    "other nonce": _claim("nonce", "of another flow"),
    "no nonce": _without("nonce"),
    "expired": lambda claims: claims | {"exp": claims["iat"] - 61},
    "no expiry": _without("exp"),
    "expiry in words": _claim("exp", "tomorrow"),
    "expiry not a number": _claim("exp", float("nan")),
    "from the future": lambda claims: claims | {"iat": claims["iat"] + 3600},
    "no time of issue": _without("iat"),
    "empty subject": _claim("sub", ""),
    "no subject": _without("sub"),
    "long subject": _claim("sub", "x" * 256),
    "subject a number": _claim("sub", 7),
    "subject a list": _claim("sub", [ADA]),
}


def test_a_token_that_says_something_else_signs_nobody_in(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    let_in = []
    for name, twist in SAYS_SOMETHING_ELSE.items():
        issuer.twist = twist
        if not refused(sign_in(clinic)):
            let_in.append(name)

    assert let_in == []
    assert len(issuer.sent_to_token) == len(SAYS_SOMETHING_ELSE)


def test_what_the_standard_allows_is_taken(clinic: Clinic, issuer: TestIssuer) -> None:
    for twist in (
        _claim("aud", [CLIENT]),
        lambda claims: claims | {"aud": [CLIENT, "b"], "azp": CLIENT},
        lambda claims: claims | {"exp": claims["iat"] - 59},
    ):
        issuer.twist = twist

        assert sign_in(clinic).path == "/clinic/"


def test_without_each_check_a_wrong_token_would_open(
    clinic: Clinic, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof."""
    kept = jwt.JWTClaimsRegistry
    for claim in ("iss", "aud", "nonce", "exp"):

        class Blind(kept):
            left_out = claim

            def __init__(self, **options: object) -> None:
                options.pop(self.left_out)
                super().__init__(**options)

            def validate_exp(self, value: object) -> None:
                if self.left_out != "exp":
                    super().validate_exp(value)

        monkeypatch.setattr(client_of_issuers.jwt, "JWTClaimsRegistry", Blind)
        issuer.twist = _claim(claim, 1 if claim == "exp" else "another")
        if claim == "aud":
            issuer.twist = lambda claims: claims | {"aud": "another", "azp": CLIENT}

        assert sign_in(clinic).path == "/clinic/", claim


def _none(claims: Claims) -> str:
    parts = [{"alg": "none"}, claims]
    return (
        ".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
            for part in parts
        )
        + "."
    )


def _shared_secret(claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET.ljust(32, "x")))


def _public_key_as_secret(claims: Claims, public: bytes) -> str:
    """By hand: the library refuses to make it."""
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "one"}, claims)]
    head = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    seal = base64.urlsafe_b64encode(hmac.digest(public, head, "sha256")).rstrip(b"=")
    return (head + b"." + seal).decode()


def test_a_signature_that_only_the_issuer_could_have_made_is_wanted(
    clinic: Clinic, issuer: TestIssuer
) -> None:
    public = issuer.key.as_pem(private=False)
    for make in (
        _none,
        _shared_secret,
        lambda claims: _public_key_as_secret(claims, public),
        lambda claims: issuer._signed(claims)[:-4] + "AAAA",
        lambda claims: "no token",
    ):
        issuer.make_token = make

        assert refused(sign_in(clinic))


def test_without_the_list_of_signatures_a_shared_secret_would_do(
    clinic: Clinic, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-proof: list and kinds of keys are what holds it back."""
    secret = KeySet([OctKey.import_key(SECRET.ljust(32, "x"))])
    issuer.make_token = _shared_secret
    monkeypatch.setattr(client_of_issuers, "_key_set", lambda keys: secret)
    assert refused(sign_in(clinic))

    monkeypatch.setattr(client_of_issuers, "SIGNED_BY", ("HS256",))

    assert sign_in(clinic).path == "/clinic/"


def test_another_key_is_refused_even_under_the_right_name(
    clinic: Clinic, issuer: TestIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.signing_key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert refused(sign_in(clinic))

    monkeypatch.setattr(issuer, "key", issuer.signing_key)  # the counter-proof: now it is its own
    assert sign_in(clinic).path == "/clinic/"
    issuer.header = {"alg": "RS256", "kid": "two"}
    assert refused(sign_in(clinic))


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
    monkeypatch.setattr("screening.web.identities._begun_here", lambda purpose, state: flow)

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


def test_an_e_mail_address_makes_nobody_somebody(clinic: Clinic, issuer: TestIssuer) -> None:
    """The issuer sends Ada's address with another subject."""
    issuer.person = "subject-of-mallory"
    issuer.twist = _claim("email", "ada@clinic.example")

    assert refused(sign_in(clinic), "linked to no account here")


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
