"""A leaflet that is begun on a page, or in another language of one that there is."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from screening.core.loading import load_leaflet
from screening.store import texts
from tests.web.browser import Browser
from tests.web.conftest import Clinic

ASK = "/admin/texts/new-leaflet"
TYPED = {"leaflet": "sleep_at_home", "language": "en"}
FORM = f"{ASK}?{urlencode(TYPED)}"
WORDS = {
    "title": "Sleep at home",
    "intro__text": "The same for all.",
    "sections__0__title": "At night",
    "sections__0__claims__0__text": "Keep the room dark.",
    "questions__title": "Ask us",
    "questions__claims__0__text": "How long should I sleep?",
    "help__title": "Help",
    "help__lines__0__number": "911",
    "help__lines__0__text": "in danger",
}
SOURCES = (
    "intro__source", "sections__0__claims__0__source", "questions__claims__0__source",
    "help__lines__0__source",
)  # fmt: skip


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, signed in."""
    return clinic.signed_in(clinic.moss)


def kept(clinic: Clinic, key: str = "sleep_at_home.en") -> tuple[texts.Text, ...]:
    with clinic.parts.database.read() as session:
        return texts.history(session, key)


def filled() -> dict[str, str]:
    """Every text, each resting on this house."""
    return WORDS | {f"{place}__said": "Said by this house." for place in SOURCES}


def test_a_new_leaflet_is_asked_for_its_id_filled_in_and_handed_out(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open("/admin/texts/")
    moss.follow("New leaflet")
    moss.open(FORM)
    assert moss.page.h1 == "New leaflet: sleep_at_home, English"
    assert moss.page.value("title") == ""
    assert "..." not in moss.page.html
    assert kept(clinic) == ()

    moss.press("Publish", **filled())

    (version,) = kept(clinic)
    leaflet = load_leaflet("x", version.data, {})
    assert (leaflet.key, leaflet.version, leaflet.title) == (
        "sleep_at_home.en", "1.0.0", "Sleep at home",
    )  # fmt: skip
    assert version.made_by == clinic.moss.id
    assert "Leaflet: Sleep at home" in moss.page.text
    assert clinic.signed_in(clinic.fay).open("/leaflets/sleep_at_home.en").h1 == "Sleep at home"
    moss.open("/admin/texts/leaflets/sleep_at_home.en")
    moss.press("Publish", title="Sleep")
    assert [one.version for one in kept(clinic)] == ["1.1.0", "1.0.0"]
    moss.open("/admin/texts/packets/small")
    assert "sleep_at_home" in moss.page.html


def test_the_same_in_another_language_has_its_statements_and_sources_and_no_words(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(FORM)
    moss.press("Publish", **filled())
    moss.open(f"{ASK}?{urlencode(TYPED | {'language': 'es'})}")
    assert moss.page.h1 == "New leaflet: sleep_at_home, Español"
    assert moss.page.value("help.lines.0.number") == "911"
    assert moss.page.value("sections.0.claims.0.text") == ""
    assert "Keep the room dark." in moss.page.text  # beside the field

    moss.press("Publish", **{name: f"{words} (es)" for name, words in WORDS.items()})

    (version,) = kept(clinic, "sleep_at_home.es")
    leaflet = load_leaflet("x", version.data, {})
    english = load_leaflet("x", kept(clinic)[0].data, {})
    assert [one.id for one in leaflet.said] == [one.id for one in english.said]
    assert [one.source for one in leaflet.said] == [one.source for one in english.said]


def test_what_was_left_empty_is_said_at_its_field_and_nothing_is_kept(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(FORM)

    moss.press("Publish", **(filled() | {"sections__0__claims__0__text": ""}))

    assert moss.status == 422
    assert "Fill this in: Statement (Statement 1)." in moss.page.text
    assert moss.page.value("title") == "Sleep at home"
    assert kept(clinic) == ()


@pytest.mark.parametrize(
    ("fields", "target", "words"),
    [
        ({"leaflet": "Sleep"}, "leaflet", "Type an id of small letters"),
        ({"leaflet": "x" * 61}, "leaflet", "at most 60"),
        ({"leaflet": "waiting"}, "leaflet", "There is a leaflet with this id in this language."),
        ({"language": ""}, "language", "Choose the language."),
        ({"language": "xx"}, "language", "Choose the language."),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    moss: Browser, fields: dict[str, str], target: str, words: str
) -> None:
    moss.open(f"{ASK}?{urlencode(TYPED | fields)}")

    assert moss.status == 422
    assert words in moss.page.text
    assert f'id="{target}-wrong"' in moss.page.html


def test_who_comes_second_with_the_same_id_loses_nothing(clinic: Clinic, moss: Browser) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(FORM)
    other.open(FORM)
    other.press("Publish", **(filled() | {"title": "The quicker one"}))

    moss.press("Publish", **filled())

    assert moss.status == 409
    assert moss.page.value("title") == "Sleep at home"
    assert "The quicker one" in moss.page.text
    assert [one.version for one in kept(clinic)] == ["1.0.0"]


def test_publishing_a_new_leaflet_asks_for_a_fresh_proof(clinic: Clinic, moss: Browser) -> None:
    moss.open(FORM)
    clinic.clock.forward(minutes=6)

    moss.press("Publish", **filled())

    assert moss.status == 403
    assert kept(clinic) == ()
