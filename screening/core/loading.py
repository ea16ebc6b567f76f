"""YAML bytes -> Questionnaire, Packet or References, every fault with line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from screening.core.checks import check_questionnaire
from screening.core.checks.fault import Fault
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option, RowsItem
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference, References
from screening.core.scalars import Definition, UnknownKeys
from screening.core.wording import guess, shape_fault
from screening.core.yaml_tree import Mapping as Tree
from screening.core.yaml_tree import Mark, Place, YamlFault, mark_at, read_tree
from screening.errors import DefinitionError, DefinitionErrors

Model = TypeVar("Model", bound=Definition)


def load_questionnaire(
    path: str,
    data: bytes,
    references: Mapping[str, Reference] | None = None,
    *,
    cases: bool = True,
) -> Questionnaire:
    """One questionnaire from its file, options resolved, meaning checked, cases run.

    path        stands in front of each fault
    references  the known sources by id; None leaves them unchecked
    cases       False leaves the worked cases unrun, for files that were checked before
    raises      DefinitionErrors with every fault of the file, sorted by place
    """
    tree, questionnaire = _questionnaire(path, data)
    faults = list(check_questionnaire(questionnaire, references, cases=cases))
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire


def load_stored(path: str, data: bytes) -> Questionnaire:
    """A version that was checked when it was published, and never changed since.

    Its meaning is not looked at again: a check that we add later must not shut an old response.
    raises   DefinitionErrors when it cannot even be built
    """
    questionnaire = _questionnaire(path, data)[1]
    questionnaire._sha256 = hashlib.sha256(data).hexdigest()
    return questionnaire


def load_packet(path: str, data: bytes) -> Packet:
    """One packet from its file; that its questionnaires exist is checked by library.py."""
    _, packet = _load(path, data, Packet)
    packet._sha256 = hashlib.sha256(data).hexdigest()
    return packet


def load_references(path: str, data: bytes) -> dict[str, Reference]:
    """The known sources by id."""
    tree, model = _load(path, data, References)
    found: dict[str, Reference] = {}
    faults: list[Fault] = []
    for place, reference in enumerate(model.references):
        if reference.id in found:
            problem = f"The source “{reference.id}” stands twice."
            faults.append(
                Fault("doubled_id", ("references", place, "id"), problem, "Keep one of the two.")
            )
        found[reference.id] = reference
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    return found


def place_faults(path: str, data: bytes, faults: Iterable[Fault]) -> list[DefinitionError]:
    """Faults of a sound file's meaning with their lines and columns, sorted."""
    tree, _ = read_tree(data)
    return _sorted(_placed(path, tree, fault) for fault in faults)


def _questionnaire(path: str, data: bytes) -> tuple[Tree, Questionnaire]:
    """Well formed, with its options resolved."""
    tree, model = _load(path, data, Questionnaire)
    questionnaire, faults = resolve_options(model)
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    return tree, questionnaire


def _load(path: str, data: bytes, model: type[Model]) -> tuple[Tree, Model]:
    try:
        tree, text_faults = read_tree(data)
    except YamlFault as fault:
        raise DefinitionErrors([fault.at(path)]) from None
    unknown = UnknownKeys()
    faults = [fault.at(path) for fault in text_faults]
    found: Model | None = None
    try:
        found = model.model_validate(tree, context=unknown)
    except ValidationError as error:
        faults += _shape_faults(path, tree, error)
    faults += [_unknown_key(path, *one) for one in unknown.found]
    if faults or found is None:
        raise DefinitionErrors(_sorted(iter(faults)))
    return tree, found


def _unknown_key(path: str, mark: Mark, key: str, known: tuple[str, ...]) -> DefinitionError:
    problem = f"“{key}” is not a key of this place."
    return DefinitionError(path, mark.line, mark.column, "unknown_key", problem, guess(key, known))


def _shape_faults(path: str, tree: Tree, error: ValidationError) -> list[DefinitionError]:
    details = error.errors(include_url=False)
    faults: list[DefinitionError] = []
    for detail in details:
        place: Place = detail["loc"]
        inner = any(d["loc"][: len(place)] == place and len(d["loc"]) > len(place) for d in details)
        if detail["type"] == "too_short" and inner:
            continue  # its parts are at fault, not their number
        code, problem, fix = shape_fault(detail)
        if code == "unknown_type":
            place = (*place, "type")
        faults.append(_placed(path, tree, Fault(code, place, problem, fix)))
    return faults


def _placed(path: str, tree: Tree, fault: Fault) -> DefinitionError:
    mark = mark_at(tree, fault.place)
    return DefinitionError(path, mark.line, mark.column, fault.code, fault.problem, fault.fix)


def _sorted(faults: Iterator[DefinitionError]) -> list[DefinitionError]:
    single = {(f.line, f.column, f.code, f.problem): f for f in faults}
    return [single[key] for key in sorted(single)]


def resolve_options(model: Questionnaire) -> tuple[Questionnaire, list[Fault]]:
    """The same with option sets and points put into the items."""
    faults: list[Fault] = []

    def resolved(item: Item, place: Place) -> Item:
        if isinstance(item, RowsItem):
            fields = (resolved(f, (*place, "fields", n)) for n, f in enumerate(item.fields))
            return item.model_copy(update={"fields": tuple(fields)})
        if not isinstance(item, ChoiceItem | ChoicesItem):
            return item
        options, found = _options(model, item, place)
        faults.extend(found)
        return item.model_copy(update={"options": options})

    pages = tuple(
        page.model_copy(
            update={
                "items": tuple(
                    resolved(item, ("pages", p, "items", i)) for i, item in enumerate(page.items)
                )
            }
        )
        for p, page in enumerate(model.pages)
    )
    return model.model_copy(update={"pages": pages}), faults


def _options(
    model: Questionnaire, item: ChoiceItem | ChoicesItem, place: Place
) -> tuple[tuple[Option, ...], list[Fault]]:
    options: Any = item.options
    if isinstance(options, str):
        if options not in model.option_sets:
            problem = f"There is no option set “{options}”."
            fix = guess(options, model.option_sets)
            return (), [Fault("unknown_option_set", (*place, "options"), problem, fix)]
        options = model.option_sets[options]
    points: Mapping[str, Decimal] = item.points or {}
    names = [option.id for option in options]
    faults = [
        Fault(
            "unknown_option",
            (*place, "points", name, "[key]"),
            f"“{name}” is not an option of “{item.id}”.",
            guess(name, names),
        )
        for name in points
        if name not in names
    ]
    merged = (o.model_copy(update={"points": points.get(o.id, o.points)}) for o in options)
    return tuple(merged), faults
