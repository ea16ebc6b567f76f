"""Stand-ins for modules that libraries import and seldom, or never, use."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """Stands for a module until something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def import_later(names: Iterable[str]) -> None:
    """To be called before the libraries are imported; nothing for what has been imported.

    names   modules of which only functions and classes are called
    """
    for name in names:
        sys.modules.setdefault(name, Later(name))


def _call(module: str, name: str, *given: Any, **named: Any) -> Any:
    beside = module.rpartition(".")[0]  # modules of one folder may need one another
    for known, held in list(sys.modules.items()):
        if isinstance(held, Later) and known.rpartition(".")[0] == beside:
            del sys.modules[known]
    return getattr(importlib.import_module(module), name)(*given, **named)
