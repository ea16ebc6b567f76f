"""Whether this machine has the libraries that PDFs are set with; the app starts without them."""

from __future__ import annotations

import ctypes
import sys

# Library -> Debian's package. WeasyPrint loads them at import.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def missing_packages() -> tuple[str, ...]:
    """The system packages without which no PDF can be made; empty when all is there."""
    if sys.platform == "darwin":
        return ()  # there WeasyPrint looks in places of its own
    return tuple(package for library, package in LIBRARIES.items() if not _loads(library))


def renderer_available() -> bool:
    """Whether PDFs can be made on this machine."""
    return not missing_packages()


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
