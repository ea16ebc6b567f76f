"""Leaflets: each statement with a source and a grade, and nothing that a leaflet never says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.never_said import never_said
from screening.core.checks.sources import check_source
from screening.core.leaflet import Claim, Leaflet, Section
from screening.core.references import Reference
from screening.core.yaml_tree import Place


def check_leaflet(leaflet: Leaflet, references: Mapping[str, Reference] | None) -> Faults:
    """Every fault of meaning; references None leaves them unchecked."""
    yield from _doubled(leaflet)
    for place, claim in placed_claims(leaflet):
        yield from check_source((*place, "source"), claim.source, references)
        yield from _check_grade(place, claim)
    for place, text in placed_texts(leaflet):
        for words, what in never_said(text, leaflet.language):
            problem = f"“{words}” must not stand in a leaflet: this is {what}."
            yield Fault("never_said", place, problem, "Say it without, or leave it out.")


def placed_claims(leaflet: Leaflet) -> Iterator[tuple[Place, Claim]]:
    """Every statement with its place in the file, in the order of reading."""
    yield ("intro",), leaflet.intro
    for place, section in _placed_sections(leaflet):
        for n, claim in enumerate(section.claims):
            yield (*place, "claims", n), claim
    for n, line in enumerate(leaflet.help.lines):
        yield ("help", "lines", n), line


def placed_texts(leaflet: Leaflet) -> Iterator[tuple[Place, str]]:
    """Everything that a patient reads, with its place in the file."""
    yield ("title",), leaflet.title
    for place, section in _placed_sections(leaflet):
        yield (*place, "title"), section.title
    yield ("help", "title"), leaflet.help.title
    for place, claim in placed_claims(leaflet):
        yield (*place, "text"), claim.text


def _placed_sections(leaflet: Leaflet) -> Iterator[tuple[Place, Section]]:
    for n, section in enumerate(leaflet.sections):
        yield ("sections", n), section
    yield ("questions",), leaflet.questions


def _doubled(leaflet: Leaflet) -> Faults:
    """Sections and statements share one set of names: translations are laid beside each other."""
    named = [((*place, "id"), section.id) for place, section in _placed_sections(leaflet)]
    named += [((*place, "id"), claim.id) for place, claim in placed_claims(leaflet)]
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            problem = f"The id “{name}” stands twice."
            yield Fault("doubled_id", place, problem, "Give one of the two another id.")
        seen.add(name)


def _check_grade(place: Place, claim: Claim) -> Faults:
    """What rests on evidence says how good it is; what this house decided has none."""
    if claim.source.none is None and claim.grade is None:
        problem = f"“{claim.id}” does not say how good its evidence is."
        fix = "Add `grade:` with none, low, moderate or high."
        yield Fault("grade_does_not_fit", (*place, "text"), problem, fix)
    if claim.source.none is not None and claim.grade is not None:
        problem = f"“{claim.id}” has a grade, and no source that it could belong to."
        fix = "Take `grade` away, or name the source."
        yield Fault("grade_does_not_fit", (*place, "grade"), problem, fix)
