"""The summary of a visit as a PDF: made once, kept sealed by the hash of what went into it."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import current_app, g

from screening.core.clinic_texts import OutsideCopy
from screening.report.html import to_html
from screening.report.pdf import input_sha256
from screening.report.renderer import SOCKET_PATH_AT_MOST, Renderer, missing_packages
from screening.report.retold import InWords
from screening.store import audit, summaries
from screening.store.audit import Kind
from screening.store.encounters import Encounter
from screening.summary_file.attaching import tell_with_data
from screening.web.guards import write_aside
from screening.web.parts import parts
from screening.web.site_here import site
from screening.web.visits import load_record

PAPERS = ("a4", "letter")
LANGUAGE = "en"  # of the pages of staff, and of a summary where no other is asked for
EXTENSION = "screening.renderer"


@cache
def packages_to_install() -> tuple[str, ...]:
    """What an administrator must install before PDFs can be made; empty when they can."""
    return missing_packages()


def outside_notice(language: str = LANGUAGE) -> OutsideCopy | None:
    """The notice on copies that leave the clinic; None where it has none and makes none."""
    texts = parts().shelf.clinic_of(site().site_id).get(language)
    return texts.outside_copy if texts else None


def summary_pdf(
    visit: Encounter, paper: str, language: str = LANGUAGE, outside: OutsideCopy | None = None
) -> bytes:
    """The PDF of what was sent in this visit; the second time it comes out of the store.

    No transaction is open while the page is drawn: that may take a second or two.

    language  one of wording.WORDINGS
    outside   the notice, for a copy that leaves the clinic: each is a disclosure, and written down
    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    shelf = parts().shelf
    record = load_record(g.session, visit, shelf, site_name=site().name)
    told, attached = tell_with_data(record, shelf.references, language, words_of(language), outside)
    html = to_html(told)
    put_in = input_sha256(html, attached)
    pdf = summaries.fetch(g.session, visit.id, put_in, paper=paper, language=language)
    g.session.rollback()
    if pdf is None:
        drawn = renderer().render(html, paper, attached)
        pdf = _keep(visit.id, put_in, (paper, language), drawn)
    with write_aside() as session:
        audit.record_read(
            session,
            g.now,
            Kind.SUMMARY_READ,
            g.account.id,
            sign_in=g.sign_in.id,
            encounter=visit.id,
        )
        if outside is not None:
            audit.record(
                session,
                g.now,
                Kind.OUTSIDE_COPY_MADE,
                g.account.id,
                encounter=visit.id,
                sha256=put_in,
                version=outside.version,
            )
    return pdf


def words_of(language: str) -> InWords:
    """Tells a questionnaire in a language; one that is not translated into it stays as it is."""
    if language == LANGUAGE:
        return lambda own: own
    return lambda own: parts().shelf.told(g.session, own.sha256, language)


def renderer() -> Renderer:
    """The app's one way to the render worker, which is started when it is first needed."""
    found: Renderer | None = current_app.extensions.get(EXTENSION)
    if found is None:
        found = Renderer(socket_path(parts().settings.data))
        current_app.extensions[EXTENSION] = found
    return found


def socket_path(data: Path) -> Path:
    """One socket per installation, so that its web processes share one worker."""
    near = data / "renderer.sock"
    if len(bytes(near)) <= SOCKET_PATH_AT_MOST:
        return near
    mark = hashlib.sha256(bytes(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"screening-{mark}" / "renderer.sock"


def _keep(encounter_id: UUID, put_in: str, copy: tuple[str, str], pdf: bytes) -> bytes:
    paper, language = copy
    with write_aside() as session:
        return summaries.keep(
            session, encounter_id, put_in, paper=paper, language=language, data=pdf, now=g.now
        )
