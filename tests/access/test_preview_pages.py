"""The preview in Chromium: true widths, scores while somebody answers, axe-core, markup."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pytest

from tests.access.every_page import SIZES
from tests.access.test_axe import axe as axe
from tests.access.test_axe import faults
from tests.conftest import COUNTED
from tests.library_place import LIBRARY
from tests.web.conftest import PASSWORD, Clinic
from tests.web.previewing import HOSTILE, TEXT, begin
from tests.web.serving import page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRAME = "#preview-screen"
NARROW = {"width": 320, "height": 568}
SAID = "document.querySelector('#preview-said').textContent"
HELD = "document.querySelector('iframe')?.srcdoc"  # none while the next page is still coming


@pytest.fixture
def page(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """The administrator's page; what it must not do is noted and looked at in the end."""
    with page_of(clinic, chromium) as made:
        wrong: list[str] = []
        made.on("dialog", lambda dialog: wrong.append(dialog.message))
        made.on("pageerror", lambda error: wrong.append(str(error)))
        made.on("request", lambda sent: _note(wrong, sent.url))
        made.goto("/sign-in")
        made.fill("[name=name]", clinic.moss.name)
        made.fill("[type=password]", PASSWORD)
        made.click("main button[type=submit]")
        yield made
        assert wrong == []


def _note(wrong: list[str], url: str) -> None:
    outside = not url.startswith(("http://localhost:", "data:", "about:"))
    if outside or "csp-report" in url:
        wrong.append(url)


def inside(page: Any) -> Any:
    """The frame's own document, read whole."""
    frame = page.query_selector(FRAME).content_frame()
    frame.wait_for_load_state()
    return frame


def say(page: Any, act: Callable[[], object]) -> float:
    """Seconds from an act in the frame to what follows from it on the page."""
    before = page.evaluate(SAID)
    began = time.monotonic()
    act()
    page.wait_for_function(f"before => {SAID} !== before", arg=before)
    return time.monotonic() - began


def test_a_device_has_its_true_width_and_keeps_every_answer_from_one_to_the_other(
    clinic: Clinic, page: Any
) -> None:
    page.goto(begin(clinic))

    tablet = inside(page).evaluate("[innerWidth, innerHeight]")
    inside(page).check("#gate-no")
    page.wait_for_function(f"() => {SAID} !== ''")
    page.get_by_role("button", name="Phone").click()
    page.wait_for_function("() => document.querySelector('.device--phone')")

    assert tablet == [1024, 768]
    assert inside(page).evaluate("[innerWidth, innerHeight]") == [390, 844]
    assert inside(page).is_checked("#gate-no")


def test_scores_follow_within_a_second_and_the_screen_stays_as_it_is(
    clinic: Clinic, page: Any, record_property: Callable[[str, object], None]
) -> None:
    text = (LIBRARY / "phq9.yaml").read_text()  # 250 lines
    address = begin(clinic, text, "phq9")
    page.goto(address)
    began = time.monotonic()
    page.goto(f"{address}?layout=all&frame=phone")
    opened = time.monotonic() - began
    frame, took = inside(page), []

    for number, item in enumerate(("interest", "mood", "sleep", "energy", "self_harm")):
        tile = frame.locator(f"#{item} input").nth(number % 3)
        took.append(say(page, lambda tile=tile: tile.check()))
        assert frame.evaluate("document.activeElement.name") == item

    told = page.inner_text("#preview-results")
    assert "4–16 of 27 (incomplete)" in told  # 0 + 1 + 2 + 0 + 1 points, and 4 items of 0 to 3 open
    page.get_by_text("How each score came about").wait_for()
    middle = median(took)
    record_property(COUNTED, f"  opened in {opened:.2f} s, followed in {middle:.2f} s")
    assert max(middle, opened) < 1


def test_a_question_that_opens_appears_and_nothing_loses_its_place(
    clinic: Clinic, page: Any
) -> None:
    page.goto(f"{begin(clinic)}?layout=all")
    frame = inside(page)
    assert frame.locator("#what").count() == 0

    frame.check("#gate-yes")

    page.wait_for_function(
        "() => document.querySelector('#preview-screen').dataset.shown.includes('what')"
    )
    frame = inside(page)
    frame.locator("#what").wait_for()
    assert frame.evaluate("document.activeElement.id") == "gate-yes"
    page.click("#preview-results")
    say(page, lambda: frame.fill("#nights-input", "7"))
    assert "Seven bad nights" in page.inner_text("#preview-results")
    page.get_by_role("button", name="Make a case from this").click()
    page.get_by_role("heading", name="A case from the preview").wait_for()
    assert "nights: 7" in page.inner_text("pre")


def pages(clinic: Clinic, page: Any) -> Iterator[str]:
    """Every page of the preview, with and without an error."""
    address = begin(clinic)
    for query in (
        "",
        "?frame=phone&seed=3&item=nights",
        "?item=pulse",
        "?item=-end",
        "?layout=all",
    ):
        page.goto(f"{address}{query}")
        yield query or "first screen"
    page.goto(f"{address}?item=ache")
    inside(page).locator("main .button-row button").first.click()
    page.wait_for_function(f"() => {HELD}?.includes('error-summary')")
    yield "refused"
    inside(page).check("#ache-10")
    inside(page).locator("main .button-row button").first.click()
    page.wait_for_function(f"() => {HELD}?.includes('notice--call')")
    yield "message"
    page.get_by_role("button", name="Make a case from this").click()
    page.wait_for_selector("pre")
    yield "case"
    page.fill("#case-id", "")
    page.get_by_role("button", name="Add it to the draft").click()
    page.wait_for_selector(".error-summary")
    yield "case with an error"
    page.goto(begin(clinic, TEXT.replace("type: integer", "type: intger"), "wrong"))
    yield "faults"
    page.goto(begin(clinic, "id: [", "unreadable"))
    yield "unreadable"


def test_no_page_of_the_preview_has_a_violation_or_scrolls_sideways(
    clinic: Clinic, page: Any, axe: str, record_property: Callable[[str, object], None]
) -> None:
    found, looked = [], 0

    for name in pages(clinic, page):
        told = faults(page, axe, SIZES[2:])
        # axe-core cannot look into a frame from outside: it is looked at by itself below.
        found += [f"{name} {one}" for one in told if "incomplete frame-tested" not in one]
        if page.query_selector(FRAME):
            found += [f"in the frame of {name} {one}" for one in framed(page, axe)]
        page.set_viewport_size(NARROW)
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            found.append(f"{name} is too wide")
        page.set_viewport_size({"width": 1440, "height": 900})
        looked += 1

    assert not found, "\n".join(found)
    record_property(COUNTED, f"  {looked} pages with what stands in their frames, 0 violations")


def framed(page: Any, axe: str) -> Iterator[str]:
    """What axe-core finds in the frame, which has a size of its own."""

    class Inside:
        evaluate = staticmethod(inside(page).evaluate)
        set_viewport_size = staticmethod(lambda _: None)

    yield from faults(Inside, axe, SIZES[:1])


def test_markup_in_texts_does_nothing_in_a_browser(clinic: Clinic, page: Any) -> None:
    text = TEXT
    for place in (
        "Did anything change?",
        "Made-up check-in",
        "Right now",
        "Five bad nights or more",
    ):
        text = text.replace(place, "'" + HOSTILE.replace("'", "''") + "'", 1)

    for query in ("", "?layout=all&seed=4", "?item=nights&frame=phone"):
        page.goto(f"{begin(clinic, text) if not query else page.url.partition('?')[0]}{query}")
        assert "alert(1)" in page.inner_text("main")
        assert inside(page).locator("img").count() == 0
    inside(page).fill("#nights-input", "6")
    page.wait_for_function(f"() => {SAID} !== ''")
    assert "alert(1)" in page.inner_text("#preview-results")
