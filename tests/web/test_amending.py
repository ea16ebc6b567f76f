"""Putting right what was sent: with a reason, beside what stood there, and no finding is lost."""

from __future__ import annotations

from screening.store import encounters, findings, responses, revisions, signatures
from screening.store.revisions import Revision
from screening.web.visits import load_record
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.filling import OUT, to_rows
from tests.web.signing import add_ben, the_visit, visit_of
from tests.web.test_clinician import sent_visit

SAVE = "Save as an amendment"
WHY = {"amend-reason": "Said it meant weeks"}
AMEND = "Amend Made-up check-in, answered by the patient"


def amend(doctor: Browser, **fields: str) -> None:
    """Change the patient's answers, with a reason."""
    doctor.follow(AMEND)
    values = {f"a.{name.replace('__', '.')}": value for name, value in fields.items()}
    doctor.submit(doctor.page.form(SAVE), values | WHY, SAVE)


def kept(clinic: Clinic, role: str = "patient") -> tuple[Revision, ...]:
    """All revisions of what one role answered of the check-in."""
    with clinic.parts.database.read() as session:
        held = responses.for_encounter(session, the_visit(clinic).id)
        wanted = next(o for o in held if (o.role, o.questionnaire_id) == (role, "check_in"))
        return revisions.history(session, wanted.id)


def rate_pulse(clinic: Clinic) -> Browser:
    """Dr Ada's browser after she rated the pulse."""
    doctor = sent_visit(clinic)
    doctor.follow("Rate Made-up check-in")
    doctor.press("Send the rating", check_in__pulse="104")
    return doctor


def test_an_amendment_is_a_revision_beside_what_was_sent(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    clinic.clock.forward(minutes=5)

    amend(doctor, nights="4")

    assert doctor.path == f"/clinic/visits/{the_visit(clinic).id}"
    first, second = kept(clinic)
    assert (first.document["nights"], second.document["nights"]) == ("3", "4")
    assert {**first.document, "nights": "4"} == second.document
    assert (second.reason, second.author_id) == (WHY["amend-reason"], clinic.ada.id)


def test_the_history_says_who_when_why_and_what_changed(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    clinic.clock.forward(minutes=5)
    amend(doctor, nights="4")

    doctor.follow("All revisions, signatures and notes")

    text = doctor.page.text
    assert "Revision 2: amended by Dr Ada Byron, 18 Nov 2026, 09:35" in text
    assert "Reason: Said it meant weeks" in text
    assert "What changed in revision 2 Item Before After How many bad nights? 3 4" in text
    assert "Revision 1: sent by the patient, 18 Nov 2026, 09:30" in text
    old = text.partition("All answers of revision 1")[2]
    assert "How many bad nights? 3" in old


def test_an_amendment_needs_signing_anew_and_the_older_signature_stays(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.press("Sign this visit")
    clinic.clock.forward(minutes=5)

    amend(doctor, nights="4")

    assert "Not signed as it stands. Signed by Dr Ada Byron" in doctor.page.text
    clinic.clock.forward(minutes=1)
    doctor.press("Sign this visit")
    assert "Signed by Dr Ada Byron, 18 Nov 2026, 09:36." in doctor.page.text
    doctor.follow("All revisions, signatures and notes")
    assert "18 Nov 2026, 09:36: stands" in doctor.page.text
    assert "18 Nov 2026, 09:30: of an earlier state" in doctor.page.text


def test_without_a_reason_or_without_a_change_nothing_is_amended(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.follow(AMEND)

    doctor.submit(doctor.page.form(SAVE), {"a.nights": "6"}, SAVE)

    assert doctor.status == 422
    assert "Enter the reason." in doctor.page.text
    assert doctor.page.value("a.nights") == "6"
    doctor.submit(doctor.page.form(SAVE), {"a.nights": "3"} | WHY, SAVE)
    assert doctor.status == 422
    assert "Nothing is another than before." in doctor.page.text
    assert len(kept(clinic)) == 1


def test_what_is_refused_comes_back_with_its_fault(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)

    amend(doctor, nights="99")
    assert doctor.status == 422
    assert "How many bad nights?: Enter a whole number from 0 to 7." in doctor.page.text
    doctor.submit(doctor.page.form(SAVE), {"a.nights": ""}, SAVE)

    assert "How many bad nights?: Give an answer, or choose" in doctor.page.text
    assert len(kept(clinic)) == 1


def test_an_item_that_a_changed_answer_opens_has_to_be_answered(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    to_rows(tablet)
    tablet.press("Next", products__out=OUT)
    tablet.press("Next", words__out=OUT)
    tablet.press("Send my answers")
    doctor = visit_of(clinic, clinic.ada)

    amend(doctor, gate="yes")
    assert doctor.status == 422
    assert "Changes: Choose an answer, or choose" in doctor.page.text
    doctor.submit(doctor.page.form(SAVE), {"a.what": ["sleep"]}, SAVE)

    second = kept(clinic)[1]
    assert second.document["what"] == ["sleep"]
    assert second.document["words"] == {"missing": "declined"}  # stays what it was


def test_a_stale_amendment_shows_both_and_nothing_typed_is_lost(
    clinic: Clinic, password_hash: str
) -> None:
    ada = sent_visit(clinic)
    ada.follow(AMEND)
    ben = visit_of(clinic, add_ben(clinic, password_hash))
    amend(ben, nights="1")

    ada.submit(ada.page.form(SAVE), {"a.nights": "4"} | WHY, SAVE)

    assert ada.status == 409
    assert "How many bad nights? 1 4" in ada.page.text
    assert ada.page.value("a.nights") == "4"
    assert ada.page.value("amend-reason") == WHY["amend-reason"]
    ada.press(SAVE)
    assert [one.document["nights"] for one in kept(clinic)] == ["3", "1", "4"]


def test_a_page_sent_twice_is_one_revision_and_with_another_text_none(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.follow(AMEND)
    form = doctor.page.form(SAVE)
    doctor.submit(form, {"a.nights": "4"} | WHY, SAVE)

    doctor.submit(form, {"a.nights": "4"} | WHY, SAVE)
    assert doctor.status == 200
    doctor.submit(form, {"a.nights": "2"} | WHY, SAVE)

    assert doctor.status == 409
    assert doctor.page.value("a.nights") == "2"
    assert [one.document["nights"] for one in kept(clinic)] == ["3", "4"]


def test_a_finding_outlives_the_amendment_that_takes_its_answer_away(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    amend(doctor, nights="7")
    assert "Seven bad nights" in doctor.page.text
    clinic.clock.forward(minutes=5)

    amend(doctor, nights="0")

    assert "Seven bad nights" in doctor.page.text
    assert "later changed, 09:35" in doctor.page.text
    assert "the visit cannot be signed yet: Seven bad nights" in doctor.page.text
    with clinic.parts.database.read() as session:
        held = findings.for_encounter(session, the_visit(clinic).id)
    assert {(one.finding_id, one.stands) for one in held} == {
        ("bad_week", False), ("quiet_one", False),
    }  # fmt: skip


def test_an_amended_rating_stays_of_its_rater_and_of_its_time(clinic: Clinic) -> None:
    doctor = rate_pulse(clinic)
    rated = clinic.clock()
    clinic.clock.forward(hours=8)

    doctor = visit_of(clinic, clinic.ada)
    doctor.follow("Amend Made-up check-in, answered by the clinician")
    doctor.submit(doctor.page.form(SAVE), {"a.pulse": "96"} | WHY, SAVE)

    assert kept(clinic, "clinician")[1].document["pulse"] == "96"
    with clinic.parts.database.read() as session:
        shelf = clinic.parts.shelf
        record = load_record(session, the_visit(clinic), shelf, site_name="Clinic")
    (rating,) = [one for one in record.responses if one.role == "clinician"]
    assert (rating.rater_name, rating.completed) == ("Dr Ada Byron", rated)
    assert (rating.amended_by, rating.amended) == ("Dr Ada Byron", clinic.clock())
    assert "amended by Dr Ada Byron, 18 Nov 2026, 17:30" in doctor.page.text


def test_nobody_amends_another_ones_rating(clinic: Clinic, password_hash: str) -> None:
    ada = rate_pulse(clinic)
    address = ada.page.link("Amend Made-up check-in, answered by the clinician")
    ben = visit_of(clinic, add_ben(clinic, password_hash))
    assert "Amend Made-up check-in, answered by the patient" in ben.page.text
    assert "Amend Made-up check-in, answered by the clinician" not in ben.page.text

    ben.open(address)

    assert ben.status == 403
    assert "Only whoever rated this may amend it" in ben.page.text


def test_what_was_not_sent_or_is_void_or_elsewhere_is_not_amended(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    tablet.press("Next", gate="no")
    visit = the_visit(clinic)
    with clinic.parts.database.read() as session:
        held = responses.for_encounter(session, visit.id)[0]
    doctor = visit_of(clinic, clinic.ada)
    address = f"/clinic/visits/{visit.id}/responses/{held.id}/amend"

    doctor.open(address)
    assert doctor.status == 409
    doctor.open(address.replace(str(held.id), str(clinic.fay.id)))
    assert doctor.status == 404


def test_a_void_visit_takes_no_amendment(clinic: Clinic) -> None:
    doctor = sent_visit(clinic)
    doctor.follow(AMEND)
    form = doctor.page.form(SAVE)
    with clinic.parts.database.write() as session:
        encounters.make_void(session, the_visit(clinic).id, now=clinic.clock())

    doctor.submit(form, {"a.nights": "4"} | WHY, SAVE)

    assert doctor.status == 409
    assert len(kept(clinic)) == 1
    with clinic.parts.database.read() as session:
        assert signatures.newest(session, the_visit(clinic).id) is None
