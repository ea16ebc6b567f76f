"""Sources: each says one thing, and each reference is in references.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screening.core.checks.fault import Fault, Faults
from screening.core.checks.names import placed_figures, placed_items
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.scalars import Source
from screening.core.wording import guess
from screening.core.yaml_tree import Place


def check_sources(questionnaire: Questionnaire, references: Mapping[str, Reference]) -> Faults:
    """Sources that say nothing, too much, or name an unknown reference."""
    for place, source in placed_sources(questionnaire):
        yield from check_source(place, source, references)


def check_source(
    place: Place, source: Source, references: Mapping[str, Reference] | None
) -> Faults:
    """One source; references None leaves its names unchecked."""
    said = [bool(source.ref), source.unverified is not None, source.none is not None]
    if sum(said) != 1:
        yield Fault(
            "unclear_source",
            place,
            "The source must say exactly one thing.",
            "Write one of `ref`, `unverified` and `none`.",
        )
    for n, ref in enumerate(source.ref):
        if references is not None and ref not in references:
            yield Fault(
                "unknown_reference",
                (*place, "ref", n),
                f"“{ref}” is not in references.yaml.",
                guess(ref, references),
            )


def placed_sources(q: Questionnaire) -> Iterator[tuple[Place, Source]]:
    """Every source of a questionnaire with its place in the file."""
    found: list[tuple[Place, Source | None]] = [
        (("instrument", "source"), q.instrument.source),
        (("instrument", "evidence", "source"), q.instrument.evidence.source),
    ]
    found += [((*place, "source"), item.source) for place, item in placed_items(q)]
    found += [(("findings", n, "source"), f.source) for n, f in enumerate(q.findings)]
    for place, figure in placed_figures(q):
        found.append(((*place, "source"), figure.source))
        found += [
            ((*place, "band_sets", m, "source"), s.source) for m, s in enumerate(figure.band_sets)
        ]
    for n, score in enumerate(q.scores):
        found += [
            (("scores", n, "lines", m, "source"), x.source) for m, x in enumerate(score.lines)
        ]
    for n, table in enumerate(q.features):
        found += [
            (("features", n, "rows", m, "source"), r.source) for m, r in enumerate(table.rows)
        ]
    yield from ((place, source) for place, source in found if source is not None)


def figures_without_source(q: Questionnaire) -> Iterator[tuple[Place, str]]:
    """What carries a figure and does not say where it comes from; shipped files have none."""
    for n, finding in enumerate(q.findings):
        if finding.source is None:
            yield ("findings", n), f"The finding “{finding.id}”"
    for n, score in enumerate(q.scores):
        if score.source is None:
            yield ("scores", n), f"The score “{score.id}”"
        for m, line in enumerate(score.lines):
            if line.source is None:
                yield ("scores", n, "lines", m), "The reference line"
    for place, figure in placed_figures(q):
        if figure.bands and figure.source is None and place[0] == "computed":
            yield place, f"The banded value “{figure.id}”"
        for m, band_set in enumerate(figure.band_sets):
            if band_set.source is None:
                yield (*place, "band_sets", m), f"The band set “{band_set.id}”"
