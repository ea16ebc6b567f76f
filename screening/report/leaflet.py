"""Leaflet -> what its page shows, on paper and on screen; it is the same for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from babel import Locale
from babel.dates import format_date
from jinja2 import Template

from screening.core.leaflet import Claim, HelpBox, Leaflet, Section
from screening.core.references import Reference
from screening.core.scalars import Source
from screening.quick_dataclass import dataclass
from screening.report.blank.telling import HEAD_DIGITS
from screening.report.html import BETWEEN_TAGS, environment
from screening.report.renderer import Rendered, Renderer

IN_BOXES = ("today", "now")  # urgencies that stand apart from the running text


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says about the leaflet itself, in one language."""

    version: str
    reviewed_by: str
    nobody: str
    sources: str
    unverified: str  # stands among the sources
    own: str  # in place of a source
    grade: str
    grades: Mapping[str, str]
    head: str  # of the audit trail


WORDS: Mapping[str, Words] = {
    "en": Words(
        version="Version {version}",
        reviewed_by="Reviewed by: {name}",
        nobody="nobody yet",
        sources="Sources",
        unverified="general knowledge, not yet checked at a source",
        own="no outside source",
        grade="Evidence: {grade}",
        grades={"none": "none", "low": "low", "moderate": "moderate", "high": "high"},
        head="audit head {digits}",
    ),
    "es": Words(
        version="Versión {version}",
        reviewed_by="Revisado por: {name}",
        nobody="aún nadie",
        sources="Fuentes",
        unverified="conocimiento general, aún sin verificar en una fuente",
        own="sin fuente externa",
        grade="Evidencia: {grade}",
        grades={"none": "ninguna", "low": "baja", "moderate": "moderada", "high": "alta"},
        head="registro {digits}",
    ),
}


@dataclass(frozen=True, slots=True)
class Backing:
    """One statement with what it rests on, for staff."""

    text: str
    sources: tuple[str, ...]  # whole, one a line
    grade: str  # empty where there is no evidence to grade


@dataclass(frozen=True, slots=True)
class LeafletPage:
    """Everything that the page shows, in words."""

    language: str
    language_name: str  # in the language itself: English, Español
    title: str
    intro: str
    sections: tuple[Section, ...]
    questions: Section
    boxes: tuple[Section, ...]  # when to get help at once
    help: HelpBox
    imprint: tuple[str, ...]  # language, version, day, who reviewed it
    sources_label: str
    sources: str  # in short, in one line
    backing: tuple[Backing, ...]  # not on paper
    made_on: str  # ISO 8601, day of the version


def tell_leaflet(leaflet: Leaflet, references: Mapping[str, Reference]) -> LeafletPage:
    """The leaflet, told. A language without words of its own here has English ones."""
    words = _words(leaflet.language)
    name = language_name(leaflet.language)
    return LeafletPage(
        language=leaflet.language,
        language_name=name,
        title=leaflet.title,
        intro=leaflet.intro.text,
        sections=tuple(one for one in leaflet.sections if one.urgency not in IN_BOXES),
        questions=leaflet.questions,
        boxes=tuple(one for one in leaflet.sections if one.urgency in IN_BOXES),
        help=leaflet.help,
        imprint=(
            name,
            words.version.format(version=leaflet.version),
            format_date(leaflet.date, "long", locale=_locale(leaflet.language)),
            words.reviewed_by.format(name=leaflet.reviewed_by or words.nobody),
        ),
        sources_label=words.sources,
        sources="; ".join(_in_short(leaflet, references, words)),
        backing=tuple(_backing(claim, references, words) for claim in leaflet.said),
        made_on=leaflet.date.isoformat(),
    )


def with_head(page: LeafletPage, audit_head: str) -> LeafletPage:
    """The page with the audit trail's head at its foot; without one, the page as it is.

    audit_head   hash of the event by which this version came in; 64 hex digits
    """
    if not audit_head:
        return page
    told = _words(page.language).head.format(digits=audit_head[:HEAD_DIGITS])
    return replace(page, imprint=(*page.imprint, told))


def language_name(language: str) -> str:
    """What the language calls itself, as a heading: English, Español."""
    locale = _locale(language)
    name = locale.get_language_name(locale.language) or language
    return name[:1].upper() + name[1:]


def leaflet_html(page: LeafletPage) -> str:
    """The page on paper, which is well-formed XML too."""
    return BETWEEN_TAGS.sub("><", _template().render(page=page)).strip()


def leaflet_pdf(page: LeafletPage, renderer: Renderer, paper: str = "a4") -> Rendered:
    """The leaflet on paper; the same leaflet gives the same bytes.

    paper   a4 or letter
    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    return renderer.render_page(leaflet_html(page), f"leaflet-{paper}")


@cache
def _template() -> Template:
    return environment().get_template("report/leaflet.html")


def _words(language: str) -> Words:
    return WORDS.get(language.partition("-")[0], WORDS["en"])


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _in_short(leaflet: Leaflet, references: Mapping[str, Reference], words: Words) -> Iterable[str]:
    """Each source up to its first comma or bracket, which is its author and year or its house."""
    known = (references[ref].title if ref in references else ref for ref in leaflet.refs)
    yield from dict.fromkeys(re.split(r"[,(]", title)[0].strip() for title in known)
    if any(claim.source.unverified is not None for claim in leaflet.said):
        yield words.unverified


def _backing(claim: Claim, references: Mapping[str, Reference], words: Words) -> Backing:
    grade = words.grades[claim.grade] if claim.grade else ""
    return Backing(
        text=claim.text,
        sources=tuple(_rests_on(claim.source, references, words)),
        grade=words.grade.format(grade=grade) if grade else "",
    )


def _rests_on(source: Source, references: Mapping[str, Reference], words: Words) -> Iterable[str]:
    yield from (references[ref].words if ref in references else ref for ref in source.ref)
    if source.unverified is not None:
        yield f"{words.unverified[:1].upper()}{words.unverified[1:]}. {source.unverified}"
    if source.none is not None:
        yield f"{words.own[:1].upper()}{words.own[1:]}. {source.none}"
    if source.note is not None:
        yield source.note
