"""What the next person finds: every page, Back, Forward, Reload, print, a reopened tab."""

from __future__ import annotations

from collections.abc import Iterator

from tests.handover.engines import Tab
from tests.handover.looking import leaks, on_paper
from tests.handover.story import OURS, WORDS, Handover, Place, at_code, confirm, enter_code
from tests.handover.tap import Tap

KIOSK = "__Host-kiosk"
LOCKED = frozenset({"Enter your code", "Thank you. Please hand the tablet back."})
# Older Firefox does not know; there the next step back leads nowhere.
FIRST = "window.navigation?.canGoBack === false"
UNCONFIRMED = LOCKED | {"When is your birthday?"}


def hand_over(place: Place, what: Handover) -> Iterator[str]:
    """Play it; every leak comes out with the moment it was seen at."""
    tab = place.engine.tab()
    tab.go(f"{place.address}/")
    what.state(place, tab)
    been = [reply.path for reply in place.tap.replies if reply.is_page]
    token = tab.cookies().get(KIOSK)
    if what.end is not None:
        what.end(place, tab)
        place.tap.replies.clear()
        yield from _told("locked", _back_and_forth(tab, LOCKED))
        yield from _told("reopened", _reopened(place, been, LOCKED))
    enter_code(place, tab, place.second)
    if what.end is None:
        place.tap.replies.clear()
    if what.state is not at_code and token and token in tab.cookies().values():
        yield f"{what.name}: the cookie is still there"
    yield from _told("next patient", filter(None, _all_the_way_back(tab, UNCONFIRMED)))
    tab.go(f"{place.address}/sitting")
    confirm(tab, place.second)
    yield from _told("confirmed", filter(None, _all_the_way_back(tab, None)))
    yield from _told("responses", _in_replies(place.tap))
    tab.close()


def _told(moment: str, found: Iterator[str]) -> Iterator[str]:
    return (f"{moment}: {one}" for one in found)


def _back_and_forth(tab: Tab, headings: frozenset[str]) -> Iterator[str]:
    """Look; Back as far as it goes, Forward as far as it goes, Reload, print; look at each."""
    yield from _told("at once", leaks(tab, WORDS, headings))
    steps = 0
    for leak in _all_the_way_back(tab, headings):
        steps += leak is None
        if leak:
            yield f"Back: {leak}"
    for _ in range(steps):
        tab.move("history.forward()")
        yield from _told("Forward", leaks(tab, WORDS, headings))
    if tab.script(OURS):
        tab.move("location.reload()")
        yield from _told("Reload", leaks(tab, WORDS, headings))
    yield from on_paper(tab, WORDS)


def _all_the_way_back(tab: Tab, headings: frozenset[str] | None) -> Iterator[str | None]:
    """None for each step, and what leaks there; past the browser's own "send again?" pages."""
    while not tab.script(f"{OURS} && {FIRST}") and tab.move("history.back()"):
        if tab.script("document.documentURI") == "about:blank":  # what a tab begins with
            tab.move("history.forward()")
            return
        yield None
        yield from leaks(tab, WORDS, headings)


def _reopened(place: Place, been: list[str], headings: frozenset[str] | None) -> Iterator[str]:
    """Every address that the first patient has been to, in a fresh tab."""
    tab = place.engine.tab()
    for address in dict.fromkeys([*been, "/sitting", "/sitting/review", "/thank-you"]):
        tab.go(f"{place.address}{address}")
        yield from _told(address, leaks(tab, WORDS, headings))
    tab.close()


def _in_replies(tap: Tap) -> Iterator[str]:
    for reply in tap.replies:
        told = reply.body + repr(reply.headers).encode()
        yield from (f"{w!r} sent for {reply.path}" for w in WORDS if w.encode() in told)
    tap.replies.clear()
