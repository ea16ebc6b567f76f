"""300 payloads in every text of a questionnaire, of an account and of a patient: they stay text.

Every page is drawn with payloads and with harmless words of the same length: it has the same
elements and attributes. A browser, the PDF, the tables and the log are looked at as well.
"""

from __future__ import annotations

import csv
import io
import itertools
import logging
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from bench.campaigns.stored_markup import EVERY
from screening.report.renderer import Renderer, missing_packages, own_renderer
from screening.web import papers
from screening.web.logs import JsonLine
from tests.conftest import COUNTED
from tests.payloads import LONGEST, MARK, PAYLOADS, harmless
from tests.served import served
from tests.stored.every_text import names_of_texts, write_definitions
from tests.stored.walk import Cast, leads_away, skeleton, walk
from tests.stored.watch import Watch, reporting
from tests.web.conftest import PASSWORD, Clinic

pytestmark = pytest.mark.slow(minutes=5)

AT_ONCE = 20  # payloads in one text of a questionnaire, and names of each kind on the lists
ROUNDS = len(PAYLOADS) // AT_ONCE
# For what is slow, a browser and paper; the campaign takes all.
SOME = range(0, ROUNDS, 1 if EVERY in os.environ else 5)
MakeClinic = Callable[[Path, Path], Clinic]


class Dealt:
    """Hands out words: `each` payloads a time, and after ROUNDS rounds each text has had all."""

    def __init__(self, round_: int, each: int, *, plain: bool = False) -> None:
        self._round, self._each, self._plain = round_, each, plain
        self._place = itertools.count()

    def __call__(self) -> str:
        first = (next(self._place) + self._round) * self._each
        picked = [PAYLOADS[(first + n) % len(PAYLOADS)] for n in range(self._each)]
        return " ".join(map(harmless, picked) if self._plain else picked)


def cast_of(
    make: MakeClinic, folder: Path, password_hash: str, round_: int, *, plain: bool = False
) -> Cast:
    """A clinic in which all words are payloads, or harmless ones of the same length."""
    words = Dealt(round_, AT_ONCE, plain=plain)
    clinic = make(write_definitions(folder / "questionnaires", words), folder)
    assert [str(fault) for fault in clinic.parts.shelf.faults] == []
    # 3 names for each of 20 patients: a round moves on by 20, so that each is in each of them.
    return Cast(clinic, Dealt(round_ * AT_ONCE, 1, plain=plain), password_hash, AT_ONCE - 1)


def test_there_are_300_and_every_kind_of_text_has_them(tmp_path: Path) -> None:
    assert len(set(PAYLOADS)) == 300
    assert all(MARK in text and len(text) <= LONGEST for text in PAYLOADS)
    write_definitions(tmp_path, Dealt(0, 1))
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml"))

    assert {name for name in names_of_texts() if f'"{name}": ' not in written} == set()


def test_after_all_rounds_each_text_has_had_every_payload() -> None:
    for place in (0, 7, 113):
        had = set()
        for round_ in range(ROUNDS):
            words = Dealt(round_, AT_ONCE)
            for _ in range(place):
                words()
            text = words()
            had |= {one for one in PAYLOADS if one in text}

        assert had >= set(PAYLOADS)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged, in the form in which it is logged."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLine())
    monkeypatch.setattr(logging.getLogger("screening"), "handlers", [handler])
    monkeypatch.setattr(logging.getLogger("screening.web"), "handlers", [handler])
    return written


def test_every_page_keeps_its_elements_whatever_the_words(
    make_clinic: MakeClinic,
    tmp_path: Path,
    password_hash: str,
    lines: io.StringIO,
    record_property: Callable[[str, object], None],
) -> None:
    plain = cast_of(make_clinic, tmp_path / "plain", password_hash, 0, plain=True)
    bones = {name: skeleton(html) for name, _, html in walk(plain)}
    pages, shown, changed = 0, 0, []
    for round_ in range(ROUNDS):
        place = tmp_path / str(round_)
        for name, _, html in walk(cast_of(make_clinic, place, password_hash, round_)):
            pages, shown = pages + 1, shown + (MARK in html)
            if skeleton(html) != bones[name]:
                changed.append(f"round {round_}: {name} has other elements")
            changed += [f"round {round_}: {name} {one}" for one in leads_away(html)]

    assert changed == []
    assert MARK not in lines.getvalue()
    assert shown > pages / 2
    record_property(
        COUNTED, f"  {len(PAYLOADS)} payloads, {pages} pages, {shown} of them with payloads"
    )


def test_without_escaping_a_page_would_change(
    make_clinic: MakeClinic, tmp_path: Path, password_hash: str
) -> None:
    """The counter-proof."""
    cast = cast_of(make_clinic, tmp_path, password_hash, 0)
    desk = cast.clinic.signed_in(cast.staff["front_desk"])
    before = desk._send("GET", "/desk/").get_data(as_text=True)
    _stop_escaping(cast.clinic.app)
    after = desk._send("GET", "/desk/").get_data(as_text=True)

    assert skeleton(before) != skeleton(after)
    assert leads_away(before) == []
    assert leads_away(after) != []


def _stop_escaping(app: Flask) -> None:
    app.jinja_env.autoescape = False
    app.jinja_env.bytecode_cache = None
    assert app.jinja_env.cache is not None
    app.jinja_env.cache.clear()


def test_tables_hold_no_formula_and_the_words_as_they_are(
    make_clinic: MakeClinic, tmp_path: Path, password_hash: str
) -> None:
    for round_ in SOME:
        cast = cast_of(make_clinic, tmp_path / str(round_), password_hash, round_)
        cast.answer()
        doctor = cast.clinic.signed_in(cast.staff["clinician"])
        doctor.open("/export/")
        form = doctor.page.form("Export")
        values = {"first": "2026-11-18", "last": "2026-11-18", "format": "csv"}
        known = form.data({}, "Export")
        asked = {"password": PASSWORD} if "password" in known else {}
        reply = doctor.post(form.action, form.data(values | asked, "Export"))
        with zipfile.ZipFile(io.BytesIO(reply.get_data())) as archive:
            tables = [archive.read(name).decode() for name in archive.namelist()]
        cells = [c for table in tables for row in csv.reader(io.StringIO(table)) for c in row]

        assert any(MARK in cell for cell in cells)
        assert [cell for cell in cells if cell[:1] in tuple("=+-@＝\t\r")] == []  # noqa: RUF001


PURSUED = ("/JS", "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/ImportData")


def test_a_pdf_holds_the_words_and_no_act(
    make_clinic: MakeClinic, tmp_path: Path, password_hash: str, renderer: Renderer
) -> None:
    for round_ in SOME:
        folder = tmp_path / str(round_)
        questionnaires = write_definitions(folder / "questionnaires", Dealt(round_, 4))
        clinic = make_clinic(questionnaires, folder)
        cast = Cast(clinic, Dealt(round_ * AT_ONCE, 1), password_hash, 0)
        records = cast.answer()
        clinic.app.extensions[papers.EXTENSION] = renderer
        doctor = clinic.signed_in(cast.staff["clinician"])
        reply = doctor._send("GET", f"/clinic/visits/{records['visit']}/summary/a4")
        with pikepdf.open(io.BytesIO(reply.get_data())) as pdf:
            acts = [key for one in pdf.objects for key in _keys(one) if key in PURSUED]
        told = "".join(p.extract_text() for p in PdfReader(io.BytesIO(reply.get_data())).pages)

        assert acts == []
        assert told.count(MARK) > 50


def _keys(one: pikepdf.Object) -> list[str]:
    return list(one.keys()) if isinstance(one, pikepdf.Dictionary | pikepdf.Stream) else []


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    if missing_packages():
        pytest.skip("Pango is not installed")
    with own_renderer() as found:
        yield found


@pytest.mark.browser
def test_a_browser_runs_nothing_and_asks_nobody(
    make_clinic: MakeClinic,
    tmp_path: Path,
    password_hash: str,
    chromium: Any,
    record_property: Callable[[str, object], None],
) -> None:
    looked, happened = 0, list[str]()
    for round_ in SOME:
        cast = cast_of(make_clinic, tmp_path / str(round_), password_hash, round_)
        paths = [(name.split()[0], path) for name, path, _ in walk(cast) if path]
        with served(reporting(cast.clinic.app, happened)) as address:
            for role, who in cast.staff.items():
                watch = Watch(chromium, address)
                watch.sign_in(who.name)
                looked += sum(watch.open(path) for of, path in paths if of == role)
                happened += watch.end()
            watch = Watch(chromium, address)
            code = cast.clinic.code_for(cast.clinic.start_visit(of=cast.others[0]))
            looked += watch.answer(code)
            happened += watch.end()

    assert happened == []
    record_property(COUNTED, f"  {looked} pages in Chromium, nothing ran, nobody was asked")


@pytest.mark.browser
def test_without_escaping_the_browser_would_be_seen_to_try(
    make_clinic: MakeClinic, tmp_path: Path, password_hash: str, chromium: Any
) -> None:
    """The counter-proof: the policy holds the pages back, and each try is reported."""
    cast, happened = cast_of(make_clinic, tmp_path, password_hash, 0), list[str]()
    with served(reporting(cast.clinic.app, happened)) as address:
        watch = Watch(chromium, address)
        watch.sign_in("front_desk")
        assert happened == []
        _stop_escaping(cast.clinic.app)
        watch.open("/desk/")
        watch.page.wait_for_timeout(500)  # reports come by themselves, a moment later
        watch.end()

    assert "the content policy was breached" in happened
