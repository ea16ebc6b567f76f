"""Everything that the word of an issuer is checked for, each check with its counter-proof."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from screening.security import issuer as client_of_issuers
from tests.web.conftest import Clinic
from tests.web.identities.going import ADA, refused, sign_in
from tests.web.issuer import CLIENT, SECRET, Claims, TestIssuer


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


def test_an_e_mail_address_makes_nobody_somebody(clinic: Clinic, issuer: TestIssuer) -> None:
    """The issuer sends Ada's address with another subject."""
    issuer.person = "subject-of-mallory"
    issuer.twist = _claim("email", "ada@clinic.example")

    assert refused(sign_in(clinic), "linked to no account here")


def test_what_is_no_key_among_the_keys_is_passed_over(clinic: Clinic, issuer: TestIssuer) -> None:
    issuer.other_keys = ["a key", None, 7, [], {}, {"kty": "oct", "k": "AAAA"}]

    assert sign_in(clinic).path == "/clinic/"
