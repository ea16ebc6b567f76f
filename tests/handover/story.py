"""How far the first patient gets with the tablet, and the ways in which that ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from screening.store.patients import Patient
from tests.handover.engines import LONGEST_S, Engine, Tab
from tests.handover.tap import Tap
from tests.web.conftest import Clinic

OURS = "document.documentURI.startsWith('http')"  # not a page of the browser's own
NEXT = "main form button[type=submit]:not([name])"
# What only the first patient has typed, and what only their answers or record say.
WORDS = ("heron mill 7731", "47.31", "Okonkwo", "Cleo", "MRN-00417")


@dataclass
class Place:
    """One clinic, one browser and what is between them."""

    clinic: Clinic
    tap: Tap
    engine: Engine
    address: str
    first: Patient = field(init=False)
    second: Patient = field(init=False)  # somebody else: nothing of the first is there by right

    def __post_init__(self) -> None:
        self.first, self.second = self.clinic.cleo, self.clinic.add_noah()


def enter_code(place: Place, tab: Tab, who: Patient) -> None:
    """Of a visit that has just begun, as staff or patient do it on the locked page."""
    tab.go(f"{place.address}/")
    tab.type("#code", place.clinic.code_for(place.clinic.start_visit(of=who)))
    tab.press(NEXT)


def type_birthday(tab: Tab, who: Patient) -> None:
    """The right one."""
    born = who.identity.born
    tab.type("#birth-day", f"{born.day}")
    tab.script(f"document.querySelector('#birth-month').value = '{born.month}'")


def confirm(tab: Tab, who: Patient) -> None:
    """The right birthday, and the page after it."""
    type_birthday(tab, who)
    tab.press(NEXT)


# --- how far the first patient gets ---------------------------------------------------------------


def at_code(place: Place, tab: Tab) -> None:
    tab.type("#code", "heron mill 7731")


def at_birthday(place: Place, tab: Tab) -> None:
    enter_code(place, tab, place.first)
    type_birthday(tab, place.first)


def at_wrong_birthday(place: Place, tab: Tab) -> None:
    enter_code(place, tab, place.first)
    tab.type("#birth-day", "8")
    tab.press(NEXT)
    tab.type("#birth-day", "9")


def at_welcome(place: Place, tab: Tab) -> None:
    enter_code(place, tab, place.first)
    confirm(tab, place.first)


def _at(number: int) -> Callable[[Place, Tab], None]:
    def act(place: Place, tab: Tab) -> None:
        at_welcome(place, tab)
        tab.go(f"{place.address}/sitting/{number}")

    return act


def at_question(place: Place, tab: Tab) -> None:
    _at(1)(place, tab)
    tab.tick("#gate-yes")


def at_changed_question(place: Place, tab: Tab) -> None:
    at_question(place, tab)
    tab.press(NEXT)
    tab.tick("#what-sleep")
    tab.press(NEXT)
    tab.go(f"{place.address}/sitting/2?change=1")


def at_error(place: Place, tab: Tab) -> None:
    _at(2)(place, tab)
    tab.type("#nights-input", "47.31")
    tab.press(NEXT)


def at_message(place: Place, tab: Tab) -> None:
    _at(2)(place, tab)
    tab.type("#nights-input", "7")
    tab.press(NEXT)


def at_quantity(place: Place, tab: Tab) -> None:
    _at(4)(place, tab)
    tab.type("#amount-input", "47.31")
    tab.script("document.querySelector('#amount-unit').value = 'g'")


def at_date(place: Place, tab: Tab) -> None:
    _at(5)(place, tab)
    tab.type("#since-year", "2019")
    tab.press(NEXT)
    tab.type("#since-year", "2019")


def at_rows(place: Place, tab: Tab) -> None:
    _at(7)(place, tab)
    tab.tick("#products-0-form-yes")
    tab.press("button[value=add_row]")


def at_words(place: Place, tab: Tab) -> None:
    _at(8)(place, tab)
    tab.type("#words-input", "heron mill 7731")


def at_review(place: Place, tab: Tab) -> None:
    at_words(place, tab)
    tab.press(NEXT)


def at_end_of_all(place: Place, tab: Tab) -> None:
    """Everything answered, most of it with the way out, and the review on the screen."""
    at_review(place, tab)
    for number in range(1, 8):
        tab.go(f"{place.address}/sitting/{number}")
        tab.tick("main input[value='-out']")
        tab.press(NEXT)
    tab.go(f"{place.address}/sitting/review")


# --- how it ends --------------------------------------------------------------------------------


def sent(place: Place, tab: Tab) -> None:
    """The patient sends everything and hands the tablet back."""
    tab.press("#send")


def left_alone(place: Place, tab: Tab) -> None:
    """Nobody touches the tablet; its script locks it."""
    place.clinic.clock.forward(minutes=5)
    assert tab.move("document.querySelector('[data-idle] form').requestSubmit()", LONGEST_S)


def gone_for_long(place: Place, tab: Tab) -> None:
    """Nobody touches the tablet, and no script runs: the next look at it finds it locked."""
    place.clinic.clock.forward(minutes=7)
    tab.go(f"{place.address}/sitting")


def put_aside(place: Place, tab: Tab) -> None:
    """Typed, never sent; somebody opens the start page again."""
    tab.go(f"{place.address}/")


@dataclass(frozen=True)
class Handover:
    """One way that a tablet changes hands."""

    state: Callable[[Place, Tab], None]
    end: Callable[[Place, Tab], None] | None  # None: the staff type the next code over it

    @property
    def name(self) -> str:
        return f"{self.state.__name__}, {self.end.__name__ if self.end else 'next code'}"


_BOTH_WAYS = (at_birthday, at_wrong_birthday, at_welcome, at_question, at_changed_question,
              at_error, at_message, at_quantity, at_rows, at_words, at_review)  # fmt: skip
HANDOVERS = (
    Handover(at_code, put_aside),
    *(Handover(s, left_alone if n % 2 else gone_for_long) for n, s in enumerate(_BOTH_WAYS)),
    *(Handover(state, None) for state in _BOTH_WAYS),
    Handover(at_date, left_alone),
    Handover(at_end_of_all, sent),
)
