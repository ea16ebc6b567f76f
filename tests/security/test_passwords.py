"""Passwords: long, uncommon, free of names, hashed with Argon2id."""

import threading
import time

import pytest

from screening.security import passwords
from screening.security.errors import PasswordRefused

GOOD = "quartz lantern ferry moss"


def check(password: str) -> None:
    passwords.check(
        password, account_name="ada", full_name="Ada Lovelane", site_name="Harbour Clinic"
    )


@pytest.mark.parametrize(
    "password",
    [GOOD, "x7$kQ2!vPz9&mLw", "длинныйпарольбезсмысла", "🐌 paints 4 ladders", "a" * 60 + GOOD],
)
def test_a_long_uncommon_password_of_any_characters_is_taken(password: str) -> None:
    check(password)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too short"),
        ("x7$kQ2!vPz9&mL", "too short"),
        ("x7$k" * 32 + "x", "too long"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("abababababababababab", "easy to guess"),
        ("Password-Password-2026!", "easy to guess"),
        ("correct horse battery staple", "easy to guess"),
        ("qwertyuiopasdfghjkl", "easy to guess"),
        ("123456789012345", "easy to guess"),
        ("my lovelane ferry moss", "holds your name"),
        ("H-a-r-b-o-u-r ferry moss", "holds your name"),
    ],
)
def test_a_short_common_or_telling_password_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        check(password)

    assert reason in str(refused.value)
    assert not password or password not in str(refused.value)


def test_lengths_are_taken_from_the_first_to_the_last_one_allowed() -> None:
    text = "x7$kQ2!vPz9&mLw" * 9

    for length in (passwords.SHORTEST, passwords.LONGEST):
        check(text[:length])
    for length in (passwords.SHORTEST - 1, passwords.LONGEST + 1):
        with pytest.raises(PasswordRefused):
            check(text[:length])


def test_a_very_short_name_does_not_forbid_half_the_language() -> None:
    passwords.check(GOOD, account_name="al", full_name="Al Ng")


def test_only_the_right_password_fits_its_hash() -> None:
    hashed = passwords.hash_password(GOOD)

    assert hashed.startswith("$argon2id$")
    assert passwords.matches(hashed, GOOD)
    assert not passwords.matches(hashed, GOOD + " ")
    assert not passwords.matches(hashed, "")
    assert hashed != passwords.hash_password(GOOD)


def test_one_password_typed_composed_or_not_is_the_same() -> None:
    assert passwords.matches(
        passwords.hash_password("cafe\u0301 lantern ferry"), "café lantern ferry"
    )


@pytest.mark.parametrize("damaged", ["", "$argon2id$", "plain text"])
def test_a_damaged_hash_fits_nothing(damaged: str) -> None:
    assert not passwords.matches(damaged, GOOD)


def test_no_hash_fits_nothing_not_even_the_dummys_own_password() -> None:
    assert not passwords.matches(None, "nobody has this password")


def test_an_unknown_name_costs_as_much_as_a_known_one() -> None:
    hashed = passwords.hash_password(GOOD)
    passwords.matches(None, "warm")

    def seconds(stored: str | None) -> float:
        rounds = []
        for _ in range(5):
            started = time.perf_counter()
            passwords.matches(stored, "wrong")
            rounds.append(time.perf_counter() - started)
        return min(rounds)

    # Without the dummy an unknown name would answer a thousand times sooner.
    assert 0.5 < seconds(None) / seconds(hashed) < 2


def test_at_most_four_hashes_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()
    real = passwords._HASHER

    class Counting:
        """The real hasher, with a count of those who are in it."""

        def hash(self, password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            try:
                time.sleep(0.05)
                return real.hash(password)
            finally:
                with lock:
                    running -= 1

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    threads = [threading.Thread(target=passwords.hash_password, args=(GOOD,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 4
