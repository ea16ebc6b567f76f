"""The finished PDF beside the demo, by the same steps as the clinician's download."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from screening.report.html import to_html
from screening.report.pdf import input_sha256
from screening.report.renderer import Renderer, missing_packages
from screening.store import summaries
from screening.store.encounters import Encounter
from screening.summary_file.attaching import tell_with_data
from screening.web.papers import LANGUAGE, socket_path
from screening.web.parts import Parts
from screening.web.visits import load_record

PAPER = "summary.pdf"  # one name, so that beginning anew leaves no older one beside it


def write_pdf(parts: Parts, visit: Encounter, folder: Path, now: datetime) -> str:
    """Draw the visit's summary, keep it as a download would, and lay it into the folder.

    returns  what to install first where PDFs cannot be made; empty when the file is there
    raises   RendererError
    """
    if missing := missing_packages():
        return " ".join(missing)
    with parts.database.read() as session:
        record = load_record(
            session,
            visit,
            parts.shelf,
            site_name=parts.site.name,
        )
    told, attached = tell_with_data(record, parts.shelf.references, LANGUAGE, lambda own: own)
    html = to_html(told)
    renderer = Renderer(socket_path(parts.settings.data))
    try:
        pdf = renderer.render(html, parts.settings.paper, attached)
    finally:
        renderer.close()
    with parts.database.write() as session:
        put_in = input_sha256(html, attached)
        paper = parts.settings.paper
        summaries.keep(session, visit.id, put_in, paper=paper, language=LANGUAGE, data=pdf, now=now)
    (folder / PAPER).write_bytes(pdf)
    return ""
