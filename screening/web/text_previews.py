"""How a patient sees what is being written, how hard it reads, and how long a packet takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from flask import render_template
from markupsafe import Markup

from screening.commands.simulating import syllables
from screening.core.answers import show_number
from screening.core.leaflet import Leaflet
from screening.core.packet import Packet
from screening.core.packet_simulation import simulate_packet
from screening.core.questionnaire import Questionnaire
from screening.core.reading_grade import grade
from screening.core.simulation import Span, minutes
from screening.core.typical_visit import TypicalVisit
from screening.report.leaflet import tell_leaflet
from screening.web.parts import parts

VISITS = 20  # random ones: a rough figure in less than a second
SEED = 1  # so that it does not change from look to look
HIGHEST_GRADE = 6  # years of school that the house asks of a patient at most
READ_ALOUD = {"help_lines", "messages", "consent", "leaflet"}  # what patients read
NOT_READ = {"id", "number", "source", "grade", "urgency", "reviewed_by"}


def preview_of(kind: str, part: str, model: object) -> Markup:
    """The patient's page, drawn by the same macros as the page itself."""
    page = tell_leaflet(model, parts().shelf.references) if isinstance(model, Leaflet) else None
    made = render_template("texts/preview.html", what=part or kind, texts=model, page=page)
    return Markup(made)  # noqa: S704  escaped by the template it comes from


def reading_of(kind: str, part: str, language: str, tree: Mapping[str, Any]) -> str:
    """How many years of school an English text asks for, and which sentences ask for more."""
    if language != "en" or (part or kind) not in READ_ALOUD:
        return ""
    said = list(_said(tree))
    whole = grade("\n".join(one for _, one in said), syllables)
    if whole is None:
        return ""
    texts = (one for key, one in said if key == "text")  # a heading of three words is not counted
    hard = [one for one in texts if (grade(one, syllables) or Decimal(0)) > HIGHEST_GRADE]
    told = f"Reading grade {whole}; {HIGHEST_GRADE} or lower is asked for."
    return f"{told} Harder than that: {' – '.join(hard)}" if hard else told


def _said(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the key that it stands under."""
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, Mapping):
        for name, value in node.items():
            if name not in NOT_READ:
                yield from _said(value, name)
    elif isinstance(node, list):
        for one in node:
            yield from _said(one, key)


def minutes_of(packet: Packet, questionnaires: Mapping[str, Questionnaire]) -> str:
    """How long the typical visit takes, and random ones beside it, in words."""
    found = simulate_packet(packet, questionnaires, sets=VISITS, seed=SEED)
    told = []
    for role, span in found.minutes.items():
        if span.most:
            told.append(f"{role} {_spread(span)}")
    random = f"in {VISITS} random visits: {'; '.join(told)}"
    return f"Minutes of the version in use{_of_typical(found.typical)}; {random}."


def _spread(span: Span) -> str:
    if span.least == span.most:
        return str(span.most)
    return f"{span.least} to {span.most}, half of them up to {span.middle}"


def _of_typical(visit: TypicalVisit | None) -> str:
    if visit is None:
        return ", which tells of no typical visit"
    said = f", typical visit: patient {minutes(visit.way.seconds['patient'])}"
    if visit.packet.minutes is None:
        return said
    kept = "kept" if visit.keeps_target else "not kept"
    return f"{said}, target {show_number(visit.packet.minutes)} {kept}"
