"""A packet that is begun on a page: it starts visits once it is published, and not before."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from screening.core.loading import load_packet
from screening.store import library
from tests.web.browser import Browser
from tests.web.conftest import Clinic

ASK = "/admin/texts/new-packet"
TYPED = {"packet": "short_visit", "title": "Short visit", "first": "check_in"}
FORM = f"{ASK}?{urlencode(TYPED)}"


@pytest.fixture
def moss(clinic: Clinic) -> Browser:
    """The administrator, signed in."""
    return clinic.signed_in(clinic.moss)


def kept(clinic: Clinic) -> tuple[library.Version, ...]:
    with clinic.parts.database.read() as session:
        return library.packet_history(session, "short_visit")


def test_a_new_packet_is_asked_for_its_id_filled_in_and_published(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open("/admin/texts/")
    moss.follow("New packet")
    assert [moss.page.value(name) for name in TYPED] == ["", "", ""]
    moss.open(f"{ASK}?{urlencode({**TYPED, 'title': ' Short  visit '})}")
    assert moss.page.h1 == "New packet: Short visit"
    assert kept(clinic) == ()

    moss.press("Publish", minutes="4", entries__0__not_within_days="7")

    (version,) = kept(clinic)
    packet = load_packet("x", version.data)
    assert (version.version, version.made_by) == ("1.0.0", clinic.moss.id)
    assert (packet.id, packet.version, packet.title, packet.minutes) == (
        "short_visit", "1.0.0", "Short visit", 4,
    )  # fmt: skip
    assert [(one.questionnaire, one.not_within_days) for one in packet.entries] == [("check_in", 7)]
    assert "Packet: Short visit" in moss.page.text
    assert clinic.tablet(clinic.start_visit("short_visit")).page.title.startswith("Question 1")
    moss.open("/admin/texts/packets/short_visit")
    moss.press("Publish", title="Shorter visit")
    assert [one.version for one in kept(clinic)] == ["1.1.0", "1.0.0"]


WRONG = [
    ({"packet": "Short Visit"}, "packet", "Type an id of small letters"),
    ({"packet": "_x"}, "packet", "Type an id of small letters"),
    ({"packet": "x" * 61}, "packet", "at most 60"),
    ({"packet": "small"}, "packet", "There is a packet or a questionnaire with this id."),
    ({"packet": "check_in"}, "packet", "There is a packet or a questionnaire with this id."),
    ({"title": " "}, "title", "Type a title"),
    ({"first": ""}, "first", "Choose the first questionnaire."),
]


def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(moss: Browser) -> None:
    for fields, target, words in WRONG:
        typed = TYPED | fields

        moss.open(f"{ASK}?{urlencode(typed)}")

        assert moss.status == 422
        assert words in moss.page.text
        assert f'id="{target}-wrong"' in moss.page.html
        for name, value in typed.items():
            assert moss.page.value(name) == " ".join(value.split())


def test_each_questionnaire_to_add_says_its_id_and_who_fills_it_in(
    clinic: Clinic, moss: Browser
) -> None:
    moss.open(FORM)

    for name in ("entries.adds", "entries.0.questionnaire"):
        (pick,) = [e for e in moss.page.root.all("select") if e.attributes["name"] == name]
        words = {o.attributes["value"]: o.text for o in pick.all("option")}
        assert "check_in, by the patient)" in words["check_in"]
        assert len(set(words.values())) == len(words)


def test_faults_of_a_new_packet_stand_at_their_field_and_nothing_is_kept(
    clinic: Clinic, moss: Browser
) -> None:
    for fields, words in (
        ({"title": ""}, "Fill this in: Title."),
        ({"entries__0__pages": "nowhere"}, "nowhere"),
        ({"minutes": "-1"}, "minutes are none"),
    ):
        moss.open(FORM)
        moss.press("Publish", **fields)
        assert moss.status == 422
        assert words in moss.page.text
    assert kept(clinic) == ()


def test_who_comes_second_with_the_same_id_loses_nothing(clinic: Clinic, moss: Browser) -> None:
    other = clinic.signed_in(clinic.moss)
    moss.open(FORM)
    other.open(FORM)
    other.press("Publish", title="The quicker one")

    moss.press("Publish", about="Typed meanwhile")

    assert moss.status == 409
    assert moss.page.value("about") == "Typed meanwhile"
    assert "The quicker one" in moss.page.text
    assert [one.version for one in kept(clinic)] == ["1.0.0"]


def test_publishing_a_new_packet_asks_for_a_fresh_proof(clinic: Clinic, moss: Browser) -> None:
    moss.open(FORM)
    clinic.clock.forward(minutes=6)

    moss.press("Publish")

    assert moss.status == 403
    assert kept(clinic) == ()


def test_no_address_begins_a_packet_under_the_id_of_a_questionnaire(moss: Browser) -> None:
    moss.open(FORM)
    sent = moss.page.form("Publish").data({}, "Publish")

    reply = moss.post(FORM.replace("short_visit", "check_in"), sent)

    assert reply.status_code == 400
