"""An urgent finding is recorded once and never lost, whatever becomes of answers and visit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from screening.store import closing, encounters, findings, library
from screening.store.findings import RaisedFinding
from tests.web.browser import Browser
from tests.web.conftest import SHIPPED, SMALL, Clinic
from tests.web.filling import answer_all
from tests.web.signing import the_visit, visit_of


def recorded(clinic: Clinic) -> tuple[RaisedFinding, ...]:
    with clinic.parts.database.read() as session:
        return findings.for_encounter(session, the_visit(clinic).id)


def bad_nights(clinic: Clinic) -> Browser:
    """A tablet on which a finding was raised and nothing was sent yet."""
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.open("/sitting/3")
    tablet.press("Next", nights="5")
    tablet.open("/sitting/review")
    return tablet


def test_a_rating_of_the_same_questionnaire_records_no_finding_twice(clinic: Clinic) -> None:
    bad_nights(clinic).press("Send my answers")
    doctor = visit_of(clinic, clinic.ada)

    clinic.clock.forward(minutes=1)
    doctor.follow("Rate Made-up check-in")
    doctor.press("Send the rating", check_in__pulse="104")

    assert [one.finding_id for one in recorded(clinic)] == ["quiet_one"]
    doctor.press("I have seen this")
    assert "the visit cannot be signed yet" not in doctor.page.text
    assert all(one.seen_by for one in recorded(clinic))


def test_a_form_that_is_never_sent_loses_none(clinic: Clinic) -> None:
    bad_nights(clinic)
    clinic.clock.forward(days=2)
    with clinic.parts.database.write() as session:
        assert closing.close_unsent(session, now=clinic.clock()).sittings == 1
        encounters.end(session, the_visit(clinic).id, by=clinic.fay.id, now=clinic.clock())

    doctor = visit_of(clinic, clinic.ada)

    assert "Five bad nights or more" in doctor.page.text
    assert "Nobody has marked this finding as seen" in doctor.page.text
    doctor.press("I have seen this")
    assert "seen by Dr Ada Byron" in doctor.page.text


def test_an_answer_changed_back_and_forth_keeps_its_one_finding(clinic: Clinic) -> None:
    tablet = bad_nights(clinic)
    for nights in ("1", "6", "0"):
        tablet.open("/sitting/3")
        tablet.press("Next", nights=nights)

    (one,) = recorded(clinic)

    assert [change.raised for change in one.changes] == [False, True, False]
    assert "Five bad nights or more" in visit_of(clinic, clinic.ada).page.text


def test_a_new_version_without_the_finding_loses_none(clinic: Clinic) -> None:
    bad_nights(clinic).press("Send my answers")
    text = (SMALL / "check_in.yaml").read_text(encoding="utf-8")
    newer = text.replace("version: 1.0.0", "version: 2.0.0", 1)
    newer = newer[: newer.index("findings:")] + newer[newer.index("cases:") :]
    with clinic.parts.database.write() as session:
        data = newer.encode()
        library.import_version(session, "check_in", "2.0.0", data, now=clinic.clock())

    doctor = visit_of(clinic, clinic.ada)
    clinic.clock.forward(minutes=1)
    doctor.follow("Rate Made-up check-in")
    doctor.press("Send the rating", check_in__pulse="104")

    (one,) = recorded(clinic)
    assert one.stands
    assert "Five bad nights or more" in doctor.page.text
    assert "Nobody has marked this finding as seen" in doctor.page.text


def test_a_void_visit_still_shows_what_was_raised(clinic: Clinic) -> None:
    bad_nights(clinic).press("Send my answers")
    doctor = visit_of(clinic, clinic.ada)
    doctor.press("I have seen this")
    with clinic.parts.database.write() as session:
        encounters.make_void(session, the_visit(clinic).id, now=clinic.clock())

    doctor.open(doctor.path)

    assert "Five bad nights or more" in doctor.page.text
    assert "A void visit is not signed." in doctor.page.text


def test_the_clinics_own_words_and_level_are_what_its_staff_read(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "own"))
    english = (SHIPPED / "clinic" / "en.yaml").read_text(encoding="utf-8")
    own = "findings:\n  - {id: quiet_one, text: Sleep is failing, level: now}\n"
    (folder / "clinic").mkdir()
    (folder / "clinic" / "en.yaml").write_text(f"{english}\n{own}", encoding="utf-8")
    clinic = make_clinic(folder)
    assert clinic.parts.shelf.faults == ()

    bad_nights(clinic).press("Send my answers")

    (one,) = recorded(clinic)
    assert (one.text, one.level) == ("Sleep is failing", "now")
    desk = clinic.signed_in(clinic.fay)
    assert "A patient needs a nurse now" in desk.page.root.text
    doctor = visit_of(clinic, clinic.ada)
    assert "Sleep is failing" in doctor.page.text
    assert "Five bad nights" not in doctor.page.text
