"""Forms for the clinic's texts: what is typed becomes the next version, or stays on the page."""

from __future__ import annotations

from itertools import product

from screening.store.models import AuditEvent
from screening.web.text_forms import PART_TITLES
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.text_forms.told import CONSENT, FINDINGS, HELP, HERE, errors, stored


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
