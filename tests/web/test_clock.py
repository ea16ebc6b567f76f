"""Times of day: shown to patients as in the US, to staff on the 24-hour clock, kept as ever."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from screening.core.answers import Answer, read_answer
from screening.core.item import DateTimeItem
from screening.web.clock import clock_words, hours_of_day, plain_clock
from screening.web.forms import show_item
from screening.web.language import speak
from screening.web.typed import raw_of, read_typed
from tests.web.conftest import Clinic
from tests.web.pages import Page
from tests.web.test_forms import DRAW

HOUR = DateTimeItem(id="last", type="date_time", text="Last", precision=("hour", "day"))
NOON = datetime(2026, 11, 18, 12, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("08:15", "08:15"),
        ("8:15", "08:15"),
        ("08:15:30", "08:15:30"),
        ("14", "14"),
        ("2:30 pm", "14:30"),
        ("2:30PM", "14:30"),
        ("2:30 p.m.", "14:30"),
        ("2:30\u00a0p. m.", "14:30"),
        ("2:30\u202fPM", "14:30"),
        ("2 pm", "14"),
        ("12:05 am", "00:05"),
        ("12:05 pm", "12:05"),
        ("13:05 pm", "13:05 pm"),  # refused as it is
        ("0:30 am", "0:30 am"),
        ("noon", "noon"),
        ("٢:٣٠", "٢:٣٠"),
    ],
)
def test_a_typed_time_is_read_on_either_clock(typed: str, plain: str) -> None:
    assert plain_clock(typed) == plain


@pytest.mark.parametrize(
    ("locale", "minutes", "words"),
    [
        ("en_US", True, "12:05\u00a0PM"),
        ("es_US", True, "12:05\u00a0p.m."),
        ("en_US", False, "12\u00a0PM"),
        ("es_US", False, "12\u00a0p.m."),
    ],
)
def test_a_time_is_told_in_its_own_zone_by_the_locales_pattern(
    locale: str, minutes: bool, words: str
) -> None:
    assert clock_words(NOON, locale, minutes=minutes).replace(" ", "\u00a0") == words


def test_each_hour_is_told_once_and_reads_back() -> None:
    for locale in ("en_US", "es_US"):
        hours = hours_of_day(locale)
        assert len({words for _, words in hours}) == 24
        assert [plain_clock(words) for _, words in hours] == [kept for kept, _ in hours]


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/sitting/1", "en", "2 PM"),
        ("/sitting/1", "es", "2 p.m."),
        ("/clinic/rate", "en", "14:00"),
    ],
)
def test_the_list_of_hours_speaks_to_who_reads_it_and_sends_the_same(
    clinic: Clinic, path: str, language: str, words: str
) -> None:
    given = read_answer(HOUR, "2026-11-18T14")
    with clinic.app.test_request_context(path):
        speak(language)
        page = Page(render_template_string(DRAW, control=show_item(HOUR, given, "patient")))

    options = [option for option in page.root.all("option") if option.text == words]
    assert [option.attributes["value"] for option in options] == ["14"]
    sent = MultiDict(page.form("Next").data({}, "Next"))
    back = read_answer(HOUR, raw_of(HOUR, read_typed(HOUR, "last", sent)))
    assert isinstance(given, Answer)
    assert back == given


def test_a_time_typed_into_a_plain_field_is_kept_on_the_24_hour_clock(clinic: Clinic) -> None:
    typed = {"last.year": "2026", "last.month": "11", "last.day": "8", "last.time": "2:30 p.m."}
    item = DateTimeItem(id="last", type="date_time", text="Last", precision=("minute", "day"))

    assert raw_of(item, read_typed(item, "last", MultiDict(typed))) == "2026-11-08T14:30"
