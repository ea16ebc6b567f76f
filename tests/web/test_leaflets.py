"""Leaflets: staff print them from a visit; on the tablet they are the same for everybody."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from screening.report.renderer import Renderer, missing_packages
from screening.store.models import AuditEvent
from screening.web import papers
from tests.web.browser import Browser
from tests.web.conftest import CLEO, SHIPPED, SMALL, Clinic
from tests.web.filling import answer_all
from tests.web.test_clinician import NOWHERE

KEY = "waiting.en"
needs_pango = pytest.mark.skipif(bool(missing_packages()), reason="PDFs cannot be made here")


def visit_page(clinic: Clinic) -> Browser:
    """Fay's browser on a visit of Cleo's whose packet names a leaflet."""
    desk = clinic.signed_in(clinic.fay)
    desk.open(f"/desk/visits/{clinic.start_visit().id}")
    return desk


def test_the_desk_opens_the_leaflet_from_the_visit_in_each_language(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    assert "Leaflet to hand out: English Español" in desk.page.text

    desk.follow("English")

    assert desk.page.h1 == "About waiting"
    assert "You may get tired." in desk.page.text
    assert "Reviewed by: nobody yet" in desk.page.text
    assert "Made up for tests. Evidence: low" in desk.page.text
    desk.follow("Sobre la espera")
    assert desk.page.h1 == "Sobre la espera"


def test_the_clinicians_page_of_the_visit_leads_there_too(clinic: Clinic) -> None:
    visit = clinic.start_visit()
    ada = clinic.signed_in(clinic.ada)
    ada.open(f"/clinic/visits/{visit.id}")

    ada.follow("English")

    assert ada.path == f"/leaflets/{KEY}"


def test_the_leaflets_topic_stays_out_of_the_visits_page(clinic: Clinic) -> None:
    desk = visit_page(clinic)

    assert "waiting" not in desk.page.text.lower()


def test_a_packet_without_a_leaflet_has_no_link(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    folder = tmp_path / "definitions"
    (folder / "packets").mkdir(parents=True)
    for name in ("check_in.yaml", "second.yaml"):
        (folder / name).write_bytes((SMALL / name).read_bytes())
    packet = (SMALL / "packets" / "small.yaml").read_text(encoding="utf-8")
    assert "leaflet: waiting\n" in packet
    (folder / "packets" / "small.yaml").write_text(packet.replace("leaflet: waiting\n", ""))
    clinic = make_clinic(folder)

    desk = visit_page(clinic)
    tablet = clinic.browser()
    tablet.open("/thank-you")

    assert "Leaflet" not in desk.page.text
    assert "Something to read" not in tablet.page.text


@needs_pango
@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("letter", 612)])
def test_the_pdf_is_one_page_and_names_nobody(clinic: Clinic, paper: str, width: int) -> None:
    desk = visit_page(clinic)
    desk.follow("English")

    response = desk.client.get(desk.page.link({"a4": "PDF, A4", "letter": "PDF, Letter"}[paper]))
    clinic.app.extensions[papers.EXTENSION].close()

    (page,) = PdfReader(io.BytesIO(response.data)).pages
    assert round(page.mediabox.width) == width
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="leaflet-waiting-en.pdf"'
    )
    for word in (CLEO.family, CLEO.given, CLEO.record, clinic.fay.full_name):
        assert word not in page.extract_text()
        assert word.encode() not in response.data


def test_reading_a_leaflet_is_no_reading_of_a_patient(clinic: Clinic) -> None:
    desk = visit_page(clinic)
    before = events(clinic)

    desk.follow("English")

    assert events(clinic) == before
    assert CLEO.family not in desk.page.html


def events(clinic: Clinic) -> int:
    with clinic.parts.database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_without_its_renderer_the_page_says_so_and_offers_the_pdf_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.web.leaflets.packages_to_install", tuple)
    clinic.app.extensions[papers.EXTENSION] = Renderer(NOWHERE)
    desk = visit_page(clinic)

    desk.open(f"/leaflets/{KEY}/a4")

    assert desk.status == 503
    assert "its renderer is not running" in desk.page.text
    assert "You may get tired." in desk.page.text
    assert desk.page.link("PDF, Letter")


def test_without_its_packages_the_page_names_them(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.web.leaflets.packages_to_install", lambda: ("libpango",))
    desk = visit_page(clinic)

    desk.open(f"/leaflets/{KEY}/a4")

    assert desk.status == 503
    assert "An administrator must install: libpango." in desk.page.text


@pytest.mark.parametrize("path", ["nothing.en", "nothing.en/a4", f"{KEY}/a3", "waiting"])
def test_what_is_not_there_is_not_found(clinic: Clinic, path: str) -> None:
    desk = clinic.signed_in(clinic.fay)

    desk.open(f"/leaflets/{path}")

    assert desk.status == 404


def test_on_the_tablet_it_is_offered_at_the_end_and_leads_back(clinic: Clinic) -> None:
    tablet = clinic.tablet()
    answer_all(tablet)
    tablet.press("Send my answers")
    assert tablet.path == "/thank-you"
    assert "waiting" not in tablet.page.html.lower()  # no topic on the last page

    tablet.follow("Something to read")

    assert tablet.page.h1 == "About waiting"
    assert tablet.page.title == "Something to read – Harbour Clinic"
    tablet.press("Español")
    assert tablet.page.h1 == "Sobre la espera"
    tablet.follow("Cerrar")
    assert tablet.path == "/thank-you"
    assert "waiting" not in " ".join(tablet.seen)


def without_tokens(html: str) -> str:
    return re.sub(r'(name="form-token" value=")[0-9a-f]+', r"\1", html)


def test_a_tablet_after_a_patient_and_one_that_never_saw_any_show_the_same(
    clinic: Clinic,
) -> None:
    used, fresh = clinic.tablet(), clinic.browser()
    answer_all(used)
    used.press("Send my answers")
    fresh.open("/")  # gives it a token that stands for nobody, as the hand-back does

    for path in ("/thank-you", "/reading/1"):
        shown = [without_tokens(tablet.open(path).html) for tablet in (used, fresh)]

        assert shown[0] == shown[1]
        assert "set-cookie" not in {name.lower() for name in fresh.response.headers.keys()}
        assert CLEO.given not in shown[0]


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_number_without_a_leaflet_is_not_found_in_the_patients_layout(
    clinic: Clinic, number: int
) -> None:
    tablet = clinic.browser()

    tablet.open(f"/reading/{number}")

    assert tablet.status == 404
    assert "Staff" not in tablet.page.html


def test_other_leaflets_are_offered_beside_it(
    make_clinic: Callable[[Path], Clinic], tmp_path: Path
) -> None:
    folder = tmp_path / "definitions"
    (folder / "leaflets").mkdir(parents=True)
    text = (SMALL / "leaflets" / "waiting.en.yaml").read_text(encoding="utf-8")
    (folder / "leaflets" / "waiting.en.yaml").write_text(text)
    other = text.replace("id: waiting", "id: asking").replace("About waiting", "About asking")
    (folder / "leaflets" / "asking.en.yaml").write_text(other)
    tablet = make_clinic(folder).browser()
    tablet.open("/thank-you")

    tablet.follow("Something to read")
    first = tablet.page.h1
    tablet.follow("About waiting")

    assert (first, tablet.page.h1) == ("About asking", "About waiting")


def test_the_shipped_leaflet_can_be_read_on_the_tablet(shipped_clinic: Clinic) -> None:
    tablet = shipped_clinic.browser()
    tablet.open("/thank-you")

    tablet.follow("Something to read")

    assert tablet.page.h1 == "Kratom, opioids and your hair"
    assert "Kratom" not in tablet.page.title
    assert shipped_clinic.parts.shelf.faults == ()
    assert SHIPPED.joinpath("leaflets").is_dir()
