"""500 tamperings with the audit trail: all found, and located. The long trial is a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bench.campaigns.tampering import installations, tamperings
from screening.store import audit_chain
from screening.store.db import Database
from tests.conftest import COUNTED
from tests.tampered_trail import Scene, Tampered, a_scene, is_found
from tests.tampering import WAYS

pytestmark = pytest.mark.slow
SEED = 20261130


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[Database, Scene]]:
    """An installation, and its trail with what can be done to it."""
    with installations() as (one, two):
        yield one, a_scene(one, two)


def missed(played: tuple[Database, Scene], count: int, *, but: str = "") -> list[str]:
    """The ways of which one was not found, or told at another place."""
    database, scene = played
    with database.writing() as session:
        return [
            way
            for way, tampered in tamperings(scene, count, SEED)
            if not is_found(session, scene, tampered, but=but)
        ]


def test_500_tamperings_are_all_found_and_located(
    played: tuple[Database, Scene], record_property: Callable[[str, object], None]
) -> None:
    assert missed(played, 500) == []
    record_property(COUNTED, f"500 tamperings of {len(set(WAYS))} ways, all found and located")


def test_what_was_not_tampered_with_is_whole_and_fits_every_line(
    played: tuple[Database, Scene],
) -> None:
    database, scene = played
    with database.writing() as session:
        untouched = Tampered(scene.rows, frozenset())
        assert not is_found(session, scene, untouched)
        assert not is_found(session, scene, Tampered(scene.rows, frozenset({0}), inside=False))


@pytest.mark.parametrize(
    "check",
    [
        audit_chain.NOT_A_NUMBER,
        audit_chain.OUT_OF_PLACE,
        "are missing",
        audit_chain.NOT_FOLLOWING,
        audit_chain.CHANGED,
        audit_chain.FOUND_ELSEWHERE,
        audit_chain.NOT_OURS,
        "kept",
    ],
)
def test_without_any_one_of_the_checks_a_tampering_goes_unseen(
    played: tuple[Database, Scene], check: str
) -> None:
    assert missed(played, 3 * len(WAYS), but=check)
