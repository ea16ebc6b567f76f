"""What one app of these tests worked out and the next one needs again, kept between them."""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from screening.core.library import Library, SourceFile, build_library
from screening.library_folder import read_files
from screening.web import folder


class Compiled(BytecodeCache):
    """Templates that an app of these tests compiled, for the next ones; by name and content."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put in what is known."""
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.code[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()
PARTS = ("_parts", "_trace", "_converters")
BUILDERS = ("_build", "_build_unknown")


class KeptRule(Rule):
    """A route that is compiled once for all apps, which is two thirds of an app's start.

    All that is kept follows from the address and its defaults; no converter asks its map.
    """

    compiled: ClassVar[dict[str, dict[str, Any]]] = {}

    def compile(self) -> None:
        """Take what the same route of an earlier app came to."""
        key = repr((self.rule, self.subdomain, self.defaults, self.merge_slashes))
        if key not in self.compiled:
            super().compile()
            builders = {name: getattr(self, name).__func__ for name in BUILDERS}
            parts = {name: getattr(self, name) for name in PARTS}
            self.compiled[key] = parts | {"arguments": frozenset(self.arguments)} | builders
        known = self.compiled[key]
        for name in PARTS:
            setattr(self, name, known[name])
        self.arguments = set(known["arguments"])
        for name in BUILDERS:
            setattr(self, name, known[name].__get__(self))


def keep_libraries() -> None:
    """From now on an app takes a folder as an earlier one read it, while its files say the same.

    All of it is frozen but for the dictionaries, of which each app has its own.
    """
    folder.load_folder = _load_once


def _load_once(questionnaires: Path, *, proven: Container[str]) -> Library:
    files = read_files([questionnaires])
    held = frozenset(sha for file in files if (sha := sha256(file.data).hexdigest()) in proven)
    found = _built(files, held)
    kept = ((one.name, getattr(found, one.name)) for one in fields(found))
    return replace(found, **{name: {**part} for name, part in kept if isinstance(part, dict)})


@functools.lru_cache(maxsize=32)  # many tests write a folder of their own
def _built(files: tuple[SourceFile, ...], proven: frozenset[str]) -> Library:
    return build_library(files, proven=proven)
