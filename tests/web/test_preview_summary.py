"""The PDF of a preview: the real summary, and every page says that it is nobody's."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from screening.report.renderer import Renderer, RendererDown
from screening.store.models import SummaryDocument
from screening.web import papers
from screening.web.preview_paper import MARK
from tests.trail import events
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.previewing import begin, choose, press

pytestmark = pytest.mark.slow


@pytest.fixture
def moss(clinic: Clinic) -> Iterator[Browser]:
    """The administrator, with seven bad nights filled in."""
    moss = clinic.signed_in(clinic.moss)
    moss.open(begin(clinic))
    choose(moss, "All on one page")
    press(moss, "Update", gate="no", nights="7", ache="3", words="a zebra " * 20)
    yield moss
    if papers.EXTENSION in clinic.app.extensions:
        clinic.app.extensions[papers.EXTENSION].close()


def ask(moss: Browser) -> TestResponse:
    """Press “PDF of this”."""
    form = moss.page.form("PDF of this")
    (button,) = [b for b in form.element.all("button") if b.text == "PDF of this"]
    return moss.post(button.attributes["formaction"], form.data({}, "PDF of this"))


def test_every_page_says_that_it_is_a_preview_and_nothing_is_kept(
    clinic: Clinic, moss: Browser
) -> None:
    reply = ask(moss)

    assert reply.mimetype == "application/pdf"
    assert "zebra" not in reply.headers["Content-Disposition"]
    pages = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(reply.data)).pages]
    assert len(pages) > 1
    for page in pages:
        assert page.count(MARK) == 2
        assert "Confidential patient information" not in page
        assert "PREVIEW, not a patient" in page
        assert "Draft, not signed" not in page
    assert "Seven bad nights" in pages[0]
    assert "nothing of it is stored" in pages[0]
    with clinic.parts.database.read() as session:
        assert session.query(SummaryDocument).count() == 0
    # The trail's head: the event by which the text was saved that this rests on.
    saved = events(clinic.parts.database, "definition_draft_saved")[-1]
    assert all(f"audit head {saved.hash[:12]}" in page for page in pages)


def test_without_a_renderer_the_preview_says_so_and_keeps_what_was_typed(
    clinic: Clinic, moss: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> bytes:
        raise RendererDown

    monkeypatch.setattr(Renderer, "render", down)

    moss._show(ask(moss))

    assert moss.status == 503
    assert "Everything else on this page works." in moss.page.text
    assert "Seven bad nights" in moss.page.text
