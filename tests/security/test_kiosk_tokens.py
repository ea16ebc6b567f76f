"""Codes and tokens: random, without look-alikes, read as people type them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.security import kiosk_tokens


def test_codes_are_eight_signs_of_thirty_one_without_look_alikes() -> None:
    codes = {kiosk_tokens.new_code() for _ in range(2000)}

    assert len(codes) == 2000
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) == set(kiosk_tokens.ALPHABET)
    assert len(kiosk_tokens.ALPHABET) == 31
    assert not set(kiosk_tokens.ALPHABET) & set("01OIL")


@given(st.integers(min_value=0, max_value=7), st.sampled_from([" ", "-", "–", "\u00a0", "."]))
def test_a_code_is_read_with_any_capitals_and_separators(where: int, separator: str) -> None:
    code = kiosk_tokens.new_code()

    typed = code[:where].lower() + separator + code[where:] + "\n"

    assert kiosk_tokens.read_code(typed) == code
    assert kiosk_tokens.read_code(kiosk_tokens.shown_code(code)) == code


@pytest.mark.parametrize("typed", ["", "ABCD234", "ABCD23456", "ABCD234O", "ABCD234é", "ＡBCD2345"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert kiosk_tokens.read_code(typed) is None


@given(st.text(max_size=40))
def test_reading_never_fails_and_gives_a_code_or_none(typed: str) -> None:
    code = kiosk_tokens.read_code(typed)

    assert code is None or (len(code) == 8 and set(code) <= set(kiosk_tokens.ALPHABET))


def test_tokens_hold_256_random_bits_and_form_keys_128() -> None:
    tokens = {kiosk_tokens.new_token() for _ in range(500)}
    keys = {kiosk_tokens.new_form_key() for _ in range(500)}

    assert len(tokens) == len(keys) == 500
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}
    assert {len(base64.urlsafe_b64decode(key + "==")) for key in keys} == {16}
