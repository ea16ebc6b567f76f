"""Our `dataclass` against the library's: every class of the product behaves as it would there."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Iterator
from dataclasses import (
    KW_ONLY,
    MISSING,
    Field,
    FrozenInstanceError,
    InitVar,
    dataclass,
    field,
    fields,
    make_dataclass,
    replace,
)
from typing import Any, ClassVar

import pytest

import screening
from screening import quick_dataclass as ours

SEVERAL = 250  # quick classes that the product has at least
LEFT_ALONE = {"screening.report.worker", "screening.wsgi"}  # a worker's modules want its library


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(screening.__path__, "screening."):
        if not found.name.startswith(tuple(LEFT_ALONE)) and not found.name.endswith(
            ("__main__", "gunicorn_conf", "env")
        ):
            yield importlib.import_module(found.name)


def quick_classes() -> list[type]:
    """Those that ours has made, once each."""
    return list(
        dict.fromkeys(
            one
            for module in modules()
            for one in vars(module).values()
            if inspect.isclass(one)
            and one.__module__ == module.__name__
            and getattr(one, "__getstate__", None) is ours._state
        )
    )


def as_the_library_makes_it(cls: type) -> type:
    """A class of the same fields, made by the library."""
    is_value = cls.__eq__ is not object.__eq__
    return make_dataclass(
        cls.__name__,
        [(one.name, one.type, copied(one)) for one in fields(cls)],
        frozen=True, slots=True, eq=is_value, repr=is_value,
    )  # fmt: skip


def copied(one: Field[Any]) -> Any:
    asked = ("init", "repr", "hash", "compare", "kw_only", "metadata")
    held = {name: getattr(one, name) for name in asked}
    if one.default is not MISSING:
        return field(default=one.default, **held)
    if one.default_factory is not MISSING:
        return field(default_factory=one.default_factory, **held)
    return field(**held)


def told(value: object) -> str:
    """How a value shows itself, whatever module its class is of."""
    return repr(value).replace(type(value).__qualname__, type(value).__name__, 1)


def test_every_class_of_the_product_behaves_as_the_librarys_would(
    record_property: Any,
) -> None:
    made = quick_classes()

    for cls in made:
        other = as_the_library_makes_it(cls)
        names = [one.name for one in fields(cls)]
        values = {name: f"value {place}" for place, name in enumerate(names)}
        needed = {
            one.name: values[one.name]
            for one in fields(cls)
            if one.default is MISSING and one.default_factory is MISSING
        }
        assert state(cls(**values)) == state(other(**values))
        assert defaults(cls(**needed)) == defaults(other(**needed))
        one, twin, theirs = cls(**values), cls(*values.values()), other(**values)
        different = replace(one, **{names[0]: "another"}) if names else one
        assert str(inspect.signature(cls)) == str(inspect.signature(other))
        assert cls.__match_args__ == other.__match_args__
        assert cls.__slots__ == other.__slots__
        if cls.__eq__ is object.__eq__:
            assert one != twin
        else:
            assert one == twin
            assert (one == different) == (theirs == replace(theirs, **{names[0]: "another"}))
            assert one != theirs
            assert hash(one) == hash(theirs)
            assert told(one) == told(theirs)
        assert state(copy.copy(one)) == state(copy.deepcopy(one)) == values
        assert state(pickle.loads(pickle.dumps(one))) == values  # noqa: S301  our own
        for act in (setattr, lambda value, name, _: delattr(value, name)):
            for name in names[:1]:
                with pytest.raises(FrozenInstanceError) as here:
                    act(one, name, "")
                with pytest.raises(FrozenInstanceError) as there:
                    act(theirs, name, "")
                assert str(here.value) == str(there.value)
            with pytest.raises(FrozenInstanceError):  # the library's ends in another error
                act(one, "nothing_of_ours", "")

    assert len(made) >= SEVERAL
    record_property("counted", f"  {len(made)} classes")


def defaults(value: Any) -> dict[str, Any]:
    """What a value holds; of what a factory made, the kind."""
    made = {one.name for one in fields(value) if one.default_factory is not MISSING}
    return {name: type(held) if name in made else held for name, held in state(value).items()}


def state(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.mark.parametrize("given", [(), ("one", "two", "three")])
def test_a_call_with_too_few_or_too_many_values_is_refused_as_there(given: tuple[str, ...]) -> None:
    def made(decorate: Any) -> Any:
        @decorate(frozen=True, slots=True)
        class Pair:
            first: str
            second: str = ""

        return Pair

    told = []
    for decorate in (ours.dataclass, dataclass):
        with pytest.raises(TypeError) as refused:
            made(decorate)(*given)
        told.append(str(refused.value))

    assert told[0] == told[1]


def test_a_field_that_is_not_shown_is_not_told() -> None:
    @ours.dataclass(frozen=True, slots=True)
    class Secret:
        name: str
        pin: str = field(repr=False)

    assert repr(Secret("a", "4711")).endswith("Secret(name='a')")


def test_a_default_factory_is_asked_for_each_value() -> None:
    @ours.dataclass(frozen=True, slots=True)
    class Box:
        kept: list[int] = field(default_factory=list)

    first = Box()
    first.kept.append(1)

    assert Box().kept == []
    assert Box([2]).kept == [2]


def test_a_default_that_values_would_share_is_refused() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @ours.dataclass(frozen=True, slots=True)
        class Wrong:
            kept: list[int] = []  # noqa: RUF008, RUF012


def test_what_is_not_plain_is_left_to_the_library() -> None:
    @ours.dataclass(frozen=True, slots=True)
    class Base:
        first: str

    @ours.dataclass(frozen=True, slots=True)
    class Child(Base):
        second: str

    @ours.dataclass(frozen=True, slots=True)
    class OwnEquality:
        name: str
        kind: ClassVar[str] = "own"

        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    @ours.dataclass
    class Mutable:
        name: str = ""

    assert Child("a", "b") == Child("a", "b")
    assert repr(Child("a", "b")).endswith("Child(first='a', second='b')")
    assert OwnEquality("a") == OwnEquality("b")
    changed = Mutable()
    changed.name = "b"
    assert changed == Mutable("b")
    assert all(one.__getstate__ is not ours._state for one in (Child, OwnEquality, Mutable))


class Given:
    first: str
    second: InitVar[str]


class Listed:
    first: str
    kept: list[int] = field(default_factory=list, hash=False)


class Counted:
    first: str
    second: int = field(default=0, init=False)


class Named:
    first: str
    second: str = field(kw_only=True)


class AfterMark:
    first: str
    _: KW_ONLY
    second: str = ""


class OwnName:
    _set: str


class Shared:
    first: str
    kind: ClassVar[str] = "shared"


@pytest.mark.parametrize(
    "plain",
    [Given, Listed, Counted, Named, AfterMark, OwnName, Shared],
    ids=str,
)
def test_a_field_of_another_kind_leaves_the_class_to_the_library(plain: type) -> None:
    here = ours.dataclass(frozen=True, slots=True)(type("One", (object,), dict(vars(plain))))
    there = dataclass(frozen=True, slots=True)(type("One", (object,), dict(vars(plain))))

    assert here.__getstate__ is not ours._state
    assert str(inspect.signature(here)) == str(inspect.signature(there))
