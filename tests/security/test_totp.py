"""Six-digit codes: the figures of RFC 6238, and what else may be typed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from screening.security import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()  # RFC 6238, appendix B, SHA-1
# Its codes have eight digits; ours are the last six of them.
PUBLISHED = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), PUBLISHED)
def test_the_published_codes_are_those_of_their_steps(seconds: int, code: str) -> None:
    assert totp.step_of(SECRET, code, at(seconds)) == seconds // 30
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]} ", at(seconds)) == seconds // 30


@pytest.mark.parametrize(("off", "taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_one_step_off(off: int, taken: bool) -> None:
    moment = at(1234567890) + timedelta(seconds=off)

    assert (totp.step_of(SECRET, "005924", moment) == 1234567890 // 30) == taken


@pytest.mark.parametrize("typed", ["", "00592", "0059240", "OO5924", "٠٠٥٩٢٤", "005925", "-05924"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert totp.step_of(SECRET, typed, at(1234567890)) is None


def test_a_new_secret_has_160_bits_and_is_another_each_time() -> None:
    made = {totp.new_secret() for _ in range(20)}

    assert len(made) == 20
    assert all(len(base64.b32decode(secret)) == 20 for secret in made)
    assert totp.shown_secret("ABCDEFGH") == "ABCD EFGH"


def test_the_address_names_clinic_and_account_and_escapes_both() -> None:
    address = totp.address("ABC", account_name="ada&x", site_name="Harbour Clinic")

    assert address == ("otpauth://totp/Harbour%20Clinic:ada%26x?secret=ABC&issuer=Harbour%20Clinic")
