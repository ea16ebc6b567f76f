"""Replies that no browser makes are refused and are no fault; hosts that have no passkeys."""

from __future__ import annotations

import json
import random

import pytest

from screening.security import passkeys
from screening.security.passkeys import Party
from tests.web.soft_passkey import SoftPasskey

PARTY = Party("localhost", "http://localhost", "Harbour Clinic")
CHALLENGE = b"c" * 32
OPTIONS = passkeys.request_options(PARTY, challenge=CHALLENGE, allowed=())
ODD = (None, 1, [], {}, "", "x", "\ud800", "\0", [[]], "A" * 2000)


def verified(key: SoftPasskey) -> passkeys.NewPasskey:
    made = passkeys.verify_new(PARTY, key.make(OPTIONS), challenge=CHALLENGE)
    assert made is not None
    return made


def test_a_made_passkey_is_known_again_and_counts_on() -> None:
    key = SoftPasskey()
    made = verified(key)

    reply = key.use(OPTIONS)

    assert passkeys.credential_id(reply) == made.credential_id
    for sign_count, expected in ((0, 1), (1, None), (2, None)):
        found = passkeys.verify_use(
            PARTY, reply, challenge=CHALLENGE, public_key=made.public_key, sign_count=sign_count
        )
        assert found == expected
    assert not passkeys.verify_use(
        PARTY, reply, challenge=b"d" * 32, public_key=made.public_key, sign_count=0
    )


def test_odd_replies_are_refused_and_none_is_a_fault() -> None:
    chance, key = random.Random(5), SoftPasskey()  # noqa: S311  the same ones at each run
    public_key = verified(key).public_key
    for text in ("", "{", "[]", "null", "[" * 9000, '{"id": "' + "A" * 20_000 + '"}'):
        assert passkeys.credential_id(text) == ""
        assert passkeys.verify_new(PARTY, text, challenge=CHALLENGE) is None
    for number in range(400):
        reply = json.loads(key.make(OPTIONS) if number % 2 else key.use(OPTIONS))
        held = chance.choice([reply, reply["response"]])
        held[chance.choice(list(held))] = chance.choice(ODD)
        text = json.dumps(reply)

        passkeys.credential_id(text).encode()
        assert number % 2 == 0 or passkeys.verify_new(PARTY, text, challenge=CHALLENGE) is None
        use = passkeys.verify_use(
            PARTY, text, challenge=CHALLENGE, public_key=public_key, sign_count=0
        )
        assert use is None


@pytest.mark.parametrize(
    ("host", "secure", "can"),
    [
        ("localhost", False, True),
        ("clinic.localhost", False, True),
        ("clinic.example", True, True),
        ("clinic.example", False, False),
        ("127.0.0.1", True, False),
        ("[::1]", True, False),
        ("10.0.0.4", True, False),
    ],
)
def test_passkeys_go_by_name_and_over_https(host: str, secure: bool, can: bool) -> None:
    assert passkeys.can_have_passkeys(host, secure=secure) == can
