"""Stand-ins for modules that libraries import and seldom, or never, use."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from functools import partial
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """Stands for a module until something of it is called, and then for what it is."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system asks for
            raise AttributeError(name)
        imported = sys.modules.get(self.__name__)
        if imported is None or imported is self:
            return partial(_call, self.__name__, name)
        return getattr(imported, name)


def import_later(names: Iterable[str]) -> None:
    """To be called before the libraries are imported; nothing for what has been imported.

    names   modules of which only functions and classes are called, and values are set
    """
    for name in names:
        if name not in sys.modules:
            sys.modules[name] = Later(name)
            folder, _, last = name.rpartition(".")
            if folder in sys.modules:
                setattr(sys.modules[folder], last, sys.modules[name])


def _call(module: str, name: str, *given: Any, **named: Any) -> Any:
    folder = module.rpartition(".")[0]  # modules of one folder may need one another
    beside = {
        known: held
        for known, held in sys.modules.items()
        if isinstance(held, Later) and known.rpartition(".")[0] == folder
    }
    for known in beside:
        del sys.modules[known]
    for known, held in beside.items():
        imported = importlib.import_module(known)
        for key, value in vars(held).items():
            if not key.startswith("__"):  # what was set meanwhile
                setattr(imported, key, value)
    return getattr(importlib.import_module(module), name)(*given, **named)
