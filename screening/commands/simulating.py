"""Figures of a questionnaire's simulation as JSON and as text; the reading grade by syllables."""

from __future__ import annotations

from functools import cache
from typing import Any

from screening.core.answers import show_number
from screening.core.questionnaire import Questionnaire
from screening.core.reading_grade import grade, grades, patient_texts
from screening.core.simulation import ScoreSeen, Span, simulate

_BAR = 40  # signs of the longest bar of a histogram
_HARDEST = 5  # texts that are named


def of_questionnaire(
    questionnaire: Questionnaire, others: dict[str, Questionnaire], sets: int, seed: int
) -> dict[str, Any]:
    """What `simulate --json` prints of a questionnaire."""
    found = simulate(questionnaire, others, sets=sets, seed=seed)
    paths = {"shortest": found.shortest, "longest": found.longest}
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "sets": sets,
        "seed": seed,
        "scores": [_score(score) for score in found.scores],
        "items_never": list(found.items_never),
        "findings": [
            {"id": code, "raised": raised, "ask": ask}
            for code, (raised, ask) in found.findings.items()
        ],
        "paths": {name: {"count": len(p), "items": list(p)} for name, p in paths.items()},
        "minutes": {role: span_json(one) for role, one in found.minutes.items()},
        "reading": _reading(questionnaire),
    }


def _score(seen: ScoreSeen) -> dict[str, Any]:
    return {
        "id": seen.code,
        "histogram": [{"value": value, "sets": count} for value, count in seen.values.items()],
        "incomplete": seen.incomplete,
        "bands": [{"set": s, "id": b, "sets": count} for (s, b), count in seen.bands.items()],
        "bands_never": [{"set": s, "id": b} for s, b in seen.bands_never],
    }


def span_json(span: Span) -> dict[str, Any]:
    return {"least": span.least, "middle": span.middle, "most": span.most}


def _reading(questionnaire: Questionnaire) -> dict[str, Any] | None:
    """None where nothing is for patients, or in a language that the formula was not made for."""
    texts = patient_texts(questionnaire)
    if not texts or not questionnaire.language.startswith("en"):
        return None
    return {
        "grade": grade("\n".join(text for _, text in texts), syllables),
        "items": [{"id": g.item_id, "grade": g.grade} for g in grades(questionnaire, syllables)],
    }


@cache
def _hyphens() -> Any:
    import pyphen  # reads its folder of languages, which no other command waits for

    return pyphen.Pyphen(lang="en_US", left=1, right=1)


def syllables(word: str) -> int:
    """Syllables of an English word, as its hyphens tell; a number counts as one."""
    return len(_hyphens().positions(word)) + 1


def questionnaire_text(found: dict[str, Any]) -> str:
    """The same for people."""
    lines = [f"{found['questionnaire']} {found['version']}: {found['sets']} random answer sets"]
    for score in found["scores"]:
        lines += _histogram(score)
    never = found["items_never"]
    lines.append(f"Items never asked: {', '.join(never) or 'none'}")
    unraised = [one["id"] for one in found["findings"] if not one["raised"]]
    lines.append(f"Findings never raised: {', '.join(unraised) or 'none'}")
    for name, path in found["paths"].items():
        lines.append(f"{name.capitalize()} path: {path['count']} items")
    lines += spans("Minutes", found["minutes"])
    if (reading := found["reading"]) is not None:
        lines.append(f"Reading grade: {reading['grade']}")
        hard = (f"{one['id']} {one['grade']}" for one in reading["items"][:_HARDEST])
        lines.append(f"Hardest to read: {', '.join(hard)}")
    return "\n".join(lines)


def _histogram(score: dict[str, Any]) -> list[str]:
    rows = score["histogram"]
    most = max((row["sets"] for row in rows), default=1)
    lines = [f"{score['id']}: {score['incomplete']} sets incomplete"]
    for row in rows:
        bar = "#" * max(1, row["sets"] * _BAR // most)
        lines.append(f"  {show_number(row['value']):>7} {row['sets']:>7} {bar}")
    never = ", ".join(f"{band['set']}.{band['id']}" for band in score["bands_never"])
    return [*lines, f"  Bands never reached: {never or 'none'}"]


def spans(what: str, by_role: dict[str, Any]) -> list[str]:
    return [
        f"{what}, {role}: {one['least']} to {one['most']}, half of them up to {one['middle']}"
        for role, one in by_role.items()
        if one["most"]
    ]
