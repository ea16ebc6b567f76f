"""What a preview never does: store, leak an answer, run a script, lead out of its frame."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text as sql

from screening.web.headers import ALWAYS
from tests.web.browser import Browser
from tests.web.conftest import Clinic
from tests.web.pages import Page
from tests.web.previewing import HOSTILE, TEXT, begin, choose, press, screen


def rows(clinic: Clinic) -> dict[str, int]:
    """How many rows each table has, but for those of signing in."""
    with clinic.parts.database.read() as session:
        names = session.scalars(sql("select name from sqlite_master where type = 'table'")).all()
        return {
            name: session.scalar(sql(f'select count(*) from "{name}"')) or 0  # noqa: S608
            for name in names
            if name not in ("sign_in", "attempt")
        }


def test_nothing_that_is_filled_in_gets_into_the_database_or_an_address(
    clinic: Clinic, moss: Browser, preview: str, tmp_path: Path
) -> None:
    before = rows(clinic)

    choose(moss, "Show: words")
    press(moss, "Update", words="a zebra under the bed")
    choose(moss, "Phone")
    choose(moss, "Show: nights")
    press(moss, "Next", nights="7")
    press(moss, "Go on")
    form = moss.page.form("Make a case")
    moss.post(f"{preview}/case", form.data({}, "Make a case"))

    assert "a zebra under the bed" in moss.page.text
    assert rows(clinic) == before
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"zebra" not in stored
    assert b"Harbour Clinic" in stored  # the search itself works
    assert "zebra" not in "".join(moss.seen)


def test_the_counting_of_rows_sees_a_response(clinic: Clinic) -> None:
    before = rows(clinic)

    clinic.tablet().press("Next", gate="no")

    assert rows(clinic) != before


def test_markup_in_a_text_stays_text(clinic: Clinic, moss: Browser) -> None:
    text = TEXT
    for place in ("Did anything change?", "Made-up check-in", "Right now", "Seven bad nights"):
        text = text.replace(place, f"'{HOSTILE.replace(chr(39), chr(39) * 2)}'", 1)

    moss.open(begin(clinic, text))

    for layout in ("One screen", "All on one page"):
        inner = choose(moss, layout)
        for page in (moss.page, inner):
            assert "alert(1)" in page.text
            ours = [one.attributes["src"] for one in page.root.all("script")]
            assert all(src.startswith("/static/js/") for src in ours)
            assert page.root.all("img") == []
        assert len(moss.page.root.all("iframe")) == 1


def test_the_preview_keeps_the_policy_of_every_other_page(moss: Browser, preview: str) -> None:
    assert {name: moss.response.headers[name] for name in ALWAYS} == ALWAYS
    assert "frame-ancestors 'none'" in ALWAYS["Content-Security-Policy"]


def test_a_field_that_no_screen_has_is_refused(moss: Browser, preview: str) -> None:
    form = screen(moss).form("Next")

    for name in ("nobody", "nights", "gate2", "preview-more"):
        reply = moss.post(preview, {**form.data({}, "Next"), name: "1"})
        assert reply.status_code == 400
    for name, text in (("preview-answers", "["), ("preview-answers", "[]"), ("preview-at", "now")):
        assert moss.post(preview, {**form.data({}, "Next"), name: text}).status_code == 400


def test_the_desk_reads_no_draft(clinic: Clinic, preview: str) -> None:
    fay = clinic.signed_in(clinic.fay)

    fay.open(preview)

    assert fay.status == 403


def inner_links(page: Page) -> list[str]:
    return [one.attributes["href"] for one in page.root.all("a")]


def test_no_link_of_the_screen_leads_out_of_the_frame(moss: Browser, preview: str) -> None:
    assert inner_links(screen(moss)) == ["#main"]
