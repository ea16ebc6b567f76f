"""A crawl over all that a patient can meet, in a made-up language: no text is left English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from babel.dates import get_month_names
from flask import template_rendered
from jinja2 import ChoiceLoader, DictLoader

from screening.settings import ROOT
from screening.store import errors
from screening.web import language, patient
from screening.web.parts import EXTENSION
from tests.web.conftest import GRIDS, Clinic
from tests.web.filling import OUT
from tests.web.pages import Page
from tests.web.pseudo import copy_told, pseudo, untold, write_catalogue

NEXT, START, SEND = pseudo("Next"), pseudo("Start"), pseudo("Send my answers")
# Data of the clinic, the language's own names, and what this crawl types.
ALLOWED = {"Harbour", "Clinic", "English", "Zürich"}
ALLOWED |= {"spoon"}  # a unit to which its definition gives no words
ALLOWED |= set(get_month_names("wide", locale="es_US").values())
ALLOWED |= {name.rstrip(".") for name in get_month_names("abbreviated", locale="es_US").values()}
BREAKS = (
    (OSError("broken"), 500),
    (errors.NotSaved(), 503),
    (errors.StaleForm(1, {}), 409),
    (errors.AlreadySent(), 409),
    (errors.FormKeyReused(), 409),
    (errors.EncounterEnded(), 409),
    (errors.NotThere("response"), 404),
)


class Crawl:
    """A tablet whose every page is looked at."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.tablet = clinic, clinic.browser()
        self.faults: list[str] = []
        self.templates: set[str] = set()
        self.pages = 0

    def look(self, page: Page, status: int) -> None:
        """Note what is not told on a page, and that its language is named."""
        assert self.tablet.status == status, page.text
        assert page.lang == "es"
        self.pages += 1
        self.faults += [f"{page.title}: {text}" for text in untold(page, ALLOWED)]

    def open(self, path: str, status: int = 200) -> None:
        self.look(self.tablet.open(path), status)

    def press(self, button: str, status: int = 200, /, **fields: str | list[str]) -> None:
        self.look(self.tablet.press(button, **fields), status)

    def rendered(self, app: object, template: object, **more: object) -> None:
        self.templates.add(str(template.name))  # type: ignore[attr-defined]


def crawl(clinic: Clinic) -> Crawl:
    """From the locked tablet to the page after the hand-back, by way of every mistake."""
    asking = replace(clinic.parts.settings, ask_consent=True)
    clinic.app.extensions[EXTENSION] = replace(clinic.parts, settings=asking)
    made = Crawl(clinic)
    with template_rendered.connected_to(made.rendered, clinic.app):
        for part in (locked, questions, stale, problems, sent):
            part(made)
    return made


def locked(made: Crawl) -> None:
    made.tablet.open("/")
    made.press("Español")
    made.press(START, 422, code="ZZZZ-ZZZZ")
    made.press(START, code=clinic_code(made))
    made.press(NEXT, 422, day="1", month="1")
    made.press(NEXT, 422, day="1", month="1")
    made.press(NEXT, day="7", month="2")
    agree = pseudo("Estoy de acuerdo")
    form = made.tablet.page.form(agree)
    made.tablet._show(made.tablet.post(form.action, form.data({}, agree) | {"answer": ""}))
    made.look(made.tablet.page, 422)
    made.press(agree)
    made.look(made.tablet.follow(pseudo("Begin")), 200)


def questions(made: Crawl) -> None:
    made.press(NEXT, 422)  # nothing chosen
    made.press(NEXT, gate="yes")
    made.press(NEXT, 422, what=["sleep", "nothing"])
    made.press(NEXT, what=["sleep", "food"])
    for wrong in ("8", "few", ""):
        made.press(NEXT, 422, nights=wrong)
    made.press(NEXT, 422, nights="3", nights__out=OUT)
    made.open("/sitting/3")
    made.press(NEXT, nights="7")  # crisis
    made.look(made.tablet.follow(pseudo("Go on")), 200)
    made.press(NEXT, ache="10")  # stop and tell the staff
    made.look(made.tablet.follow(pseudo("Go on")), 200)  # not yet
    made.clinic.let_go_on()
    made.look(made.tablet.follow(pseudo("Go on")), 200)
    made.press(NEXT, 422, amount="2", amount__unit="")
    made.press(NEXT, 422, amount="2,55555", amount__unit="spoon")
    made.press(NEXT, amount="2,5", amount__unit="spoon")
    made.press(NEXT, 422, since__year="26")
    made.press(NEXT, since__month="08", since__year="2026")
    made.press(NEXT, 422, last__year="2196", last__month="01", last__day="1", last__time="08:15")
    made.press(NEXT, last__day="18", last__month="11", last__year="2026", last__time="08:15")
    made.press(pseudo("Add one more"), products__0__form="yes", products__0__times="2")
    made.press(NEXT, 422, products__1__times="55")
    made.press(f"{pseudo('Take away')[:4]}", products__1__times="")
    made.press(NEXT, products__0__form="yes", products__0__times="2")
    made.press(NEXT, 422, words=" ")
    made.open("/sitting/review")
    made.press(SEND, 422)
    made.open("/sitting")
    made.press(NEXT, words="Zürich")
    made.press(NEXT, tired=OUT)


def stale(made: Crawl) -> None:
    """Two pages of one tablet."""
    made.open("/sitting/3?change=1")
    old = made.tablet.page.form(NEXT)
    made.press(NEXT, nights="2")
    shown = made.tablet.post(old.action, old.data({"nights": "4"}, NEXT))
    made.tablet._show(shown)
    made.look(made.tablet.page, 409)
    made.open("/sitting/review")
    old = made.tablet.page.form(SEND)
    made.open("/sitting/3?change=1")
    made.press(NEXT, nights="1")
    made.tablet._show(made.tablet.post(old.action, old.data({}, SEND)))
    made.look(made.tablet.page, 409)


def sent(made: Crawl) -> None:
    made.open("/sitting/nothing", 404)
    made.tablet._show(made.tablet.post("/sitting/welcome", {}))
    made.look(made.tablet.page, 405)
    made.tablet._show(made.tablet.post("/language", {"form-token": "0"}))
    made.look(made.tablet.page, 403)
    made.open("/sitting/review")
    made.press(SEND)
    assert made.tablet.path == "/thank-you"
    made.look(made.tablet.follow(pseudo("Something to read")), 200)
    made.open("/reading/99", 404)
    made.open("/sitting/review", 410)


def problems(made: Crawl) -> None:
    """What an error on the server looks like in the middle of a sitting."""
    for error, status in BREAKS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(patient.sitting, "load_way", raising(error))
            made.open("/sitting/1", status)


def raising(error: Exception) -> Callable[..., str]:
    def act(*_: object, **__: object) -> str:
        raise error

    return act


def clinic_code(made: Crawl) -> str:
    return made.clinic.code_for(made.clinic.start_visit())


def test_no_page_of_the_patients_holds_a_text_that_is_not_told(told_clinic: Clinic) -> None:
    made = crawl(told_clinic)

    assert made.faults == []
    assert made.pages > 45
    pages = {f"patient/{path.name}" for path in (ROOT / "templates" / "patient").glob("*.html")}
    assert pages | {"problems/patient.html"} <= made.templates


@pytest.fixture
def with_bare_text(told_clinic: Clinic) -> Clinic:
    """The same clinic, and somebody forgot to wrap a sentence."""
    app = told_clinic.app
    text = (ROOT / "templates" / "patient" / "thank_you.html").read_text(encoding="utf-8")
    spoilt = text.replace("<h1>", "<p>We wish you well.</p><h1>")
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader(
        [DictLoader({"patient/thank_you.html": spoilt}), app.jinja_loader]
    )
    return told_clinic


def test_a_sentence_that_somebody_forgot_turns_the_crawl_red(with_bare_text: Clinic) -> None:
    made = crawl(with_bare_text)

    assert any(fault.endswith("We wish you well.") for fault in made.faults)


def test_nothing_of_a_grid_is_left_untold(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_catalogue(tmp_path / "translations")
    monkeypatch.setattr(language, "FOLDER", tmp_path / "translations")
    clinic = make_clinic(copy_told(GRIDS, tmp_path / "told"))
    made = Crawl(clinic)
    made.tablet = clinic.enrolled()
    made.tablet.open("/")
    made.tablet.press("Español")
    made.press(START, code=clinic.code_for(clinic.start_visit()))
    made.press(NEXT, day="7", month="2")
    made.open("/sitting/1")
    made.press(NEXT, outside="yes")
    old = made.tablet.page.form(NEXT)
    rows = {"shaky": "none", "sick": "none", "cold": OUT}

    made.press(NEXT, 422, shaky="none")
    made.press(NEXT, **rows)
    stale = made.tablet.post("/sitting/2", old.data({**rows, "sick": "some"}, NEXT))
    made.look(made.tablet._show(stale), 409)
    made.open("/sitting/review")

    assert made.faults == []
