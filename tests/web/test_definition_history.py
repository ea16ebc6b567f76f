"""The versions of a questionnaire: compared, brought back, retired; what awaits an approval."""

from __future__ import annotations

from screening.store import library
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.test_publishing import APPROVE, REWORDED, begin

PACKET = (SMALL / "packets" / "small.yaml").read_text()
LATER = REWORDED.replace("version: 1.0.1", "version: 1.1.0")


def take(clinic: Clinic, text: str = LATER) -> None:
    """A second version of the first questionnaire, by command."""
    clinic.clock.forward(minutes=1)
    with clinic.parts.database.write() as session:
        library.import_version(session, "check_in", "1.1.0", text.encode(), now=clinic.clock())


def free_second(clinic: Clinic) -> None:
    """The packet, changed so that it does not bring the second questionnaire."""
    text = PACKET.replace("1.0.0", "1.1.0").partition("  - questionnaire: second")[0]
    with clinic.parts.database.write() as session:
        library.import_packet(session, "small", "1.1.0", text.encode(), now=clinic.clock())


def versions_of(clinic: Clinic, name: str = "check_in") -> Browser:
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/questionnaires/{name}")
    return moss


def test_every_version_is_listed_with_who_put_it_into_use(clinic: Clinic) -> None:
    take(clinic)

    moss = versions_of(clinic)

    rows = [row.text for row in moss.page.root.all("tr")[1:]]
    assert [row.split()[0] for row in rows] == ["1.1.0", "1.0.0"]
    assert "in use" in rows[0]
    assert all("a file of the folder, or a command" in row for row in rows)
    assert all("nobody yet" in row for row in rows)


def test_any_two_versions_are_compared(clinic: Clinic) -> None:
    take(clinic)
    moss = versions_of(clinic)

    moss.open("/admin/questionnaires/check_in/difference?old=1.1.0&new=1.0.0")

    assert moss.page.h1 == "From 1.1.0 to 1.0.0 of check_in"
    assert "was “How many nights awake?” and is “How many bad nights?”" in moss.page.text
    for address in ("?old=1.1.0&new=9.9.9", "?old=1.1.0", ""):
        reply = moss.client.get(f"/admin/questionnaires/check_in/difference{address}")
        assert reply.status_code == 404


def test_an_older_version_comes_back_as_a_draft_of_the_next_one(clinic: Clinic) -> None:
    take(clinic)
    moss = versions_of(clinic)

    moss.press("Restore as a draft 1.0.0")

    text = moss.page.value("text")
    assert "version: 1.1.1" in text  # wording alone differs
    assert "How many bad nights?" in text
    assert "based on 1.1.0" in moss.page.text
    moss.open("/admin/questionnaires/check_in")
    assert "Edit the draft" in moss.page.text
    assert "Restore" not in moss.page.text


def test_the_packets_that_bring_it_are_named_and_lead_on(clinic: Clinic) -> None:
    moss = versions_of(clinic, "second")
    moss.follow("Small packet")
    assert moss.page.h1 == "Packet: Small packet"

    free_second(clinic)

    moss.open("/admin/questionnaires/second")
    assert "No packet brings it, so no visit asks it." in moss.page.text
    moss.follow("Put it into a packet")
    assert moss.page.h1 == "Texts, leaflets, packets"
    ada = clinic.signed_in(clinic.ada)
    ada.open("/admin/questionnaires/second")
    assert "No packet brings it, so no visit asks it." in ada.page.text
    assert "Put it into a packet" not in ada.page.text


def test_what_a_packet_brings_is_not_retired_and_the_packet_is_named(clinic: Clinic) -> None:
    moss = versions_of(clinic, "second")
    moss.follow("Retire this questionnaire")

    assert "small 1.0.0, line" in moss.page.text
    assert "Retire it" not in moss.page.text
    other = versions_of(clinic, "second")
    free_second(clinic)
    other.follow("Retire this questionnaire")
    with clinic.parts.database.write() as session:  # somebody puts it back meanwhile
        text = PACKET.replace("1.0.0", "1.2.0").encode()
        library.import_packet(session, "small", "1.2.0", text, now=clinic.clock())
    other.press("Retire it")

    assert other.status == 409
    with clinic.parts.database.read() as session:
        assert "second" in clinic.parts.shelf.current(session)


def test_a_retired_questionnaire_is_offered_no_more_and_comes_back_as_a_later_version(
    clinic: Clinic,
) -> None:
    free_second(clinic)
    moss = versions_of(clinic, "second")
    moss.follow("Retire this questionnaire")
    moss.press("Retire it")

    assert "is retired since 18 Nov 2026" in moss.page.text
    assert "Moss Keeper" in moss.page.text
    moss.open("/admin/")
    assert "second 1.0.0, since 18 Nov 2026" in moss.page.text
    moss.open("/paper-forms/")
    assert "Made-up second part" not in moss.page.text
    moss.open("/admin/questionnaires/second")
    moss.press("Restore as a draft 1.0.0")
    assert "version: 1.0.1" in moss.page.value("text")
    moss.follow("Approval")
    assert "none; every worked case passes" in moss.page.text


def main_navigation(browser: Browser) -> list[str]:
    """Its words."""
    return [link.text for link in browser.page.root.all("nav")[0].all("a")]


def test_clinicians_are_led_to_approvals_while_something_awaits_one(clinic: Clinic) -> None:
    ada = clinic.signed_in(clinic.ada)
    ada.follow("Approvals")
    assert "approved by nobody here yet: 2 of 2" in ada.page.text
    for name in ("Made-up check-in", "Made-up second part"):
        ada.open("/admin/approvals/")
        ada.follow(name)
        ada.press(APPROVE)
        assert "Dr Ada Byron, 18 Nov 2026" in ada.page.text

    ada.open("/admin/approvals/")

    assert "Every questionnaire in use is approved." in ada.page.text
    assert "Approvals" not in main_navigation(ada)
    ada.open("/clinic/")  # which is drawn once for all, and was drawn with the link
    assert "Approvals" not in main_navigation(ada)
    draft = begin(clinic)
    moss = clinic.signed_in(clinic.moss)
    moss.open(f"/admin/drafts/{draft.id}/approval")
    moss.press("Hand it to the clinicians")
    ada.open("/clinic/")
    assert "Approvals" in main_navigation(ada)
    ada.open("/admin/approvals/")
    assert "check_in 1.0.1" in ada.page.text
    assert "Approvals" in main_navigation(ada)


def test_an_unknown_questionnaire_has_no_pages(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)

    for address in (
        "questionnaires/nothing", "questionnaires/nothing/retire", "approvals/nothing/1.0.0",
        "approvals/check_in/9.9.9",
    ):  # fmt: skip
        assert moss.client.get(f"/admin/{address}").status_code == 404
