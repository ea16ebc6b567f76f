"""A folder of definitions in which every text of the language stands once, in given words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from screening.core.questionnaire import Questionnaire
from screening.core.scalars import Text

Words = Callable[[], str]
_YES_NO = ("yes", "no")
# Not words of anybody's: of these the language takes a form, and nothing else.
NO_WORDS = {"doi", "pmid", "fingerprint", "visit", "source"}


def write_definitions(folder: Path, words: Words) -> Path:
    """The small packet with the same ids as in tests/web/definitions, and every text in `words`."""
    files: dict[str, Any] = {
        "check_in.yaml": _check_in(words),
        "second.yaml": _second(words),
        "packets/small.yaml": {
            "id": "small", "version": "1.0.0", "title": words(), "about": words(),
            "entries": [
                {"questionnaire": "check_in"},
                {"questionnaire": "second", "when": {"check_in.gate": "yes"}},
            ],
        },
    }  # fmt: skip
    for name, document in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{json.dumps(document, ensure_ascii=False)}\n", encoding="utf-8")
    return folder


def _instrument(words: Words) -> dict[str, Any]:
    return {
        "name": words(), "authors": words(), "year": "2020", "citation": words(),
        "wording": "own", "credit": words(), "licence": words(), "used_for": [words()],
        "validated_for": [words()], "limits": [words()], "reviewed_by": words(),
        "evidence": {"grade": "low", "note": words(), "source": {"none": words()}},
        "source": {"unverified": words()},
    }  # fmt: skip


def _yes_no(words: Words) -> list[dict[str, str]]:
    return [{"id": one, "text": words(), "short": words()} for one in _YES_NO]


def _item(words: Words, name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "type": kind, "text": words(), "short": words(), "hint": words(),
        "source": {"none": words()}, **more,
    }  # fmt: skip


def _check_in(words: Words) -> dict[str, Any]:
    tiles = [
        {"id": "sleep", "text": words()}, {"id": "food", "text": words()},
        {"id": "nothing", "text": words(), "exclusive": "yes"},
    ]  # fmt: skip
    fields = [
        _item(words, "form", "choice", options="yes_no"),
        _item(words, "times", "integer", min="1", max="9"),
    ]
    first = [
        _item(words, "gate", "choice", options="yes_no"),
        _item(words, "what", "choices", options=tiles, enable_when={"gate": "yes"}),
        _item(words, "nights", "integer", min="0", max="7"),
        _item(words, "pulse", "quantity", unit="/min", min="20", max="250", rated_by="clinician"),
    ]
    second = [
        _item(words, "ache", "scale", min="0", max="10", min_text=words(), max_text=words()),
        _item(words, "amount", "quantity", units={"g": "g", "spoon": "{spoon}"}, min="0",
              max="99", decimals="1", unit_texts={"spoon": words()}),
        _item(words, "since", "date", precision=["day", "month"], not_after="visit"),
        _item(words, "last", "date_time", precision=["minute", "day"], not_after="visit"),
        _item(words, "products", "rows", max_rows="3", fields=fields),
        _item(words, "words", "text", max_length="200"),
    ]  # fmt: skip
    return {
        "id": "check_in", "version": "1.0.0", "title": words(), "short_title": words(),
        "about": words(), "recall": words(), "rated_by": "patient",
        "instrument": _instrument(words),
        "option_sets": {"yes_no": _yes_no(words)},
        "pages": [
            {"id": "now", "title": words(), "items": first},
            {"id": "more", "title": words(), "items": second},
        ],
        "computed": [
            {"id": "weeks", "text": words(), "between": {"from": "since", "to": "visit",
                                                         "unit": "wk"}}
        ],
        "scores": [_score(words)],
        "features": [
            {"id": "pattern", "title": words(), "note": words(), "rows": [
                {"id": "towards_it", "text": words(), "towards": {"gate": "yes"},
                 "away": {"gate": "no"}, "source": {"none": words()}}
            ]}
        ],
        "findings": [
            _finding(words, "bad_week", {"nights": {"at_least": "7"}}, tell_patient="crisis"),
            _finding(words, "worst_ache", {"ache": {"at_least": "10"}}, level="now",
                     tell_patient="stop_tell_staff"),
            _finding(words, "quiet_one", {"nights": {"at_least": "5"}}),
        ],
        "summary": {
            "right_now": [{"text": words(), "of": ["nights"]}],
            "use": [{"text": words(), "of": ["gate"]}],
        },
        "cases": [
            _case("none", 0, 0, "low", []),
            _case("below", 0, 9, "low", []),
            _case("edge", 1, 9, "high", []),
            _case("five", 5, 0, "low", ["quiet_one"]),
            _case("all", 7, 10, "high", ["bad_week", "worst_ache", "quiet_one"]),
        ],
    }  # fmt: skip


def _finding(words: Words, name: str, when: Any, **more: str) -> dict[str, Any]:
    return {
        "id": name, "level": "before_leaving", "when": when, "text": words(), "why": words(),
        "source": {"none": words()}, **more,
    }  # fmt: skip


def _score(words: Words) -> dict[str, Any]:
    return {
        "id": "sum", "title": words(), "sum": ["nights", "ache"], "range": ["0", "17"],
        "source": {"none": words()},
        "band_sets": [
            {"id": "main", "basis": "published", "note": words(), "source": {"none": words()},
             "bands": [{"from": "0", "id": "low", "text": words()},
                       {"from": "10", "id": "high", "text": words()}]},
            {"id": "other", "basis": "convention", "choose": [
                {"when": {"gate": "yes"}, "bands": [{"from": "0", "id": "any", "text": words()}]},
                {"otherwise": words(), "bands": [{"from": "0", "id": "some", "text": words()}]},
            ]},
        ],
        "lines": [{"at": "5", "text": words(), "source": {"none": words()}}],
        "cautions": [{"id": "beside", "text": words()}],
    }  # fmt: skip


def _case(name: str, nights: int, ache: int, band: str, findings: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "answers": {"gate": "no", "nights": str(nights), "ache": str(ache)},
        "expect": {
            "scores": {
                "sum": {"value": str(nights + ache), "bands": {"main": band, "other": "some"}}
            },
            "findings": findings,
        },
    }


def _second(words: Words) -> dict[str, Any]:
    return {
        "id": "second", "version": "1.0.0", "title": words(), "rated_by": "patient",
        "instrument": {"wording": "own", "licence": words(), "evidence": {"grade": "none"}},
        "pages": [{"id": "end", "title": words(), "items": [
            {"id": "tired", "type": "choice", "text": words(), "options": _yes_no(words)}
        ]}],
    }  # fmt: skip


def names_of_texts() -> set[str]:
    """Every key of the questionnaire language that holds words, as its models say."""
    return set(_walk(Questionnaire, set())) - NO_WORDS


def _walk(model: type[BaseModel], seen: set[type]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        # What is required, of one type, has lost the name of that type.
        plain = field.annotation is str and field.metadata == list(get_args(Text)[1:])
        if plain or Text in (field.annotation, *get_args(field.annotation)):
            yield name
        for inner in _models_in(field.annotation):
            yield from _walk(inner, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
