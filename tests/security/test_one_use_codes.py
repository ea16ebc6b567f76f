"""Codes of staff: long enough, easy to copy, read back however they are typed."""

from __future__ import annotations

import math

import pytest

from screening.security.kiosk_tokens import ALPHABET
from screening.security.one_use_codes import (
    INVITATION_LENGTH,
    RECOVERY_LENGTH,
    new_code,
    read_code,
    shown_code,
)


def test_codes_are_beyond_guessing() -> None:
    assert INVITATION_LENGTH * math.log2(len(ALPHABET)) > 79
    assert RECOVERY_LENGTH * math.log2(len(ALPHABET)) > 59
    assert len({new_code(RECOVERY_LENGTH) for _ in range(100)}) == 100


@pytest.mark.parametrize("length", [INVITATION_LENGTH, RECOVERY_LENGTH])
def test_what_is_shown_reads_back_in_small_letters_and_with_spaces(length: int) -> None:
    code = new_code(length)
    shown = shown_code(code)

    assert all(len(group) == 4 for group in shown.split("-"))
    for typed in (shown, shown.lower(), shown.replace("-", " "), f" {code}\n"):
        assert read_code(typed, length) == code


@pytest.mark.parametrize(
    "typed", ["", "AAAA", "0000-0000-0000", "AAAA-AAAA-AAAA-A", "ÄAAA-AAAA-AAAA"]
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert read_code(typed, RECOVERY_LENGTH) is None
