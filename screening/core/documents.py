"""A response's answers as a JSON document (the contract's shape) and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from screening.core.answers import (
    Answer,
    Answers,
    Missing,
    NumberText,
    Setting,
    read_answer,
    read_missing,
    to_json,
)
from screening.core.item import Item
from screening.core.moments import Moment, read_moment
from screening.core.questionnaire import Questionnaire
from screening.core.scalars import BAND_ID, PLAIN_NUMBER
from screening.errors import AnswerError, AnswersRefused, ScreeningError


class WrongJson(ScreeningError):
    """The text is not JSON as we take it. Seen by whoever sent it."""


def parse_json(text: str) -> Any:
    """JSON with numbers kept as they were written; raises WrongJson.

    Doubled keys, NaN and Infinity, which Python's parser takes, are refused.
    """
    try:
        return json.loads(
            text,
            parse_int=NumberText,
            parse_float=NumberText,
            parse_constant=_refuse_constant,
            object_pairs_hook=_single_keys,
        )
    except json.JSONDecodeError as error:
        raise WrongJson(f"Line {error.lineno}, column {error.colno}: this is not JSON.") from None
    except RecursionError:
        raise WrongJson("This is nested too deeply.") from None


def _refuse_constant(word: str) -> Any:
    raise WrongJson(f"{word} is not a number.")


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for key in keys if keys.count(key) > 1)
        raise WrongJson(f"“{doubled}” stands twice in one object.")
    return found


def read_document(
    questionnaire: Questionnaire,
    document: object,
    *,
    visit: Moment | None = None,
    others: Mapping[str, Questionnaire] | None = None,
) -> dict[str, Answer | Missing]:
    """The answers of a document, by item id, those of other questionnaires as "other.item".

    others   the other questionnaires of the packet, by id
    raises   AnswersRefused with every fault, each naming its item
    """
    if not isinstance(document, Mapping):
        raise AnswersRefused([AnswerError("answers", "Give an object of item ids and answers.")])
    setting = Setting(visit)
    answers: dict[str, Answer | Missing] = {}
    faults: list[AnswerError] = []
    for ref, raw in document.items():
        if raw is None:
            continue
        try:
            answers[ref] = _read(questionnaire, ref, raw, setting, others or {})
        except AnswerError as error:
            faults.append(AnswerError(_place(ref, error.item_id), error.message))
    if faults:
        raise AnswersRefused(faults)
    return answers


def _place(ref: str, item_id: str) -> str:
    """The item's name as the document spells it, with the row's field where there is one."""
    local = ref.rpartition(".")[2]
    return ref + item_id.removeprefix(local) if item_id.startswith(f"{local}.") else ref


def _read(
    questionnaire: Questionnaire,
    ref: str,
    raw: object,
    setting: Setting,
    others: Mapping[str, Questionnaire],
) -> Answer | Missing:
    owner_id, _, item_id = ref.rpartition(".")
    if owner_id == questionnaire.id and questionnaire.has_item(item_id):
        raise AnswerError(ref, f"Write only “{item_id}”: it belongs to this questionnaire.")
    owner = others.get(owner_id) if owner_id else questionnaire
    unseen = owner is None or (owner.named(item_id) is not None and not owner.has_item(item_id))
    if unseen and ref in questionnaire.uses:
        return _read_unseen(questionnaire, ref, raw, setting)
    if owner is None or not owner.has_item(item_id):
        raise AnswerError(ref, "This is not an item. Take it out or correct its name.")
    found = read_value(owner, owner.item(item_id), raw, setting)
    if owner is questionnaire:
        return found
    if isinstance(found, Missing):
        return Missing(ref, found.reason)
    return Answer(ref, found.value, found.unit)


def _read_unseen(
    questionnaire: Questionnaire, ref: str, raw: object, setting: Setting
) -> Answer | Missing:
    """What is known of another questionnaire that is not at hand, as far as its shape tells.

    A score or a computed value is given by its number, or by the id of its band.
    """
    if ref in questionnaire.moments and isinstance(raw, str):
        try:
            return Answer(ref, read_moment(raw, *([setting.visit.zone] if setting.visit else [])))
        except ValueError:
            raise AnswerError(ref, "Give a date such as 2026-03 or 2026-03-01.") from None
    match raw:
        case {"missing": "declined" | "not_assessed" | "not_asked" as reason, **rest} if not rest:
            return Missing(ref, reason)
        case str() if PLAIN_NUMBER.fullmatch(raw):
            return Answer(ref, Decimal(raw))
        case str() if _is_option(raw):
            return Answer(ref, str(raw))
        case list() | tuple() if raw and all(_is_option(part) for part in raw):
            return Answer(ref, tuple(str(part) for part in raw))
    raise AnswerError(ref, "Give an option, a list of options, a band or a number.")


def _is_option(raw: object) -> bool:
    return isinstance(raw, str) and re.fullmatch(BAND_ID, raw, re.ASCII) is not None


def read_value(
    questionnaire: Questionnaire, item: Item, raw: object, setting: Setting
) -> Answer | Missing:
    """One item's answer or missing answer."""
    if isinstance(raw, Mapping) and "missing" in raw:
        if not set(raw) <= {"missing", "why", "words"}:
            raise AnswerError(item.id, "Give either an answer or a reason why it is missing.")
        rater, why, words = questionnaire.rater(item), raw.get("why", ""), raw.get("words", "")
        return read_missing(item, raw["missing"], rater, why, words)
    return read_answer(item, raw, setting)


def write_document(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers to this questionnaire's own items as a document, in the order of the file.

    Numbers become text such as "2.5", so that no JSON library rounds them.
    """
    return {
        item.id: plain(to_json(item, answers[item.id]))
        for item in questionnaire.items
        if item.id in answers
    }


def plain(value: Any) -> Any:
    """Decimals inside a JSON value as text."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value
