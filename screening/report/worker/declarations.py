"""The library's C declarations, compiled when its packages are set up.

    python -m screening.report.worker.declarations

WeasyPrint hands cffi a long text of C declarations whenever it is imported, and cffi's parser takes
a third of a second over it. cffi can also write what it read as a table that loads at once; names
of C types that come up later are then read in C as well. The table lies beside the packages, where
only who may change them can write, under a name that tells which versions it was made of. Without a
table the library reads its text as ever.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import _cffi_backend  # type: ignore[import-untyped]
import cffi  # type: ignore[import-untyped]

FOLDER = Path(sys.prefix) / "share" / "screening"
LIBRARY = "weasyprint"
HERE = "screening.report.worker.declarations"


class Declared(_cffi_backend.FFI):
    """cffi's object with all declarations in it already."""

    def cdef(self, text: str) -> None:
        """Nothing: the table was made of this very text."""


def table() -> Path:
    """Where the table for the installed versions is, or would be."""
    made_of = _source().read_bytes() + cffi.__version__.encode()
    return FOLDER / f"pango_{hashlib.sha256(made_of).hexdigest()[:16]}.py"


def write_table() -> Path:
    """Write the table.

    raises  ValueError when the library does not declare all in one call; OSError
    """
    parser = cffi.FFI()
    parser.cdef(_declarations(_source().read_text(encoding="utf-8")))
    path = table()
    path.parent.mkdir(parents=True, exist_ok=True)
    parser.set_source(path.stem, None)
    draft = path.with_suffix(f".{os.getpid()}")
    with contextlib.redirect_stdout(io.StringIO()):  # cffi says that it writes
        parser.emit_python_code(str(draft))
    text = draft.read_text(encoding="utf-8").replace("_cffi_backend.FFI(", "Declared(")
    draft.write_text(f"from {HERE} import Declared\n{text}", encoding="utf-8")
    draft.replace(path)
    return path


@contextlib.contextmanager
def ready() -> Iterator[bool]:
    """While the library is imported: what it asks cffi for has the table; False without one."""
    known = _load(table())
    library_own = cffi.FFI
    if known is not None:
        cffi.FFI = lambda: known
    try:
        yield known is not None
    finally:
        cffi.FFI = library_own


def _source() -> Path:
    found = importlib.util.find_spec(LIBRARY)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "text" / "ffi.py"


def _declarations(source: str) -> str:
    texts = [
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "cdef"
        and isinstance(call.args[0], ast.Constant)
    ]
    if len(texts) != 1 or not isinstance(texts[0], str):
        raise ValueError(f"{LIBRARY} declares in another way than the table is made for.")
    return texts[0]


def _load(path: Path) -> Any:
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ffi


if __name__ == "__main__":
    write_table()
