"""Fields hold text and ask core; what is shown reads back as the same answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from screening.core.answers import Answer, Missing, read_answer
from screening.core.item import Item
from screening.core.loading import load_questionnaire
from screening.core.questionnaire import Questionnaire
from screening.web.forms import page_form, show_item
from screening.web.recent import AT_MOST, Recent
from screening.web.typed import raw_of, read_typed
from tests.web.conftest import SMALL, Clinic
from tests.web.pages import Page

DRAW = (
    '{% import "components/item.html" as item %}'
    "<form>{{ item.draw(control) }}<button>Next</button></form>"
)


@pytest.fixture(scope="module")
def check_in() -> Questionnaire:
    """The questionnaire in which every type stands once."""
    path = Path(SMALL) / "check_in.yaml"
    return load_questionnaire(str(path), path.read_bytes())


def drawn(app: Flask, item: Item, given: Answer | Missing | None) -> MultiDict[str, str]:
    """What the browser would send back from the item as it is drawn."""
    with app.test_request_context():
        html = render_template_string(DRAW, control=show_item(item, given, "patient"))
    return MultiDict(Page(html).form("Next").data({}, "Next"))


@pytest.mark.parametrize(
    ("item_id", "raw"),
    [
        ("gate", "yes"),
        ("what", ["sleep", "food"]),
        ("what", ["nothing"]),
        ("nights", "0"),
        ("ache", "10"),
        ("amount", {"value": "2.5", "unit": "spoon"}),
        ("since", "2026-08"),
        ("since", "2026-08-05"),
        ("last", "2026-11-18T08:05"),
        ("last", "2026-11-18"),
        ("products", [{"form": "yes", "times": "2"}, {"times": "9"}]),
        ("words", "<script>alert(1)</script> \"quoted\" & 'single'\n\n  kept "),
        ("words", "\nfirst line empty"),
    ],
)
def test_what_is_shown_reads_back_as_the_same_answer(
    clinic: Clinic, check_in: Questionnaire, item_id: str, raw: object
) -> None:
    item = check_in.item(item_id)
    answer = read_answer(item, raw)

    typed = read_typed(item, item.id, drawn(clinic.app, item, answer))

    assert read_answer(item, raw_of(item, typed)) == answer


def test_a_blank_control_reads_back_as_nothing_and_a_skipped_one_as_skipped(
    clinic: Clinic, check_in: Questionnaire
) -> None:
    for item in check_in.items_for("patient"):
        blank = read_typed(item, item.id, drawn(clinic.app, item, None))
        skipped = read_typed(item, item.id, drawn(clinic.app, item, Missing(item.id, "declined")))

        assert (raw_of(item, blank), blank.out) == (None, False), item.id
        assert (raw_of(item, skipped), skipped.out) == (None, True), item.id


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"year": "2026", "day": "5"}, "Enter the day, or only the month"),
        ({"month": "08"}, "Enter the day, or only the month"),
        ({"year": "26", "month": "08"}, "Enter the day, or only the month"),
        ({"year": "2026", "month": "02", "day": "30"}, "Enter the day, or only the month"),
        ({"year": "2026"}, "Enter the day, or only the month"),
        ({"year": "٢٠٢٦", "month": "08"}, "Enter the day, or only the month"),
    ],
)
def test_a_date_with_a_hole_is_refused_and_not_guessed(
    clinic: Clinic, check_in: Questionnaire, parts: dict[str, str], told: str
) -> None:
    with clinic.app.test_request_context():
        form = page_form(
            [check_in.item("since")],
            role="patient",
            purpose="test",
            formdata=MultiDict({f"since.{name}": text for name, text in parts.items()}),
        )
        form.validate()

        assert told in form.faults[-1].message
    assert form.answers == {}


def test_both_decimal_signs_are_read_on_screens(clinic: Clinic, check_in: Questionnaire) -> None:
    with clinic.app.test_request_context():
        for text in ("18.5", "18,5"):
            form = page_form(
                [check_in.item("amount")],
                role="patient",
                purpose="test",
                formdata=MultiDict({"amount": text, "amount.unit": "g"}),
            )
            form.validate()

            assert form.answers["amount"] == Answer("amount", Decimal("18.5"), "g")


def test_an_item_may_bear_any_name_without_replacing_a_part_of_the_form(clinic: Clinic) -> None:
    from screening.core.item import TextItem

    names = ("data", "errors", "meta", "form_key", "save_number", "validate", "process")
    items = [TextItem(id=name, type="text", text=name) for name in names]

    with clinic.app.test_request_context():
        form = page_form(
            items,
            role="clinician",
            purpose="test",
            formdata=MultiDict({name: f"text of {name}" for name in names}),
        )
        form.validate()

    assert {name: answer.value for name, answer in form.answers.items()} == {  # type: ignore[union-attr]
        name: f"text of {name}" for name in names
    }


def test_a_clinician_leaves_out_with_a_reason_of_their_own(
    clinic: Clinic, check_in: Questionnaire
) -> None:
    with clinic.app.test_request_context():
        form = page_form(
            [check_in.item("pulse")],
            role="clinician",
            purpose="test",
            formdata=MultiDict({"pulse.out": "-out"}),
        )
        form.validate()

    assert form.answers == {"pulse": Missing("pulse", "not_assessed")}


@pytest.mark.parametrize("number", ["-1", "x", "1" * 30, "", "１"])
def test_a_made_up_save_number_matches_no_draft(clinic: Clinic, number: str) -> None:
    with clinic.app.test_request_context():
        form = page_form(
            [], role="patient", purpose="test", formdata=MultiDict({"save-number": number})
        )

    assert form.shown_save_number == -1


def test_what_was_worked_out_is_kept_for_a_minute_and_for_few_tablets() -> None:
    now = datetime.fromisoformat("2026-11-18T09:30:00+00:00")
    recent: Recent[str] = Recent()
    for number in range(AT_MOST + 1):
        recent.keep(number, f"result {number}", now)

    assert recent.find(0, now) is None  # the oldest made room
    assert recent.find(1, now + timedelta(seconds=59)) == "result 1"
    assert recent.find(1, now + timedelta(seconds=60)) is None
    assert recent.find(AT_MOST, now) is None  # old ones are gone for good
