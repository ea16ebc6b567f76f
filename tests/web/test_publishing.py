"""Two people put a version into use; each way around the second one is refused."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from screening.store import definition_drafts, library, models
from screening.store.account_value import Account
from screening.store.definition_drafts import DefinitionDraft
from screening.store.sealing import keyed
from screening.web import cookies, draft_checks, publishing
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, SMALL, Clinic
from tests.web.filling import answer_all

TEXT = (SMALL / "check_in.yaml").read_text()
REWORDED = TEXT.replace("version: 1.0.0", "version: 1.0.1").replace("bad nights?", "nights awake?")
RESCORED = TEXT.replace("1.0.0", "2.0.0", 1).replace(
    "{nights: {at_least: 5}}", "{nights: {at_least: 6}}"
)
APPROVE, ASK = "Approve points, bands and findings", "Hand it to the clinicians"


def begin(clinic: Clinic, text: str = REWORDED) -> DefinitionDraft:
    """A draft of the first questionnaire with this as its newest text, written by Moss."""
    with clinic.parts.database.write() as session:
        (before,) = [v for v in library.current(session) if v.id == "check_in"]
        return definition_drafts.begin(
            session, definition_drafts.QUESTIONNAIRE, "check_in", text.encode(),
            based_on=before.sha256, by=clinic.moss.id, now=clinic.clock(),
        )  # fmt: skip


def save(clinic: Clinic, draft: DefinitionDraft, text: str) -> None:
    with clinic.parts.database.write() as session:
        definition_drafts.save(
            session, draft.id, text.encode(), shown=1, by=clinic.moss.id, now=clinic.clock()
        )


def page_of(clinic: Clinic, account: Account, draft: DefinitionDraft) -> Browser:
    browser = clinic.signed_in(account)
    browser.open(f"/admin/drafts/{draft.id}/approval")
    return browser


def approve(clinic: Clinic, draft: DefinitionDraft) -> None:
    page_of(clinic, clinic.ada, draft).press(APPROVE)


def post(
    clinic: Clinic, browser: Browser, draft: DefinitionDraft, act: str = "", text: str = REWORDED
) -> tuple[int, str]:
    """Send what a button of the page would, whether it is offered or not."""
    token = keyed(
        clinic.parts.keys.tokens, "form token", publishing.FORMS, browser.cookie(cookies.STAFF)
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    address = f"/admin/drafts/{draft.id}/approval{act}"
    reply = browser.post(address, {"form-token": token, "sha256": sha256})
    return reply.status_code, reply.get_data(as_text=True)


def in_use(clinic: Clinic) -> str:
    with clinic.parts.database.read() as session:
        return clinic.parts.shelf.current(session)["check_in"].version


def become(clinic: Clinic, account: Account, role: str) -> None:
    """The same person in another role."""
    with clinic.parts.database.write() as session:
        session.get_one(models.Account, account.id).role = role


def test_one_asks_another_approves_the_first_publishes_and_both_are_named(clinic: Clinic) -> None:
    draft = begin(clinic)
    moss = page_of(clinic, clinic.moss, draft)
    assert "nobody yet" in moss.page.text
    assert "No clinician has approved this text" in moss.page.text
    moss.press(ASK)
    clinic.clock.forward(minutes=1)
    ada = clinic.signed_in(clinic.ada)
    ada.follow("Approvals")
    ada.follow("check_in 1.0.1")
    ada.press(APPROVE)
    assert "Dr Ada Byron" in ada.page.text
    clinic.clock.forward(minutes=1)
    moss.open(f"/admin/drafts/{draft.id}/approval")

    moss.press("Publish check_in 1.0.1")

    assert moss.path == "/admin/questionnaires/check_in"
    row = moss.page.root.all("tr")[1].text
    assert row.startswith("1.0.1 in use")
    assert "Moss Keeper" in row
    assert "Dr Ada Byron, 18 Nov 2026" in row
    assert in_use(clinic) == "1.0.1"
    with clinic.parts.database.read() as session:
        assert definition_drafts.get(session, draft.id).closed_as == definition_drafts.PUBLISHED
        assert definition_drafts.find_open(session, "check_in") is None
        assert library.current(session)[0].data == REWORDED.encode()
    moss.open("/admin/")
    assert "Dr Ada Byron, 18 Nov 2026" in moss.page.text


def test_who_is_asked_for_a_proof_may_go_back_or_on_to_what_was_asked_for(clinic: Clinic) -> None:
    draft = begin(clinic)
    approve(clinic, draft)
    moss = page_of(clinic, clinic.moss, draft)
    clinic.clock.forward(minutes=6)

    moss.press("Publish check_in 1.0.1")
    assert moss.page.h1 == "Show that it is you"
    moss.follow("Back without it")
    assert moss.page.h1 == "Approval of check_in 1.0.1"
    assert in_use(clinic) == "1.0.0"

    moss.press("Publish check_in 1.0.1")
    moss.press("Go on", **{"proof-password": PASSWORD})
    assert moss.page.h1 == "Versions of check_in"
    assert in_use(clinic) == "1.0.1"


def test_the_summary_of_a_visit_names_who_approved_its_version(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    tablet = clinic.tablet(visit)
    answer_all(tablet)
    tablet.press("Send my answers")
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/clinic/visits/{visit.id}")
    assert "Made-up check-in 1.0.0 (own wording; reviewed by: nobody yet)" in ada.page.text

    ada.open("/admin/approvals/check_in/1.0.0")
    ada.press(APPROVE)
    ada.open(f"/clinic/visits/{visit.id}")

    text = ada.page.text
    assert "Made-up check-in 1.0.0 (own wording; reviewed by: Dr Ada Byron, 18 Nov 2026)" in text
    assert "Made-up second part 1.0.0 (own wording; reviewed by: nobody yet)" in text


def test_without_an_approval_nothing_is_published(clinic: Clinic) -> None:
    draft = begin(clinic)
    moss = page_of(clinic, clinic.moss, draft)

    status, page = post(clinic, moss, draft, "/publish")

    assert status == 409
    assert publishing.NOT_APPROVED in page
    assert in_use(clinic) == "1.0.0"


def test_who_approved_does_not_publish_in_any_role(clinic: Clinic) -> None:
    draft = begin(clinic)
    approve(clinic, draft)
    become(clinic, clinic.ada, "administrator")
    ada = page_of(clinic, clinic.ada, draft)

    status, page = post(clinic, ada, draft, "/publish")

    assert status == 409
    assert publishing.OWN_APPROVAL in page
    assert in_use(clinic) == "1.0.0"


def test_who_wrote_does_not_approve_in_any_role(clinic: Clinic) -> None:
    draft = begin(clinic)
    become(clinic, clinic.moss, "clinician")
    moss = page_of(clinic, clinic.moss, draft)

    status, page = post(clinic, moss, draft)

    assert status == 409
    assert publishing.OWN_TEXT in page


def test_a_text_changed_after_its_approval_has_none(clinic: Clinic) -> None:
    draft = begin(clinic)
    approve(clinic, draft)
    other = REWORDED.replace("Right now", "At this moment")
    save(clinic, draft, other)
    moss = page_of(clinic, clinic.moss, draft)
    assert "nobody yet" in moss.page.text

    for text in (REWORDED, other):
        status, _ = post(clinic, moss, draft, "/publish", text)
        assert status == 409

    assert in_use(clinic) == "1.0.0"


def test_a_text_changed_while_it_was_read_is_not_approved(clinic: Clinic) -> None:
    draft = begin(clinic)
    ada = page_of(clinic, clinic.ada, draft)
    save(clinic, draft, REWORDED.replace("Right now", "At this moment"))

    ada.press(APPROVE)

    assert ada.status == 409
    assert publishing.STALE in ada.page.text
    assert "nobody yet" in ada.page.text


def test_another_version_in_between_voids_an_approval(clinic: Clinic) -> None:
    draft = begin(clinic)
    approve(clinic, draft)
    between = TEXT.replace("version: 1.0.0", "version: 1.0.0-x").replace("1.0.0-x", "0.9.0")
    with clinic.parts.database.write() as session:
        library.import_version(session, "check_in", "0.9.0", between.encode(), now=clinic.clock())
    moss = page_of(clinic, clinic.moss, draft)

    status, page = post(clinic, moss, draft, "/publish")

    assert status == 409
    assert publishing.NOT_APPROVED in page


def test_a_text_with_a_fault_is_neither_handed_over_nor_approved(clinic: Clinic) -> None:
    small = RESCORED.replace("2.0.0", "1.0.1", 1)  # a finding was changed: a major step
    draft = begin(clinic, small)
    moss, ada = (page_of(clinic, one, draft) for one in (clinic.moss, clinic.ada))

    assert "It cannot be published yet: 1 fault must be put right first." in moss.page.text
    for browser, act in ((moss, "/ask"), (ada, "")):
        status, page = post(clinic, browser, draft, act, small)
        assert status == 409
        assert "1 fault must be put right first." in page


def test_a_finding_that_the_clinic_has_worded_meanwhile_is_not_taken_away(clinic: Clinic) -> None:
    """What was found of a text is remembered; it rests on the clinic's texts as well."""
    renamed = TEXT.replace("1.0.0", "2.0.0", 1).replace("quiet_one", "silent_one")
    draft = begin(clinic, renamed)
    approve(clinic, draft)
    moss = clinic.signed_in(clinic.moss)
    moss.open("/admin/texts/clinic/en/findings")
    moss.press("Add a finding", findings__adds="quiet_one")
    moss.press("Publish", findings__0__text="Ask today")
    assert moss.path == "/admin/texts/"

    status, page = post(clinic, moss, draft, "/publish", renamed)

    assert status == 409
    assert "must be put right first" in page
    assert in_use(clinic) == "1.0.0"


def test_roles_do_not_do_each_others_part(clinic: Clinic) -> None:
    draft = begin(clinic)
    moss, ada = (page_of(clinic, one, draft) for one in (clinic.moss, clinic.ada))

    assert post(clinic, moss, draft)[0] == 403
    assert post(clinic, ada, draft, "/publish")[0] == 403
    assert post(clinic, ada, draft, "/ask")[0] == 403


def test_a_published_draft_is_not_published_again(clinic: Clinic) -> None:
    draft = begin(clinic)
    approve(clinic, draft)
    moss = page_of(clinic, clinic.moss, draft)
    assert post(clinic, moss, draft, "/publish")[0] == 303

    status, page = post(clinic, moss, draft, "/publish")

    assert status == 409
    assert publishing.CLOSED in page


def test_a_sitting_goes_on_while_a_draft_is_judged_and_after_it_was_published(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging takes seconds. The writer's lock is not held meanwhile: the tablet saves."""
    draft = begin(clinic)
    approve(clinic, draft)
    clinic.clock.forward(minutes=1)
    tablet, judge, met = clinic.tablet(), draft_checks.judge, []
    moss = page_of(clinic, clinic.moss, draft)
    clinic.app.extensions.pop(draft_checks.EXTENSION)  # as in another process: nothing is known

    def slowly(*given: Any, **more: Any) -> Any:
        with ThreadPoolExecutor() as pool:  # a request of its own
            met.append(pool.submit(tablet.press, "Next", gate="no").result(timeout=20).h1)
        return judge(*given, **more)

    monkeypatch.setattr(draft_checks, "judge", slowly)
    clinic.clock.forward(minutes=1)
    moss.press("Publish check_in 1.0.1")

    assert met == ["How many bad nights?"]
    assert in_use(clinic) == "1.0.1"
    tablet.open("/sitting/2")
    assert tablet.page.h1 == "How many bad nights?"
    assert tablet.press("Next", nights="3").h1 == "How strong is the ache?"
