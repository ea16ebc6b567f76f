"""Compiled templates, kept where Python keeps its own compiled modules: beside their source.

Bytecode that somebody else can write is code that somebody else can run. Who owns what lies here
could change the templates and the modules as well; what anybody else may write is not taken.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import stat
import sys
from collections.abc import Iterable
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache


class BesideSource(BytecodeCache):
    """Takes a template's code from __pycache__ beside it, and puts it there where that may be."""

    def __init__(self, rests_on: Iterable[Path]) -> None:
        """
        rests_on  what the code depends on besides the template: where the environment is made
        """
        self._made_by = hashlib.sha256(jinja2.__version__.encode())
        for path in rests_on:
            self._made_by.update(path.read_bytes())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The path of the code; empty for a template that is no file."""
        return cache_from_source(f"{filename}.py", optimization="jinja") if filename else ""

    def get_source_checksum(self, source: str) -> str:
        """Of the template and all else that its code depends on; 64 hex digits."""
        whole = self._made_by.copy()
        whole.update(source.encode())
        return whole.hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code, where it is ours and of this very source."""
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
            with open(bucket.key, "rb") as file:
                if _is_ours(os.fstat(file.fileno())):
                    checksum, _, code = file.read().partition(b"\n")
                    if checksum == bucket.checksum.encode():
                        bucket.code = marshal.loads(code)  # noqa: S302  as Python does

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, whole or not at all; a folder that is not ours to write stays as it is."""
        if sys.dont_write_bytecode or not bucket.key:
            return
        part = f"{bucket.key}.{os.getpid()}"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(part), exist_ok=True)
            try:
                with open(part, "xb", opener=_not_for_others_to_write) as file:
                    file.write(bucket.checksum.encode() + b"\n" + marshal.dumps(bucket.code))
                os.replace(part, bucket.key)
            finally:
                Path(part).unlink(missing_ok=True)


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody can have written it who could not have written this module."""
    owners = {os.getuid(), os.stat(__file__).st_uid}
    return found.st_uid in owners and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _not_for_others_to_write(path: str, flags: int) -> int:
    return os.open(path, flags, 0o644)
