"""Where each role is led from the head of a page, and what is marked there."""

from __future__ import annotations

import pytest

from screening.web.navigation import SECTIONS
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.pages import Element

LED = {
    "fay": ["Today", "Paper forms", "Tablets"],
    "ada": [
        "Today", "Worklist", "Questionnaires", "Paper forms", "Check a PDF", "Export", "Erasure",
        "Tablets", "Approvals",
    ],
    "moss": [
        "Questionnaires", "Paper forms", "Accounts", "Sites", "Erasure", "Devices", "Audit trail",
    ],
}  # fmt: skip


def nav(browser: Browser, number: int) -> Element:
    """The main one, or what stands below the head."""
    return browser.page.root.all("nav")[number]


def words(inside: Element) -> list[str]:
    return [link.text for link in inside.all("a")]


def marked(inside: Element) -> dict[str, str]:
    """Words of a link to its aria-current."""
    links = inside.all("a")
    return {a.text: a.attributes["aria-current"] for a in links if "aria-current" in a.attributes}


@pytest.mark.parametrize("name", LED)
def test_each_role_has_few_entries_and_all_of_them_open(clinic: Clinic, name: str) -> None:
    browser = clinic.signed_in(getattr(clinic, name))

    assert words(nav(browser, 0)) == LED[name]
    for link in nav(browser, 0).all("a"):
        browser.open(link.attributes["href"])


def test_a_place_is_named_with_what_its_page_asks_for(clinic: Clinic) -> None:
    views = clinic.app.view_functions

    for place in (place for section in SECTIONS for place in section.places):
        assert views[place.endpoint].action == place.action  # type: ignore[attr-defined]
        for name in place.within:
            assert any(view == name or view.startswith(f"{name}.") for view in views), name


def test_the_places_of_a_section_stand_beside_each_other(clinic: Clinic) -> None:
    moss, ada = clinic.signed_in(clinic.moss), clinic.signed_in(clinic.ada)
    moss.open("/admin/drafts/")
    ada.open("/admin/approvals/")

    assert words(nav(moss, 1)) == [
        "In use", "Drafts", "Approvals", "Translations", "Texts, leaflets, packets",
    ]  # fmt: skip
    assert words(nav(ada, 1)) == ["Drafts", "Approvals", "Translations"]
    assert marked(nav(moss, 0)) == {"Questionnaires": "true"}
    assert marked(nav(moss, 1)) == {"Drafts": "page"}


@pytest.mark.parametrize(
    ("address", "section", "back"),
    [
        ("/admin/questionnaires/check_in", "Questionnaires", ["Questionnaires", "In use"]),
        ("/admin/drafts/new", "Questionnaires", ["Questionnaires", "Drafts"]),
        ("/admin/translations/second/new", "Questionnaires", ["Questionnaires", "Translations"]),
        ("/admin/accounts/new", "Accounts", ["Accounts"]),
        ("/admin/audit/chain/", "Audit trail", ["Audit trail"]),
        ("/admin/erasures/find", "Erasure", ["Erasure"]),
    ],
)
def test_a_page_further_in_is_marked_above_and_has_a_way_back(
    clinic: Clinic, address: str, section: str, back: list[str]
) -> None:
    moss = clinic.signed_in(clinic.moss)

    moss.open(address)

    assert marked(nav(moss, 0)) == {section: "true"}
    assert words(nav(moss, 1)) == back


def test_a_page_that_is_not_there_still_leads_on(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)

    moss.open("/admin/drafts/00000000-0000-4000-8000-000000000000")

    assert moss.response.status_code == 404
    assert words(nav(moss, 0)) == LED["moss"]
