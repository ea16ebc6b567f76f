"""The worklist: which visits, in which order, with what in a row, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from screening.store import audit, changes, corrections, patients, sites
from screening.store.audit import Kind
from screening.store.encounters import Encounter
from screening.store.models import AuditEvent
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.listing import CALM, SCALE, WORSE, a_visit, counted, end, fill, patient, send
from tests.web.listing import scale_clinic as scale_clinic
from tests.web.signing import add_ben


def names(doctor: Browser) -> list[str]:
    """Family names of the rows, from the top."""
    return [row.text.split(",")[0] for row in doctor.page.root.all("tr")[1:]]


def sign(doctor: Browser, visit: Encounter) -> None:
    """What the visit's own page offers."""
    doctor.open(f"/clinic/visits/{visit.id}")
    doctor.press("Sign this visit")


def test_urgent_and_unseen_comes_before_unreviewed_and_that_before_reviewed(
    scale_clinic: Clinic,
) -> None:
    clinic = scale_clinic
    signed_first, signed_last = a_visit(clinic, 1), a_visit(clinic, 2)
    seen = a_visit(clinic, 3, level="before_leaving")
    a_visit(clinic, 4)
    a_visit(clinic, 5, answers=None)
    a_visit(clinic, 6, level="before_leaving")
    a_visit(clinic, 7, level="now")
    doctor = clinic.signed_in(clinic.ada)
    doctor.open(f"/clinic/visits/{seen.id}")
    doctor.press("I have seen this")
    for visit in (signed_first, signed_last):
        sign(doctor, visit)

    doctor.open("/clinic/")

    assert names(doctor) == [f"Family {n}" for n in (7, 6, 3, 4, 5, 2, 1)]


def test_the_kinds_are_links_with_how_many_each_has(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    old = a_visit(clinic, 1)
    urgent = a_visit(clinic, 2, level="now")
    for visit in (old, urgent):
        end(clinic, visit)
    clinic.clock.forward(days=2)
    a_visit(clinic, 3, answers=None)
    doctor = clinic.signed_in(clinic.ada)
    sign(doctor, old)
    doctor.open("/clinic/")
    assert names(doctor) == ["Family 2", "Family 3"]  # an unseen finding outlives its day

    found = {}
    for words in ("Today and open (2)", "Urgent, not seen (1)", "To review (1)", "Reviewed (1)"):
        doctor.open(doctor.page.link(words))
        found[words] = names(doctor)
    doctor.follow("All visits (3)")

    assert list(found.values()) == [
        ["Family 2", "Family 3"], ["Family 2"], ["Family 2"], ["Family 1"],
    ]  # fmt: skip
    assert names(doctor) == ["Family 2", "Family 3", "Family 1"]


def test_what_comes_in_after_the_signature_has_to_be_reviewed_again(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    visit = a_visit(clinic, 1)
    doctor = clinic.signed_in(clinic.ada)
    sign(doctor, visit)
    clinic.clock.forward(minutes=1)
    send(clinic, visit, SCALE, CALM, role="clinician")

    doctor.open("/clinic/?show=to-review")

    assert names(doctor) == ["Family 1"]
    assert "Not signed as it stands." in doctor.page.text


def test_a_row_tells_score_band_change_completeness_and_who_reviewed(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    send(clinic, clinic.start_visit(), SCALE, CALM)
    clinic.clock.forward(days=9)
    last = clinic.start_visit()
    send(clinic, last, SCALE, WORSE)
    doctor = clinic.signed_in(clinic.ada)
    sign(doctor, last)

    doctor.open("/clinic/?show=reviewed")

    (row,) = (row.text for row in doctor.page.root.all("tr")[1:])
    assert "MRN-00417 · visit 2 · 27 Nov 2026, 09:30" in row
    assert "GAD-2 5 / 6, 3 or more ▲ 3 higher than 18 Nov (2)" in row
    assert "1 of 1 form sent" in row
    assert "Signed by Dr Ada Byron, 27 Nov 2026, 09:30." in row


def test_points_of_another_rater_are_not_compared(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    send(clinic, clinic.start_visit(), SCALE, CALM, role="clinician")
    clinic.clock.forward(days=9)
    send(clinic, clinic.start_visit(), SCALE, WORSE)

    doctor = clinic.signed_in(clinic.ada)

    row = doctor.page.root.all("tr")[-1].text
    assert "GAD-2 5 / 6" in row
    assert "higher" not in row


def test_an_incomplete_score_has_no_number(scale_clinic: Clinic) -> None:
    a_visit(scale_clinic, 1, {"nervous": "most_days"})

    doctor = scale_clinic.signed_in(scale_clinic.ada)

    assert "GAD-2 not scored, 1 of 2 answered" in doctor.page.root.all("tr")[1].text


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("open", "No visit today."),
        ("urgent", "Nobody waits with an urgent finding."),
        ("to-review", "All that was sent is reviewed."),
        ("reviewed", "No visit is reviewed yet."),
        ("all", "There is no visit yet."),
    ],
)
def test_an_empty_list_says_what_to_do(clinic: Clinic, show: str, words: str) -> None:
    doctor = clinic.signed_in(clinic.ada)

    doctor.open(f"/clinic/?show={show}")

    (paragraph,) = (p for p in doctor.page.root.all("p") if p.text.startswith(words))
    assert paragraph.all("a")


def test_a_long_list_goes_by_pages(scale_clinic: Clinic) -> None:
    for number in range(27):
        a_visit(scale_clinic, number, answers=None)
    doctor = scale_clinic.signed_in(scale_clinic.ada)
    assert len(names(doctor)) == 25
    assert "Page 1 of 2" in doctor.page.text

    doctor.follow("Next page")

    assert names(doctor) == ["Family 25", "Family 26"]
    doctor.follow("Page before")
    assert names(doctor)[0] == "Family 0"


@pytest.mark.parametrize("query", ["show=x", "page=0", "page=2", "page=-1", "page=٣", "page="])
def test_a_page_that_is_not_there_is_a_404(clinic: Clinic, query: str) -> None:
    doctor = clinic.signed_in(clinic.ada)

    doctor.open(f"/clinic/?{query}")

    assert doctor.status == 404


def test_a_void_visit_and_one_of_another_site_are_on_no_list(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    visit = a_visit(clinic, 1)
    with clinic.parts.database.write() as session:
        corrections.void(
            session,
            visit.id,
            site_id=clinic.parts.site.id,
            reason="typed twice",
            by=clinic.fay.id,
            now=clinic.clock(),
        )
        other = sites.add_site(session, "Elsewhere", "UTC", now=clinic.clock())
        stranger = patients.add(
            session, other.id, clinic.cleo.identity, by=None, now=clinic.clock()
        )
    clinic.start_visit(of=stranger)

    doctor = clinic.signed_in(clinic.ada)

    assert "All visits (0)" in doctor.page.text


def test_a_change_shows_at_once_though_the_page_is_kept(scale_clinic: Clinic) -> None:
    clinic = scale_clinic
    visit = a_visit(clinic, 1, answers=None)
    doctor = clinic.signed_in(clinic.ada)
    doctor.open("/clinic/")
    assert "nothing sent yet" in doctor.page.text

    send(clinic, visit, SCALE, WORSE)
    doctor.open("/clinic/")

    assert "GAD-2 5 / 6" in doctor.page.text


@pytest.mark.parametrize(
    ("kind", "ids", "quiet"),
    [
        (Kind.DEFINITION_DRAFT_SAVED, {"draft": 1, "text": 2}, True),
        (Kind.DEFINITION_DRAFT_PUBLISHED, {"draft": 1, "item": "second"}, False),
    ],
)
def test_whoever_writes_a_draft_has_no_list_drawn_anew(
    clinic: Clinic, kind: Kind, ids: dict[str, Any], quiet: bool
) -> None:
    database, newest = clinic.parts.database, changes.Newest()
    with database.read() as session:
        before = newest.look(session).newest

    with database.write() as session:
        audit.record(session, clinic.clock(), kind, clinic.moss.id, **ids)

    with database.read() as session:
        assert (newest.look(session).newest == before) is quiet
        assert newest.look(session).newest == changes.Newest().look(session).newest


def test_a_page_that_is_kept_greets_each_by_their_own_name(
    scale_clinic: Clinic, password_hash: str
) -> None:
    a_visit(scale_clinic, 1)
    ada = scale_clinic.signed_in(scale_clinic.ada)
    ben = scale_clinic.signed_in(add_ben(scale_clinic, password_hash))
    ada.open("/clinic/")
    ben.open("/clinic/")

    assert "Dr Ben Osei" in ben.response.text
    assert "Dr Ada Byron" not in ben.response.text
    assert ben.page.value("form-token") != ada.page.value("form-token")
    ben.press("Sign out")
    assert ben.status == 200


def test_each_patient_shown_is_on_the_trail_once_per_sign_in(scale_clinic: Clinic) -> None:
    for number in range(3):
        a_visit(scale_clinic, number)
    doctor = scale_clinic.signed_in(scale_clinic.ada)
    doctor.open("/clinic/")
    scale_clinic.clock.forward(minutes=2)  # longer than it is remembered
    doctor.open("/clinic/")
    scale_clinic.signed_in(scale_clinic.ada)

    with scale_clinic.parts.database.read() as session:
        assert session.query(AuditEvent).filter_by(kind="patient_read").count() == 6


def test_the_number_of_statements_does_not_grow_with_the_visits(
    scale_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = scale_clinic
    doctor = clinic.signed_in(clinic.ada)
    doctor.open("/clinic/")
    numbers = []
    for more in (10, 190):
        with clinic.parts.database.write() as session:
            of = clinic.parts.shelf.current(session)[SCALE]
            fill(session, clinic.parts.site.id, clinic.ada.id, [(of, "patient", CALM)], more)
        patient(clinic, more)  # the list is drawn anew
        with counted(clinic, monkeypatch) as sent:
            doctor.open("/clinic/")
        numbers.append(len(sent))
        shown = len(names(doctor))

    assert shown == 25
    assert numbers[0] == numbers[1] <= 25
