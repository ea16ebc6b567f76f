"""`dataclass` of the standard library, made in a fifth of the time.

The library writes six functions as text for each frozen class and compiles them one by one: with
a hundred and more classes that was a quarter of a command's start. Here one is compiled, and the
others are closures over the names of the fields. What comes out behaves the same, and `fields`,
`replace` and `asdict` work as ever; a class without a docstring gets its name for one. Classes
of any other kind, with fields of any other kind, are left to the library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from dataclasses import dataclass as dataclass
from dataclasses import fields as fields_of
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

Method = Callable[..., Any]

# A class that says any of these itself is the library's to make.
OWN = frozenset(
    """__init__ __repr__ __eq__ __hash__ __setattr__ __delattr__ __getstate__ __setstate__
    __slots__ __post_init__""".split()
)
NO_VALUE = {"frozen": True, "slots": True, "eq": False, "repr": False}
NO_FIELD = ("ClassVar", "InitVar", "KW_ONLY")  # in an annotation
TAKEN = frozenset({"self", "_set", "_made"})  # names of ours in a constructor
_library_dataclass = dataclass
_set = object.__setattr__


def quick_dataclass(cls: type | None = None, /, **options: bool) -> Any:
    """In the place of the library's; options as there."""

    def make(cls: type) -> type:
        if options in ({"frozen": True, "slots": True}, NO_VALUE) and _is_plain(cls):
            return _frozen(cls, is_value=options != NO_VALUE)
        return _library_dataclass(**options)(cls)

    return make if cls is None else make(cls)


def _is_plain(cls: type) -> bool:
    """Whether nothing is asked for that we do not make."""
    said = cls.__dict__.values()
    return (
        cls.__bases__ == (object,)
        and OWN.isdisjoint(cls.__dict__)
        and TAKEN.isdisjoint(cls.__annotations__)
        and not any(word in str(told) for told in cls.__annotations__.values() for word in NO_FIELD)
        and all(_is_usual(one) for one in said if isinstance(one, Field))
    )


def _is_usual(field: Field[Any]) -> bool:
    return field.init and field.hash is None and field.kw_only is not True


class _Made:
    """Stands in a signature for what the field's factory will make."""

    def __repr__(self) -> str:
        return "<factory>"


MADE = _Made()


def _frozen(cls: Any, *, is_value: bool) -> type:
    # Into a missing docstring the library writes the signature, which costs as much as the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    _library_dataclass(init=False, repr=False, eq=False)(cls)  # finds the fields, compiles nothing
    params = cls.__dataclass_params__
    params.frozen = params.init = True  # the library asks where one class extends another
    params.eq = params.repr = is_value
    fields = fields_of(cls)
    names = tuple(field.name for field in fields)
    replaced = {*names, "__dict__", "__weakref__"}
    said = {name: value for name, value in cls.__dict__.items() if name not in replaced}
    said |= {"__slots__": names, "__init__": _init(cls, fields)}
    said |= {"__getstate__": _state, "__setstate__": _take_state}
    if is_value:
        said |= _as_value(fields)
    made: Any = type(cls)(cls.__name__, cls.__bases__, said)
    made.__qualname__ = cls.__qualname__
    made.__setattr__ = _refusing("assign to", made, names)
    made.__delattr__ = _refusing("delete", made, names)
    return made  # type: ignore[no-any-return]


def _init(cls: type, fields: tuple[Field[Any], ...]) -> Method:
    """The one function that is compiled: a call is checked against its own signature."""
    known: dict[str, Any] = {"_set": _set, "_made": MADE}
    given, lines = ["self"], []
    for field in fields:
        name, value, default = field.name, field.name, f"_default_{field.name}"
        if field.default_factory is not MISSING:
            known[default] = field.default_factory
            value = f"{default}() if {name} is _made else {name}"
            given.append(f"{name}=_made")
        elif field.default is not MISSING:
            known[default] = field.default
            given.append(f"{name}={default}")
        else:
            given.append(name)
        lines.append(f"    _set(self, {name!r}, {value})")
    exec(f"def __init__({', '.join(given)}):\n" + "\n".join(lines or ["    pass"]), known)  # noqa: S102
    made: Method = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return made


def _as_value(fields: tuple[Field[Any], ...]) -> dict[str, Method]:
    """__eq__, __hash__ and __repr__."""
    key = _key(tuple(field.name for field in fields if field.compare))
    shown = tuple(field.name for field in fields if field.repr)

    def __eq__(self: object, other: object) -> bool:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:
        return hash(key(self))

    @recursive_repr()
    def __repr__(self: object) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({told})"

    return {"__eq__": __eq__, "__hash__": __hash__, "__repr__": __repr__}


def _key(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """What is compared: a tuple of the fields' values."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refusing(act: str, cls: type, names: tuple[str, ...]) -> Method:
    """Neither the fields nor anything new can be set."""
    plain = getattr(object, "__setattr__" if act == "assign to" else "__delattr__")

    def refuse(self: object, name: str, *value: object) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot {act} field {name!r}")
        plain(self, name, *value)  # of a class that somebody made from this one

    return refuse


def _state(self: Any) -> list[object]:
    return [getattr(self, name) for name in self.__slots__]


def _take_state(self: Any, state: list[object]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        _set(self, name, value)


if not TYPE_CHECKING:
    dataclass = quick_dataclass
