"""YAML bytes -> one model of a definition file; what is wrong with its shape, with places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from screening.core.checks.fault import Fault
from screening.core.scalars import ANSWERS_BEFOREHAND, Definition, UnknownKeys
from screening.core.tree_parts import node_at, plain_place
from screening.core.wording import guess, shape_fault
from screening.core.yaml_text import Mark, YamlFault
from screening.core.yaml_tree import Mapping, Place, mark_at, read_tree
from screening.errors import DefinitionError, DefinitionErrors

Model = TypeVar("Model", bound=Definition)


class WrongShape(DefinitionErrors):
    """Faults of the text and the shape of a file, with what could be read of it."""

    def __init__(self, faults: Iterable[DefinitionError], tree: Mapping | None) -> None:
        self.tree = tree
        super().__init__(in_order(faults))


def read_model(path: str, data: bytes, model: type[Model]) -> tuple[Mapping, Model]:
    """The tree of a file and the model that it makes.

    raises   WrongShape with every fault of its text and of its shape, sorted by place
    """
    try:
        tree, text_faults = read_tree(data)
    except YamlFault as fault:
        raise WrongShape([fault.at(path)], None) from None
    unknown = UnknownKeys()
    faults = [fault.at(path) for fault in text_faults]
    found: Model | None = None
    try:
        found = model.model_validate(tree, context=unknown)
    except ValidationError as error:
        faults += _shape_faults(path, tree, error)
    faults += [_unknown_key(path, *one) for one in unknown.found]
    if faults or found is None:
        raise WrongShape(faults, tree)
    return tree, found


def _unknown_key(path: str, mark: Mark, key: str, known: tuple[str, ...]) -> DefinitionError:
    if key in ANSWERS_BEFOREHAND:
        problem = f"“{key}” would give an answer before anybody did."
        fix = "Take it away: every item starts without an answer."
        return DefinitionError(path, mark.line, mark.column, "default_answer", problem, fix)
    problem = f"“{key}” is not a key of this place."
    return DefinitionError(path, mark.line, mark.column, "unknown_key", problem, guess(key, known))


def _shape_faults(path: str, tree: Mapping, error: ValidationError) -> list[DefinitionError]:
    details = error.errors(include_url=False)
    faults: list[DefinitionError] = []
    for detail in details:
        place: Place = detail["loc"]
        if detail["type"] == "too_short" and _has_inner(place, details):
            continue  # its parts are at fault, not their number
        if detail["type"] == "missing" and _was_lost(tree, place):
            continue  # it stands there, and what is wrong with it is told
        code, problem, fix = shape_fault(detail)
        if code == "unknown_type":
            place = (*place, "type")
        faults.append(placed(path, tree, Fault(code, place, problem, fix)))
    return faults


def _has_inner(place: Place, details: Iterable[Any]) -> bool:
    return any(d["loc"][: len(place)] == place and len(d["loc"]) > len(place) for d in details)


def _was_lost(tree: Mapping, place: Place) -> bool:
    above = node_at(tree, plain_place(tree, place[:-1]))
    return isinstance(above, Mapping) and place[-1] in above.lost


def placed(path: str, tree: Mapping, fault: Fault) -> DefinitionError:
    """A fault with its line and column."""
    mark = mark_at(tree, fault.place)
    return DefinitionError(path, mark.line, mark.column, fault.code, fault.problem, fault.fix)


def in_order(faults: Iterable[DefinitionError]) -> list[DefinitionError]:
    """Each fault once, from the top of the file down."""
    single = {(f.line, f.column, f.code, f.problem): f for f in faults}
    return [single[key] for key in sorted(single)]
