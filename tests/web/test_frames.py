"""Pages drawn once for all: each patient's is what a page drawn for them alone would be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pytest
from flask import g, render_template
from markupsafe import Markup

from screening.store import sittings
from screening.web import frames
from screening.web.cookies import KIOSK
from screening.web.frames import Frames
from screening.web.patient_pages import QUESTION
from tests.web.browser import Browser
from tests.web.conftest import Clinic


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of all pages so far, each of them held against the same page drawn anew."""
    told: list[str] = []
    page = Frames.page

    def both(
        held: Frames,
        template: str,
        language: str,
        site: Hashable,
        shape: Mapping[str, Hashable],
        texts: Mapping[str, object],
        token: frames.FormToken,
    ) -> str:
        made = page(held, template, language, site, shape, texts, token)
        assert made == render_template(template, **shape, **texts)
        told.append(template)
        return made

    monkeypatch.setattr(Frames, "page", both)
    return told


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_is_the_page_that_would_be_drawn_for_this_patient(
    shipped_clinic: Clinic, compared: list[str], language: str
) -> None:
    tablets = [answering_in(shipped_clinic, language) for _ in range(2)]
    assert tablets[0].cookie(KIOSK) != tablets[1].cookie(KIOSK)

    for number in range(1, 9):
        for tablet in tablets:
            tablet.open(f"/sitting/{number}")
            assert f'<html lang="{language}"' in tablet.page.html

    assert len(compared) >= 16


def answering_in(clinic: Clinic, language: str) -> Browser:
    visit = clinic.start_visit("intake")
    tablet = clinic.tablet(visit)
    with clinic.parts.database.write() as session:
        (sitting,) = sittings.for_encounter(session, visit.id)
        sittings.choose_language(session, sitting.id, language, now=clinic.clock())
    return tablet


def test_the_counter_proof_a_token_inside_the_frame_would_be_that_of_another_patient(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = clinic.tablet(), clinic.tablet()
    assert token_at_first_question(first) != token_at_first_question(second)

    monkeypatch.setattr(frames, "_is_drawing", lambda: False)
    clinic.parts.frames._held.clear()

    assert token_at_first_question(first) == token_at_first_question(second)


def token_at_first_question(tablet: Browser) -> object:
    tablet.open("/sitting/1")
    return tablet.page.form("Next").data({}, "Next")["form-token"]


def test_what_is_filled_in_is_escaped_like_everything_else(clinic: Clinic) -> None:
    texts = {"drawn": Markup("<i>drawn</i>"), "title": "<b>", "refs": '"', "number": 1, "total": 2,
             "back": "/", "action": "/", "save_number": 0, "form_key": "&"}  # fmt: skip
    shape: dict[str, Hashable] = {"lang": "", "several": False, "saved": True, "faults": ()}
    with clinic.app.test_request_context("/"):
        g.session, g.now = None, None
        made = Frames().page(QUESTION, "en", "site", shape, texts, lambda purpose, cookie: "token")

    assert "<i>drawn</i>" in made
    assert "<b>" not in made
    assert "&lt;b&gt;" in made
    assert 'value="&#34;"' in made
    assert 'value="&amp;"' in made
    assert not any(sign in made for sign in "\ue000\ue001")
