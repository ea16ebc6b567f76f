"""Ids: each once, none reserved, and each name that is used exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screening.core.checks.fault import Fault, Faults
from screening.core.item import ChoiceItem, ChoicesItem, Item, RowsItem
from screening.core.questionnaire import Computed, Questionnaire
from screening.core.score import Score
from screening.core.wording import guess
from screening.core.yaml_tree import Place

RESERVED = frozenset({"all", "any", "not", "visit"})


def placed_items(questionnaire: Questionnaire) -> Iterator[tuple[Place, Item]]:
    """Every item with its place in the file."""
    for p, page in enumerate(questionnaire.pages):
        for i, item in enumerate(page.items):
            yield ("pages", p, "items", i), item


def placed_figures(questionnaire: Questionnaire) -> Iterator[tuple[Place, Computed | Score]]:
    """Every computed value and score, which may have bands, with its place in the file."""
    yield from ((("computed", n), one) for n, one in enumerate(questionnaire.computed))
    yield from ((("scores", n), one) for n, one in enumerate(questionnaire.scores))


def check_names(questionnaire: Questionnaire) -> Faults:
    """Doubled and reserved ids, equal options, names that stand for nothing."""
    yield from _doubled(_shared_names(questionnaire), "The id")
    for name, group in _groups(questionnaire).items():
        yield from _doubled(group, name)
    for place, item in placed_items(questionnaire):
        if item.id in RESERVED:
            yield Fault(
                "reserved_id",
                (*place, "id"),
                f"“{item.id}” has a meaning of its own.",
                "Choose another id.",
            )
        yield from _check_options(place, item)
        if isinstance(item, RowsItem):
            fields = [((*place, "fields", n, "id"), f.id) for n, f in enumerate(item.fields)]
            yield from _doubled(fields, "The field")
            for n, field in enumerate(item.fields):
                yield from _check_options((*place, "fields", n), field)
    yield from _unknown_names(questionnaire)


Named = Iterable[tuple[Place, str]]


def _shared_names(questionnaire: Questionnaire) -> Named:
    """Items, computed values and scores share one set of names: conditions name them alike."""
    yield from (((*place, "id"), item.id) for place, item in placed_items(questionnaire))
    yield from (((*place, "id"), figure.id) for place, figure in placed_figures(questionnaire))


def _groups(q: Questionnaire) -> dict[str, Named]:
    groups: dict[str, Named] = {
        "The page": [(("pages", n, "id"), page.id) for n, page in enumerate(q.pages)],
        "The finding": [(("findings", n, "id"), f.id) for n, f in enumerate(q.findings)],
        "The case": [(("cases", n, "id"), case.id) for n, case in enumerate(q.cases)],
        "The table": [(("features", n, "id"), table.id) for n, table in enumerate(q.features)],
        "The name": [(("uses", n), ref) for n, ref in enumerate(q.uses)],
    }
    for n, table in enumerate(q.features):
        rows = [(("features", n, "rows", r, "id"), row.id) for r, row in enumerate(table.rows)]
        groups[f"In the table {table.id} the row"] = rows
    for place, figure in placed_figures(q):
        sets = [((*place, "band_sets", s, "id"), b.id) for s, b in enumerate(figure.band_sets)]
        groups[f"In {figure.id} the band set"] = sets
    return groups


def _doubled(named: Named, what: str) -> Faults:
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            yield Fault(
                "doubled_id",
                place,
                f"{what} “{name}” stands twice.",
                "Give one of the two another id.",
            )
        seen.add(name)


def _check_options(place: Place, item: Item) -> Faults:
    if not isinstance(item, ChoiceItem | ChoicesItem):
        return
    at = (*place, "options")
    yield from _doubled(((at, option.id) for option in item.choices), "The option")
    texts = [word for o in item.choices for word in dict.fromkeys((o.text, o.label))]
    for text in _read_alike(texts):
        yield Fault(
            "equal_options",
            at,
            f"Two options of “{item.id}” read “{text}”.",
            "Give each its own text.",
        )
    if len(item.choices) < 2:
        yield Fault(
            "one_option", at, f"“{item.id}” offers fewer than two options.", "Offer at least two."
        )
    if isinstance(item, ChoiceItem) and any(option.exclusive for option in item.choices):
        yield Fault(
            "exclusive_choice",
            at,
            f"In “{item.id}” only one option can be chosen anyway.",
            "Take `exclusive` away, or make the item `choices`.",
        )


def _read_alike(texts: list[str]) -> list[str]:
    """The texts that differ from an earlier one in capitals and spaces at most, sorted."""
    plain = [" ".join(text.split()).casefold() for text in texts]
    return sorted({text for n, text in enumerate(texts) if plain[n] in plain[:n]})


def _unknown_names(q: Questionnaire) -> Faults:
    items = [item.id for item in q.items]
    known = [*items, *(c.id for c in q.computed)]
    for place, ref in _used_names(q):
        local = known if place[0] == "summary" or "ratio" in place else items
        visit = ref == "visit" and "between" in place
        if ref not in local and ref not in q.uses and not visit:
            yield Fault("unknown_item", place, f"There is no item “{ref}”.", guess(ref, local))
    for place, item in placed_items(q):
        if item.same_as is not None and "." not in item.same_as:
            yield Fault(
                "same_as_itself",
                (*place, "same_as"),
                f"“{item.same_as}” names no questionnaire.",
                "Write questionnaire.item.",
            )


def _used_names(q: Questionnaire) -> Named:
    for n, computed in enumerate(q.computed):
        if computed.between is not None:
            yield ("computed", n, "between", "from"), computed.between.from_
            yield ("computed", n, "between", "to"), computed.between.to
        if computed.ratio is not None:
            yield ("computed", n, "ratio", "of"), computed.ratio.of
            yield ("computed", n, "ratio", "to"), computed.ratio.to
    for n, score in enumerate(q.scores):
        for kind in ("sum", "count", "mean", "maximum", "weighted"):
            for m, item_id in enumerate(getattr(score, kind) or ()):
                tail: Place = (kind, item_id, "[key]") if kind == "weighted" else (kind, m)
                yield ("scores", n, *tail), item_id
        for m, item_id in enumerate(score.leave_out.items if score.leave_out else ()):
            yield ("scores", n, "leave_out", "items", m), item_id
    for part in ("right_now", "use"):
        for n, line in enumerate(getattr(q.summary, part)):
            for m, ref in enumerate(line.of):
                yield ("summary", part, n, "of", m), ref
