"""PINs: six digits or more, and none of those that are tried first."""

import pytest

from screening.security import pins
from screening.security.errors import PinRefused


@pytest.mark.parametrize("pin", ["402975", "838201", "5019264", "920174630158", "000173"])
def test_own_digits_are_taken(pin: str) -> None:
    pins.check(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "40297",
        "9201746301583",
        "40297x",
        "402 975",
        "-402975",
        "٤٠٢٩٧٥",
        "402975\n",
        "４０２９７５",
    ],
)
def test_what_is_not_six_to_twelve_plain_digits_is_refused(pin: str) -> None:
    with pytest.raises(PinRefused) as caught:
        pins.check(pin)

    assert str(caught.value) == "Type a PIN of 6 to 12 digits."
    assert not pins.could_be(pin)


@pytest.mark.parametrize(
    "pin",
    # The ten that people choose most (Markert et al. 2020, table of six-digit PINs), then kinds.
    ["123456", "654321", "111111", "000000", "123123", "666666", "121212", "112233", "789456",
     "159753", "890123", "246802", "987654321", "998877", "808080", "123412341234", "100001",
     "147258", "852741", "696969"],
)  # fmt: skip
def test_runs_repeats_and_common_pins_are_refused(pin: str) -> None:
    with pytest.raises(PinRefused) as caught:
        pins.check(pin)

    assert pin not in str(caught.value)
    assert pins.could_be(pin)  # so the refusal is not one of the shape


def test_hardly_any_pin_is_lost_to_the_list() -> None:
    """Of all six-digit PINs fewer than one in a hundred: who guesses gains nothing from it."""
    refused = 0
    for number in range(0, 1_000_000, 97):
        try:
            pins.check(f"{number:06}")
        except PinRefused:
            refused += 1

    assert refused < 1_000_000 / 97 / 100
