"""A questionnaire in other words: every text that it has, and the texts of a translation put there.

One walk names all texts, so that what is asked of a translation and what is taken from it are the
same. Ids, points, conditions and whatever else scores are carried over untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from screening.core.item import (
    ChoiceItem,
    ChoicesItem,
    Item,
    Option,
    QuantityItem,
    RowsItem,
    ScaleItem,
)
from screening.core.questionnaire import (
    Computed,
    FeatureTable,
    Instrument,
    Questionnaire,
    SummaryLines,
)
from screening.core.score import Band, BandSet, Branch, Score
from screening.core.translation import Translation
from screening.core.yaml_tree import Place
from screening.quick_dataclass import dataclass

# asked    read out or shown as the question itself: a published wording has it too
# around   everything else that is read
# instead  may be told, and need not be: a label, a hint, one item's own words for an option
Part = Literal["asked", "around", "instead"]
Say = Callable[[Place, str, Part], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of a questionnaire and where a translation tells it."""

    place: Place  # ("items", "more_hair", "text")
    text: str  # the original
    part: Part


def slots_of(questionnaire: Questionnaire) -> tuple[Slot, ...]:
    """Every text of the questionnaire, in the order in which a translation's keys stand."""
    found: dict[Place, Slot] = {}  # a band of several branches is met several times

    def note(place: Place, text: str, part: Part) -> str:
        found.setdefault(place, Slot(place, text, part))
        return text

    _retold(questionnaire, note)
    return tuple(found.values())


def translated(questionnaire: Questionnaire, translation: Translation) -> Questionnaire:
    """The same questionnaire in the translation's words; what it does not tell stays as it is.

    questionnaire  loaded, of the version that the translation was made for
    returns        scores every answer alike; its checksum stays that of the questionnaire
    """
    told = translation.told
    found = _retold(questionnaire, lambda place, text, _: told.get(place, text))
    return found.changed(language=translation.language, instrument=_rights(found, translation))


def _rights(questionnaire: Questionnaire, translation: Translation) -> Instrument:
    """Whose words they are now: a translation of published words by anybody is not published."""
    instrument = questionnaire.instrument
    if translation.wording == "published":
        licence = translation.permission or instrument.licence
        mark = translation.fingerprint
        return instrument.changed(wording="published", licence=licence, fingerprint=mark)
    adapted = instrument.wording == "published"
    return instrument.changed(wording="adapted", fingerprint=None) if adapted else instrument


def _retold(q: Questionnaire, say: Say) -> Questionnaire:
    told: dict[str, Any] = {"title": say(("title",), q.title, "around")}
    told |= _optional((), q, ("short_title", "about", "recall"), say)
    sets = {
        name: tuple(
            _option(option, say(("option_sets", name, option.id), option.text, "asked"))
            for option in options
        )
        for name, options in q.option_sets.items()
    }
    titles = [say(("pages", page.id), page.title, "around") for page in q.pages]
    shared = {name: {o.id: o.text for o in options} for name, options in sets.items()}
    pages = tuple(
        page.changed(
            title=title,
            items=tuple(_item(("items", item.id), item, shared, say) for item in page.items),
        )
        for page, title in zip(q.pages, titles, strict=True)
    )
    computed = tuple(_computed(("computed", c.id), c, say) for c in q.computed)
    scores = tuple(_score(("scores", score.id), score, say) for score in q.scores)
    features = tuple(_table(("features", table.id), table, say) for table in q.features)
    findings = tuple(
        finding.changed(
            text=say(("findings", finding.id, "text"), finding.words, "around"),
            **_optional(("findings", finding.id), finding, ("why",), say),
        )
        for finding in q.findings
    )
    return q.changed(
        **told, option_sets=sets, pages=pages, computed=computed, scores=scores,
        features=features, findings=findings, summary=_summary(q.summary, say),
    )  # fmt: skip


def _optional(
    place: Place, model: Any, names: tuple[str, ...], say: Say, part: Part = "around"
) -> dict[str, str]:
    """Those of the texts that the original has."""
    texts = {name: getattr(model, name) for name in names}
    return {n: say((*place, n), text, part) for n, text in texts.items() if text is not None}


def _item(place: Place, item: Item, shared: Mapping[str, Mapping[str, str]], say: Say) -> Any:
    told: dict[str, Any] = {"text": say((*place, "text"), item.text, "asked")}
    for name in ("short", "hint"):
        text = getattr(item, name)
        part: Part = "around" if text is not None else "instead"
        told[name] = say((*place, name), text or "", part) or None
    if isinstance(item, ScaleItem):
        told |= _optional(place, item, ("min_text", "max_text"), say, "asked")
    if isinstance(item, QuantityItem) and item.unit_texts is not None:
        told["unit_texts"] = {
            unit: say((*place, "unit_texts", unit), text, "around")
            for unit, text in item.unit_texts.items()
        }
    if isinstance(item, ChoiceItem | ChoicesItem):
        told["options"] = _options(place, item, shared, say)
    if isinstance(item, RowsItem):
        told["fields"] = tuple(
            _item((*place, "fields", field.id), field, shared, say) for field in item.fields
        )
    return item.changed(**told)


def _options(
    place: Place,
    item: ChoiceItem | ChoicesItem,
    shared: Mapping[str, Mapping[str, str]],
    say: Say,
) -> Any:
    """The item's own options, or those of its set, unless this item tells one otherwise."""
    texts = shared[item.option_set] if item.option_set is not None else {}
    part: Part = "instead" if item.option_set is not None else "asked"
    return tuple(
        _option(
            option, say((*place, "options", option.id), texts.get(option.id, option.text), part)
        )
        for option in item.choices
    )


def _option(option: Option, text: str) -> Option:
    """A label made for the old words has no place beside new ones."""
    return option.changed(text=text, short=option.short if text == option.text else None)


def _computed(place: Place, computed: Computed, say: Say) -> Computed:
    text = say((*place, "text"), computed.text or _spoken(computed.id), "around")
    return computed.changed(text=text, **_banded(place, computed, say))


def _score(place: Place, score: Score, say: Say) -> Score:
    told: dict[str, Any] = _optional(place, score, ("title",), say)
    told |= _banded(place, score, say)
    for name in ("lines", "cautions"):
        told[name] = _numbered((*place, name), getattr(score, name), say)
    return score.changed(**told)


def _banded(place: Place, figure: Computed | Score, say: Say) -> dict[str, Any]:
    sets = figure.band_sets
    return {
        "bands": _bands(place, figure.bands, say),
        "band_sets": tuple(_band_set((*place, "band_sets", one.id), one, say) for one in sets),
    }


def _band_set(place: Place, band_set: BandSet, say: Say) -> BandSet:
    told: dict[str, Any] = _optional(place, band_set, ("note",), say)
    told["bands"] = _bands(place, band_set.bands, say)
    told["choose"] = tuple(_branch(place, branch, say) for branch in band_set.choose)
    return band_set.changed(**told)


def _branch(place: Place, branch: Branch, say: Say) -> Branch:
    otherwise = _optional(place, branch, ("otherwise",), say)
    return branch.changed(**otherwise, bands=_bands(place, branch.bands, say))


def _bands(place: Place, bands: tuple[Band, ...], say: Say) -> tuple[Band, ...]:
    return tuple(
        band.changed(text=say((*place, "bands", band.id), band.words, "around")) for band in bands
    )


def _table(place: Place, table: FeatureTable, say: Say) -> FeatureTable:
    told: dict[str, Any] = _optional(place, table, ("title", "note"), say)
    told["rows"] = tuple(
        row.changed(text=say((*place, "rows", row.id), row.text or _spoken(row.id), "around"))
        for row in table.rows
    )
    return table.changed(**told)


def _summary(lines: SummaryLines, say: Say) -> SummaryLines:
    told = {
        name: _numbered(("summary", name), getattr(lines, name), say)
        for name in SummaryLines.model_fields
    }
    return lines.changed(**told)


def _numbered(place: Place, entries: tuple[Any, ...], say: Say) -> tuple[Any, ...]:
    """Entries without ids, told in their order."""
    return tuple(
        entry.changed(text=say((*place, n), entry.text, "around"))
        for n, entry in enumerate(entries)
    )


def _spoken(name: str) -> str:
    """An id as it is shown where there is no text."""
    return name.replace("_", " ")
