"""The parts of the running app that views call, held together in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app

from screening.settings import Settings
from screening.store.db import Database
from screening.store.sealing import Keys
from screening.store.sites import Site
from screening.web.course import Course
from screening.web.recent import Recent
from screening.web.shelf import Shelf

EXTENSION = "screening"


@dataclass(frozen=True, slots=True)
class Parts:
    """What create_app() put together."""

    settings: Settings
    database: Database
    keys: Keys
    site: Site
    shelf: Shelf
    clock: Callable[[], datetime]  # aware
    recent: Recent[Course] = field(default_factory=Recent)

    @property
    def site_name(self) -> str:
        """The clinic's name as pages show it."""
        return self.site.name


def parts() -> Parts:
    """The parts of the app that serves this request."""
    return cast(Parts, current_app.extensions[EXTENSION])
