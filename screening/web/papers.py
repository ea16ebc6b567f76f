"""The summary of a visit as a PDF: made once, kept sealed by the hash of what went into it."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import current_app, g
from sqlalchemy.orm import Session

from screening.core.clinic_texts import OutsideCopy
from screening.core.disclosure import Passing
from screening.report.html import to_html
from screening.report.pdf import input_sha256
from screening.report.renderer import SOCKET_PATH_AT_MOST, Renderer, missing_packages
from screening.report.retold import InWords
from screening.store import audit, disclosures, summaries
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


def summary_pdf(visit: Encounter, paper: str, language: str = LANGUAGE) -> bytes:
    """The PDF of what was sent in this visit; the second time it comes out of the store.

    language  one of wording.WORDINGS
    raises    RendererDown, RendererTimedOut, RendererRefused
    """
    pdf, _ = _drawn(visit, paper, language)
    with write_aside() as session:
        _note_read(session, visit)
    return pdf


def outside_pdf(
    visit: Encounter, paper: str, language: str, passing: Passing, consent_id: UUID, day: date
) -> bytes:
    """The same for somebody outside: each is a disclosure, and stands on the patient's account.

    day     on the clinic's calendar
    raises  as summary_pdf; KeptBack and NoConsent where the consent was taken back meanwhile
    """
    pdf, put_in = _drawn(visit, paper, language, passing)
    with write_aside() as session:
        _note_read(session, visit)
        disclosures.note_copy(
            session, visit, consent_id, day=day, sha256=put_in, version=passing.notice.version,
            by=g.account.id, now=g.now,
        )  # fmt: skip
    return pdf


def _drawn(
    visit: Encounter, paper: str, language: str, passing: Passing | None = None
) -> tuple[bytes, str]:
    """The PDF and the SHA-256 of what went into it.

    No transaction is open while the page is drawn: that may take a second or two.
    """
    shelf = parts().shelf
    record = load_record(g.session, visit, shelf, site_name=site().name)
    told, attached = tell_with_data(record, shelf.references, language, words_of(language), passing)
    html = to_html(told)
    put_in = input_sha256(html, attached)
    pdf = summaries.fetch(g.session, visit.id, put_in, paper=paper, language=language)
    g.session.rollback()
    if pdf is None:
        drawn = renderer().render(html, paper, attached)
        pdf = _keep(visit.id, put_in, (paper, language), drawn)
    return pdf, put_in


def _note_read(session: Session, visit: Encounter) -> None:
    audit.record_read(
        session,
        g.now,
        Kind.SUMMARY_READ,
        g.account.id,
        sign_in=g.sign_in.id,
        encounter=visit.id,
    )


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
