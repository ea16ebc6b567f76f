"""YAML bytes -> the models of definition files, every fault with line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from screening.core.checks import check_questionnaire
from screening.core.checks.clinic_texts import check_clinic_texts
from screening.core.checks.fault import Fault
from screening.core.checks.leaflets import check_leaflet
from screening.core.checks.translations import check_translation
from screening.core.clinic_texts import ClinicTexts
from screening.core.item import ChoiceItem, ChoicesItem, Item, Option, RowsItem
from screening.core.leaflet import Leaflet
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference, References
from screening.core.salvage import places_of_keys, without
from screening.core.scalars import Definition, UnknownKeys
from screening.core.translation import Translation
from screening.core.wording import guess, shape_fault
from screening.core.yaml_text import Mark, YamlFault
from screening.core.yaml_tree import Mapping as Tree
from screening.core.yaml_tree import Place, mark_at, read_tree
from screening.errors import DefinitionError, DefinitionErrors

KEY_FAULTS = frozenset({"unknown_key", "default_answer", "doubled_key"})
MOST_ROUNDS = 3  # of leaving out what is wrong, before a file is given up
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
    try:
        tree, questionnaire = _questionnaire(path, data)
    except DefinitionErrors as error:
        beyond = _beyond(path, data, error, references)
        raise DefinitionErrors(_sorted(iter((*error.faults, *beyond)))) from None
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


def load_leaflet(
    path: str, data: bytes, references: Mapping[str, Reference] | None = None
) -> Leaflet:
    """One leaflet from its file, its meaning checked; references None leaves them unchecked."""
    tree, leaflet = _load(path, data, Leaflet)
    faults = list(check_leaflet(leaflet, references))
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    leaflet._sha256 = hashlib.sha256(data).hexdigest()
    return leaflet


def load_clinic_texts(path: str, data: bytes) -> ClinicTexts:
    """What the clinic says to patients in one language, from its file."""
    tree, texts = _load(path, data, ClinicTexts)
    faults = list(check_clinic_texts(texts))
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    texts._source = data
    return texts


def load_translation(
    path: str,
    data: bytes,
    questionnaires: Mapping[str, Questionnaire],
    references: Mapping[str, Reference] | None = None,
) -> Translation:
    """One translation or wording pack from its file, held against its questionnaire.

    raises   DefinitionErrors with every fault of the file, sorted by place
    """
    tree, translation = _load(path, data, Translation)
    name = path.replace("\\", "/").rpartition("/")[2]
    faults = list(check_translation(translation, name, questionnaires, references))
    if faults:
        raise DefinitionErrors(_sorted(_placed(path, tree, fault) for fault in faults))
    translation._sha256 = hashlib.sha256(data).hexdigest()
    return translation


def load_stored_translation(path: str, data: bytes) -> Translation:
    """A translation that was checked when it was published, by the rule of load_stored."""
    translation = _load(path, data, Translation)[1]
    translation._sha256 = hashlib.sha256(data).hexdigest()
    return translation


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


def _beyond(
    path: str,
    data: bytes,
    error: DefinitionErrors,
    references: Mapping[str, Reference] | None,
) -> list[DefinitionError]:
    """Faults of meaning in what is left beside the wrong shapes; none where too little is left."""
    try:
        tree, _ = read_tree(data)
    except YamlFault:
        return []
    unknown = [Mark(f.line, f.column) for f in error.faults if f.code in KEY_FAULTS]
    rest = without(tree, (), places_of_keys(tree, unknown))
    for _ in range(MOST_ROUNDS):
        if rest is None:
            return []
        try:
            model = Questionnaire.model_validate(rest.tree, context=UnknownKeys())
        except ValidationError as wrong:
            places = [detail["loc"] for detail in wrong.errors(include_url=False)]
            rest = rest.without(places)
            continue
        questionnaire, faults = resolve_options(model)
        if faults:
            rest = rest.without([fault.place for fault in faults])
            continue
        found = check_questionnaire(questionnaire, references, cases=False)
        return [_placed(path, rest.tree, fault) for fault in found if rest.tells(fault)]
    return []


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


_ANSWERS_BEFOREHAND = frozenset({"default", "initial", "preset", "selected", "checked", "prefill"})


def _unknown_key(path: str, mark: Mark, key: str, known: tuple[str, ...]) -> DefinitionError:
    if key in _ANSWERS_BEFOREHAND:
        problem = f"“{key}” would give an answer before anybody did."
        fix = "Take it away: every item starts without an answer."
        return DefinitionError(path, mark.line, mark.column, "default_answer", problem, fix)
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
        whole = item.model_copy(update={"options": options})
        whole._option_set = item.options if isinstance(item.options, str) else None
        return whole

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
