"""What the core says of one set of answers, beside what each of two other scorers says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from screening.core.evaluation import Evaluation
from screening.core.facts import BandHit, Observation
from tests import dossier_scorer
from tests.dossier_scorer import Expected
from tests.dossier_tables import TABLES
from tests.plain_scorer import Plain

Document = dict[str, Any]


def unlike_dossier(evaluation: Evaluation, document: Document) -> list[str]:
    """Every published score that comes out otherwise than the dossier's tables give it."""
    name = evaluation.questionnaire.id
    try:
        expected = dossier_scorer.expect(name, document)
    except KeyError as unknown:
        return [f"option {unknown} is not the dossier's"]
    seen = {one.code: one for one in evaluation.result.scores}
    found = [f"{code} is not there" for code in expected if code not in seen]
    for code, score in expected.items():
        if code in seen:
            found += [f"{code} {what}" for what in _unlike(seen[code], score)]
            low, high = TABLES[name][code].range
            if seen[code].range != (_as(low, score.places), _as(high, score.places)):
                found.append(f"{code} range")
    return found


def _unlike(seen: Observation, wanted: Expected) -> list[str]:
    low, high = wanted.possible
    pairs = {
        "value": (seen.value, None if wanted.value is None else _as(wanted.value, wanted.places)),
        "bands": (_bands(seen.bands), wanted.bands),
        "missing": (tuple((m.item_id, m.reason) for m in seen.missing), wanted.missing),
        "possible": ((seen.low, seen.high), (_as(low, wanted.places), _as(high, wanted.places))),
        "possible bands": (_bands(seen.bands_possible), wanted.bands_possible),
        "prorated": (seen.prorated, False),
    }
    if wanted.points is not None:
        points = {name: _as(n, wanted.point_places) for name, n in wanted.points.items()}
        pairs["points"] = ({line.item_id: line.points for line in seen.trace}, points)
    return [what for what, (ours, theirs) in pairs.items() if ours != theirs]


def _bands(hits: tuple[BandHit, ...]) -> set[tuple[str, str, str]]:
    return {(hit.set_id, hit.basis, hit.band_id) for hit in hits}


def _as(steps: int, places: int) -> Fraction | int:
    return Fraction(steps, 10**places) if places else steps


def unlike_plain(evaluation: Evaluation, plain: Plain, document: Document) -> list[str]:
    """What the plain reading of the same file says otherwise."""
    found: list[str] = []
    for seen in evaluation.result.scores:
        value = plain.value(document, seen.code)
        bands = set() if value is None else plain.bands(document, seen.code, value)
        missing = plain.missing(document, seen.code)
        pairs = {
            "value": (None if seen.value is None else Fraction(seen.value), value),
            "bands": ({(hit.set_id, hit.band_id) for hit in seen.bands}, bands),
            "missing": ([m.item_id for m in seen.missing], missing),
        }
        if "" in missing:  # what decides which items count is open; the plain one names no item
            del pairs["missing"]
        found += [
            f"{seen.code} plain {what}" for what, (ours, theirs) in pairs.items() if ours != theirs
        ]
    for one in evaluation.result.computed:
        if "between" in plain.computed[one.code]:
            theirs: object = plain.span(document, one.code)
        else:
            share = plain.ratio(document, one.code)
            theirs = None if share is None else (share, share)
        if theirs != (None if one.low is None else (one.low, one.high)):
            found.append(f"{one.code} computed")
    rows = [row for table in evaluation.result.features.values() for row in table]
    if {(row.table_id, row.row_id): row.says for row in rows} != plain.features(document):
        found.append("features")
    told = tuple(
        {f.code for f in evaluation.result.findings if f.state == state}
        for state in ("raised", "ask")
    )
    if told != plain.findings(document):
        found.append("findings")
    for item in evaluation.questionnaire.items:
        if evaluation.enabled(item.id) != plain.asked(document, item.id):
            found.append(f"{item.id} asked")
    return found
