"""Numbers and days of addresses and forms: what no page of ours sends is refused, never a crash."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.exceptions import BadRequest

from screening.web.plain_values import need_number, read_day, read_number, save_number, save_numbers
from tests.web.conftest import Clinic

NO_NUMBERS = ("", "x", "-1", "+1", " 1", "1.0", "1_0", "٣", "²", "1234567890", "9" * 5000)
NO_DAYS = ("", "20261119", "2026-W47-4", "2026-02-30", "0001-01-01", "1899-12-31", "9999-12-31")


def test_a_number_has_plain_digits_and_few_of_them() -> None:
    assert [read_number(text) for text in NO_NUMBERS] == [None] * len(NO_NUMBERS)
    assert [save_number(text) for text in NO_NUMBERS] == [-1] * len(NO_NUMBERS)
    for text in NO_NUMBERS:
        with pytest.raises(BadRequest):
            need_number(text)
    assert (read_number("007"), need_number("0"), read_number("12", digits=1)) == (7, 0, None)
    assert save_numbers("4..x.12") == [4, -1, -1, 12]


def test_a_day_is_written_in_one_way_and_lies_in_years_that_are_reckoned_with() -> None:
    assert [read_day(text) for text in NO_DAYS] == [None] * len(NO_DAYS)
    assert read_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("moss", "/admin/audit/?last=9999-12-31", 422),
        ("moss", "/admin/audit/?first=0001-01-01", 422),
        ("moss", f"/admin/audit/?before={'9' * 20}", 200),
        ("ada", "/clinic/days/?on=9999-12-31", 404),
        ("ada", f"/clinic/changes?since={'9' * 20}", 400),
        ("ada", f"/clinic/?page={'9' * 20}", 404),
    ],
)
def test_an_address_beyond_all_bounds_is_answered(
    clinic: Clinic, who: str, path: str, status: int
) -> None:
    browser = clinic.signed_in(getattr(clinic, who))

    browser.open(path)

    assert browser.status == status


def test_a_text_of_a_draft_with_a_number_beyond_all_bounds_is_not_there(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    moss.press("Edit second")
    draft = moss.path

    for number in ("0", "9" * 20, "9" * 200):
        moss.open(f"{draft}/history/{number}")
        assert moss.status == 404
    moss.open(f"{draft}/history?upto={'9' * 5000}")
    assert moss.status == 200


def test_a_form_of_texts_with_rows_beyond_all_bounds_is_answered(clinic: Clinic) -> None:
    moss = clinic.signed_in(clinic.moss)
    path = "/admin/texts/clinic/en/help_lines"
    moss.open(path)
    sent = moss.page.form("Publish").data({}, "Publish")

    for change in (
        {"help_lines.rows": "9" * 5000, "act": "preview"},
        {"act": f"up:help_lines.{'9' * 5000}"},
        {"act": f"add:help_lines.{'9' * 5000}.number"},
    ):
        assert moss.post(path, sent | change).status_code in (200, 400, 422)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "20261118"])
def test_an_export_of_such_days_is_refused_in_a_sentence(clinic: Clinic, day: str) -> None:
    ada = clinic.signed_in(clinic.ada)
    ada.open("/export/")

    ada.press("Export", first=day, last=day)

    assert ada.status == 422
    assert "Give the day as year, month and day" in ada.page.text
