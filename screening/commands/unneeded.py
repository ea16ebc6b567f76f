"""Modules that libraries import and one printed page has no use for."""

from __future__ import annotations

import os
import sys

from screening.later import import_later


def leave_out() -> None:
    """To be called before the libraries are imported."""
    # Babel takes the standard library's time zones where there is no pytz, which looks for six
    # hundred files to find one. It forgives a TZ that names none.
    if not os.environ.get("TZ"):
        sys.modules.setdefault("pytz", None)  # type: ignore[arg-type]
    import_later(["importlib.metadata"])  # Pydantic's, to look for plugins where any may be loaded
