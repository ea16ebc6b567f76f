"""A visit that was erased is in no export, no count of stored answers, no day's file, no list."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from screening.store import erasures
from screening.store.encounters import Encounter
from screening.store.erasures import Ground, Scope
from screening.web.replaying import Counted, replay
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.listing import CALM, WORSE, a_visit
from tests.web.listing import scale_clinic as scale_clinic
from tests.web.test_exports import at_the_form, export
from tests.web.test_replaying import in_use, moved_edge

ON_EDGE = {"nervous": "most_days", "control_worry": "some_days"}  # 2 + 1 = 3 points
DAY = "2026-11-18"


@pytest.fixture
def visits(scale_clinic: Clinic) -> list[Encounter]:
    """Six of a day, the last two of them on the edge of the band."""
    answers = [CALM, CALM, WORSE, WORSE, ON_EDGE, ON_EDGE]
    return [a_visit(scale_clinic, n, answers=one) for n, one in enumerate(answers, 1)]


@pytest.fixture
def ada(scale_clinic: Clinic) -> Browser:
    return scale_clinic.signed_in(scale_clinic.ada)


def erase(clinic: Clinic, visit: Encounter, scope: Scope = Scope.VISIT) -> None:
    """Asked for by one, carried out by another."""
    target = visit.id if scope == Scope.VISIT else visit.patient_id
    with clinic.parts.database.write() as session:
        asked = erasures.ask(
            session, clinic.parts.site.id, scope, [target], Ground.WRONG_ENTRY,
            by=clinic.moss.id, now=clinic.clock(),
        )  # fmt: skip
        erasures.carry_out(
            session, asked.id, site_id=clinic.parts.site.id, by=clinic.ada.id, now=clinic.clock()
        )


def exported(clinic: Clinic, form: str) -> str:
    """All that goes out for the day, as one text."""
    data = export(at_the_form(clinic), first=DAY, last=DAY, format=form)
    if form == "fhir":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def resources(clinic: Clinic) -> dict[str, str]:
    """The bundle of the day: address of a resource -> its type."""
    entries = json.loads(exported(clinic, "fhir"))["entry"]
    return {one["fullUrl"]: one["resource"]["resourceType"] for one in entries}


def counted(clinic: Clinic) -> Counted:
    with clinic.parts.database.read() as session:
        found = replay(session, clinic.parts.shelf, in_use(clinic), moved_edge(in_use(clinic)))
    assert found is not None
    return found


@pytest.mark.parametrize("scope", [Scope.VISIT, Scope.PATIENT])
def test_the_tables_of_an_export_hold_nothing_of_it_and_all_of_the_others(
    scale_clinic: Clinic, visits: list[Encounter], scope: Scope
) -> None:
    gone, *others = visits
    assert str(gone.id) in exported(scale_clinic, "csv")
    erase(scale_clinic, gone, scope)

    after = exported(scale_clinic, "csv")

    assert str(gone.id) not in after
    assert str(gone.patient_id) not in after
    assert all(str(one.id) in after for one in others)


@pytest.mark.parametrize("scope", [Scope.VISIT, Scope.PATIENT])
def test_a_bundle_of_an_export_has_what_it_had_but_for_that_visit(
    scale_clinic: Clinic, visits: list[Encounter], scope: Scope
) -> None:
    before = resources(scale_clinic)
    erase(scale_clinic, visits[0], scope)

    after = resources(scale_clinic)

    assert after.items() <= before.items()
    gone = [before[name] for name in before.keys() - after.keys()]
    assert gone.count("QuestionnaireResponse") == 1
    assert list(after.values()).count("QuestionnaireResponse") == 5


def test_a_replay_counts_it_no_more(scale_clinic: Clinic, visits: list[Encounter]) -> None:
    before = counted(scale_clinic)
    erase(scale_clinic, visits[-1])

    after = counted(scale_clinic)

    assert before.replayed is not None
    assert after.replayed is not None
    assert (before.stored, before.replayed.visits, before.replayed.changed) == (6, 6, 2)
    assert (after.stored, after.replayed.visits, after.replayed.changed) == (5, 5, 1)


def test_two_erased_leave_too_few_for_a_replay_to_tell(
    scale_clinic: Clinic, visits: list[Encounter]
) -> None:
    for one in visits[:2]:
        erase(scale_clinic, one, Scope.PATIENT)

    found = counted(scale_clinic)

    assert (found.stored, found.replayed) == (4, None)


def test_worklist_and_the_days_summaries_leave_it_out(
    scale_clinic: Clinic, visits: list[Encounter], ada: Browser
) -> None:
    erase(scale_clinic, visits[0])

    ada.open("/clinic/?show=all")
    assert "Family 1," not in ada.page.text
    assert all(f"Family {n}," in ada.page.text for n in range(2, 7))
    ada.open(f"/clinic/days/?on={DAY}")

    assert "5 visits in which something was sent" in ada.page.text
