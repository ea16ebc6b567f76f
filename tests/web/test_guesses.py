"""A small attack of each kind; 100,000 guesses are a campaign: ./run campaign guesses."""

from __future__ import annotations

from tests.web.conftest import Clinic
from tests.web.guessing import Attack


def test_no_guess_is_right_and_honest_people_still_get_in(clinic: Clinic) -> None:
    attack = Attack(clinic)

    tally = attack.run(105)

    assert tally.inside == []
    assert (tally.honest, tally.shut_out) == (4, 0)
    assert set(tally.guesses.values()) == {15}  # of each kind
    assert tally.compared > 40


def test_a_right_guess_would_be_noticed(clinic: Clinic) -> None:
    attack = Attack(clinic)
    attack.random.randrange = lambda *args: int(attack.phone.code())  # type: ignore[method-assign]
    attack._anywhere = lambda: "10.9.9.9"  # type: ignore[method-assign]

    assert attack.kinds["codes of an app"]()
