"""Forms for the clinic's texts: what is typed becomes the next version, or stays on the page."""

from __future__ import annotations

from itertools import product

import pytest

from screening.store.models import AuditEvent
from screening.store.texts import Text, history
from screening.web.text_forms import PART_TITLES
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Clinic

HERE = "/admin/texts"
CONSENT = f"{HERE}/clinic/en/consent"
HELP = f"{HERE}/clinic/en/help_lines"
FINDINGS = f"{HERE}/clinic/en/findings"


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, signed in."""
    return clinic.signed_in(clinic.moss)


def stored(clinic: Clinic, item: str = "clinic.en") -> tuple[Text, ...]:
    with clinic.parts.database.read() as session:
        return history(session, item)


def errors(browser: Browser) -> list[str]:
    found = [e for e in browser.page.root.all("div") if e.attributes.get("id") == "error-summary"]
    return [link.text for one in found for link in one.all("a")]


def test_every_form_shows_what_is_in_use_and_reads_it_back_unchanged(
    clinic: Clinic, moss: Browser
) -> None:
    for language, part in product(("en", "es"), PART_TITLES):
        moss.open(f"{HERE}/clinic/{language}/{part}")
        assert moss.status == 200

        moss.press("Publish")

        assert moss.status == 422
        assert errors(moss) == ["Nothing was changed, so there is nothing to publish."]
        assert len(stored(clinic, f"clinic.{language}")) == 1


def test_a_changed_message_is_the_next_version_with_its_author(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(f"{HERE}/clinic/en/messages")

    moss.press("Publish", messages__crisis__title="  You are  not alone ")

    assert moss.path == f"{HERE}/"
    newest, before = stored(clinic)
    assert (newest.version, newest.part, newest.made_by) == ("2", "messages", clinic.moss.id)
    used = clinic.parts.shelf.clinic["en"]
    assert used.messages.crisis.title == "You are not alone"
    assert used.sha256 == newest.sha256 != before.sha256
    # Everything that the form does not ask for is carried over.
    assert used.consent.version == "1.0.0"
    assert [line.number for line in used.help_lines] == ["911", "988", "1-800-222-1222"]
    with clinic.parts.database.read() as session:
        event = session.query(AuditEvent).filter_by(kind="version_published").one()
        assert event.account_id == clinic.moss.id
        assert "You are" not in event.ids


def test_crisis_wording_and_levels_are_told_on_the_first_page(
    clinic: Clinic, moss: Browser
) -> None:
    assert "Changed here" not in moss.page.text
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")
    assert "Changed here" not in moss.open("/admin/").text
    moss.open(HELP)
    moss.press("Publish", help_lines__1__text="call or text, at any hour")

    told = moss.open("/admin/").text

    assert "Help lines, English: Moss Keeper, 18 Nov 2026" in told
    assert "version 3" in told


def test_rows_are_added_moved_and_removed_without_a_script(clinic: Clinic, moss: Browser) -> None:
    moss.open(HELP)

    moss.press("Add a help line")
    assert moss.page.value("help_lines.3.number") == ""
    moss.press(
        "Up with Help line 4", help_lines__3__number="311", help_lines__3__text="for the city"
    )
    assert moss.page.value("help_lines.2.number") == "311"
    moss.press("Remove Help line 2")
    assert len(stored(clinic)) == 1
    moss.press("Publish")

    used = clinic.parts.shelf.clinic["en"].help_lines
    assert [line.number for line in used] == ["911", "311", "1-800-222-1222"]


WRONG = [
    ({"help_lines.0.number": "nine"}, "help_lines.0.number", "nine"),
    (
        {"help_lines.0.number": ""},
        "help_lines.0.number",
        "Fill this in: Number to call (Help line 1).",
    ),
    ({"help_lines.1.text": ""}, "help_lines.1.text", "Fill this in: What for (Help line 2)."),
    ({"help_lines.1.text": "take 20 mg"}, "help_lines.1.text", "an amount"),
]


def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(
    clinic: Clinic, moss: Browser
) -> None:
    for fields, target, words in WRONG:
        moss.open(HELP)

        kept = {"help_lines.2.text": "kept as typed", **fields}
        moss.submit(moss.page.form("Publish"), kept, "Publish")

        assert moss.status == 422
        assert moss.page.title.startswith("Error: ")
        assert any(words in error for error in errors(moss))
        assert f'href="#{target}"' in moss.page.html
        assert f'id="{target}-wrong"' in moss.page.html
        for name, typed in kept.items():
            assert moss.page.value(name) == typed
    assert len(stored(clinic)) == 1


def test_each_text_is_edited_from_the_list_and_its_history_is_beside_it(moss: Browser) -> None:
    moss.open(f"{HERE}/")
    moss.follow("Edit Help lines, English")
    assert moss.path == HELP

    moss.open(f"{HERE}/")
    moss.follow("History of Help lines, English")
    assert moss.page.h1 == "History: Clinic texts, English"


def test_without_a_help_line_nothing_is_published(clinic: Clinic, moss: Browser) -> None:
    moss.open(HELP)
    for _ in range(3):
        moss.press("Remove Help line 1")

    moss.press("Publish")

    assert errors(moss) == ["Fill this in: Help lines."]


def test_a_changed_consent_text_raises_its_own_version_and_another_part_does_not(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)
    moss.press("Publish", consent__text="One.\nTwo.\n\nThree.")
    assert clinic.parts.shelf.clinic["en"].consent.version == "1.1.0"
    assert clinic.parts.shelf.clinic["en"].consent.text == ("One.", "Two.", "Three.")

    moss.open(HELP)
    moss.press("Publish", help_lines__0__text="in danger")

    assert clinic.parts.shelf.clinic["en"].consent.version == "1.1.0"


def test_the_notice_for_outside_is_dated_and_may_be_taken_away(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(f"{HERE}/clinic/en/outside_copy")
    moss.press("Publish", outside_copy__dated="yesterday")
    assert moss.status == 422
    assert moss.page.value("outside_copy.dated") == "yesterday"
    moss.press("Publish", outside_copy__dated="2026-12-01", outside_copy__read_by="J. Roe, counsel")
    notice = clinic.parts.shelf.clinic["en"].outside_copy
    assert notice is not None
    assert (notice.version, notice.read_by) == ("1.1.0", "J. Roe, counsel")
    moss.open(f"{HERE}/clinic/en/outside_copy")

    moss.press(
        "Publish", outside_copy__dated="", outside_copy__read_by="", outside_copy__short="",
        outside_copy__text="",
    )  # fmt: skip

    assert clinic.parts.shelf.clinic["en"].outside_copy is None


def test_a_level_is_offered_higher_and_refused_lower(clinic: Clinic, moss: Browser) -> None:
    moss.open(FINDINGS)
    picks = [e for e in moss.page.root.all("select") if e.attributes["name"] == "findings.adds"]
    wanted = next(o for o in picks[0].all("option"))
    name = wanted.attributes["value"]
    moss.press("Add a finding", findings__adds=name)
    with clinic.parts.database.read() as session:
        own = next(
            f
            for q in clinic.parts.shelf.current(session).values()
            for f in q.findings
            if f.id == name
        )
    offered = [
        o.attributes["value"]
        for s in moss.page.root.all("select")
        if s.attributes["name"] == "findings.0.level"
        for o in s.all("option")
    ]
    order = ["now", "before_leaving", "within_7_days", "within_28_days", "note"]
    assert offered == ["", *order[: order.index(own.level)]]

    form = moss.page.form("Publish")
    moss.submit(form, {"findings.0.level": "note", "findings.0.text": "Ask today"}, "Publish")
    assert moss.status == 422
    assert "a clinic may only raise a level" in errors(moss)[0]
    assert moss.page.value("findings.0.text") == "Ask today"

    moss.press("Publish", findings__0__level="now")
    with clinic.parts.database.read() as session:
        worded = [
            f
            for q in clinic.parts.shelf.current(session).values()
            for f in q.findings
            if f.id == name
        ]
    assert {(f.level, f.words) for f in worded} == {("now", "Ask today")}
    # A raise is taken back to what the questionnaire says, not below it.
    moss.open(FINDINGS)
    moss.press("Remove Finding 1")
    moss.press("Publish")
    with clinic.parts.database.read() as session:
        assert own in [f for q in clinic.parts.shelf.current(session).values() for f in q.findings]


def test_two_people_in_one_part_see_both_texts_and_neither_is_lost(
    clinic: Clinic, moss: Browser
) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(CONSENT)
    other.open(CONSENT)
    other.press("Publish", consent__agree="Yes, of course")

    moss.press("Publish", consent__agree="I do agree")

    assert moss.status == 409
    assert "Somebody else changed this meanwhile" in moss.page.text
    assert "Yes, of course" in moss.page.text
    assert moss.page.value("consent.agree") == "I do agree"
    assert len(stored(clinic)) == 2
    moss.press("Publish")
    assert clinic.parts.shelf.clinic["en"].consent.agree == "I do agree"
    assert clinic.parts.shelf.clinic["en"].consent.version == "1.2.0"


def test_two_people_in_two_parts_do_not_meet(clinic: Clinic, moss: Browser) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(CONSENT)
    other.open(HELP)
    other.press("Publish", help_lines__0__text="in danger")

    moss.press("Publish", consent__agree="I do agree")

    assert moss.status == 200
    used = clinic.parts.shelf.clinic["en"]
    assert (used.consent.agree, used.help_lines[0].text) == ("I do agree", "in danger")


def test_a_preview_shows_the_patients_page_and_publishes_nothing(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)

    moss.press("Preview", consent__title="May we “ask” you & yours?")

    assert moss.status == 200
    preview = next(e for e in moss.page.root.all("section") if e.attributes.get("id") == "preview")
    assert "May we “ask” you & yours?" in preview.text
    assert "I do not agree" in preview.text
    assert moss.page.value("consent.title") == "May we “ask” you & yours?"
    assert len(stored(clinic)) == 1
    moss.press("Preview", consent__title="")
    assert moss.status == 422
    assert "As the patient sees it" not in moss.page.text


def test_a_change_in_one_language_shows_that_the_other_is_behind(
    clinic: Clinic, moss: Browser
) -> None:
    assert "Behind" not in moss.open(f"{HERE}/").text
    clinic.clock.forward(minutes=1)
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")

    rows = [r.text for r in moss.page.root.all("tr") if "Behind" in r.text]
    assert [row.split(" Behind")[0] for row in rows] == ["Consent text, Español"]
    moss.open(f"{HERE}/clinic/es/consent")
    assert "The English text was changed on" in moss.page.text
    assert "Yes, I agree" in moss.page.text  # beside the field

    clinic.clock.forward(minutes=1)
    moss.press("Publish")  # read again: it says the same
    assert "Behind" not in moss.page.text
    assert clinic.parts.shelf.clinic["es"].consent.version == "1.0.0"


def test_the_history_says_who_and_when_and_an_old_text_comes_back_as_a_new_version(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")
    moss.open(CONSENT)
    moss.follow("History")
    rows = [r.text for r in moss.page.root.all("tr")[1:]]
    assert rows[0].startswith("Version 2 In use 18 Nov 2026")
    assert "Moss Keeper Consent text" in rows[0]
    assert "the folder all of it" in rows[1]

    moss.follow("Version 1")
    assert "Poison Help" in moss.page.text
    moss.press("Restore as a new version")

    assert [one.version for one in stored(clinic)] == ["3", "2", "1"]
    used = clinic.parts.shelf.clinic["en"].consent
    assert (used.agree, used.version) == ("I agree", "1.2.0")
    moss.follow("Version 3")
    assert "Restore" not in moss.page.text


def test_an_unknown_field_part_language_or_version_is_refused(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(CONSENT)
    data = moss.page.form("Publish").data({}, "Publish")

    assert moss.post(CONSENT, {**data, "consent.version": "9.0.0"}).status_code == 400
    assert moss.post(CONSENT, {**data, "base": "77"}).status_code == 400
    for path in ("clinic/en/other", "clinic/fr/consent", "leaflets/none.en", "packets/none",
                 "history/clinic/clinic.fr", "history/other/clinic.en",
                 "history/clinic/clinic.en/77"):  # fmt: skip
        assert moss.open(f"{HERE}/{path}").root is not None
        assert moss.status == 404, path


def test_markup_that_no_check_refuses_is_published_as_text(clinic: Clinic, moss: Browser) -> None:
    hostile = "</p><script>alert(1)</script>{{ 7*7 }} ${x} \N{RIGHT-TO-LEFT OVERRIDE}'\"&"
    moss.open(f"{HERE}/clinic/en/outside_copy")
    moss.press("Preview", outside_copy__text=hostile)
    assert "<script>alert" not in moss.page.html

    moss.press("Publish")

    notice = clinic.parts.shelf.clinic["en"].outside_copy
    assert notice is not None
    assert notice.text == (hostile,)
    for path in (f"{HERE}/clinic/en/outside_copy", f"{HERE}/history/clinic/clinic.en/2"):
        assert "<script>alert" not in moss.open(path).root.tag + moss.page.html
        assert "{{ 7*7 }}" in moss.page.html


def test_the_version_in_use_is_not_restored_twice(clinic: Clinic, moss: Browser) -> None:
    moss.open(CONSENT)
    moss.press("Publish", consent__agree="Yes, I agree")
    moss.open(f"{HERE}/history/clinic/clinic.en/1")
    form = moss.page.form("Restore")
    form.action = form.action.removesuffix("1") + "2"

    moss.submit(form, {}, "Restore")

    assert moss.status == 409
    assert "in use already" in moss.page.text
    assert len(stored(clinic)) == 2


def test_publishing_takes_a_fresh_proof_and_a_preview_none(clinic: Clinic, moss: Browser) -> None:
    moss.open(CONSENT)
    clinic.clock.forward(minutes=6)
    moss.press("Preview", consent__agree="Yes, I agree")
    assert moss.status == 200

    moss.press("Publish")
    assert (moss.status, moss.page.h1) == (403, "Show that it is you")
    assert len(stored(clinic)) == 1
    moss.press("Go on", **{"proof-password": PASSWORD})

    assert moss.path == f"{HERE}/"
    assert clinic.parts.shelf.clinic["en"].consent.agree == "Yes, I agree"
    clinic.clock.forward(minutes=6)
    moss.open(f"{HERE}/history/clinic/clinic.en/1")
    moss.press("Restore as a new version")
    assert moss.page.h1 == "Show that it is you"
    assert len(stored(clinic)) == 2
