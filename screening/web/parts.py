"""The parts of the running app that views call, held together in one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from babel.support import NullTranslations
from flask import current_app

from screening.core.questionnaire import Questionnaire
from screening.quick_dataclass import dataclass
from screening.security.issuer_flow import Registration
from screening.settings import Settings
from screening.store.db import Database
from screening.store.sealing import Keys
from screening.store.sites import Site
from screening.web.chores import Chores
from screening.web.drawn import Drawn
from screening.web.frames import Frames
from screening.web.listed import Listed
from screening.web.recent import Recent
from screening.web.shelf import Shelf

if TYPE_CHECKING:
    from screening.security.issuer import Issuer
    from screening.web.site_here import Settled
    from screening.web.sitting import Way

EXTENSION = "screening"


@dataclass(frozen=True, slots=True)
class Parts:
    """What create_app() put together."""

    settings: Settings
    database: Database
    keys: Keys
    site: Site  # the one that the settings mean
    shelf: Shelf
    clock: Callable[[], datetime]  # aware
    recent: Recent[Way] = field(default_factory=Recent)
    chores: Chores = field(default_factory=Chores)
    catalogues: dict[str, NullTranslations] = field(default_factory=dict)  # by language
    drawn: Drawn = field(default_factory=Drawn)
    frames: Frames = field(default_factory=Frames)
    told: Recent[Questionnaire] = field(default_factory=Recent)  # in other words
    listed: Listed = field(default_factory=Listed)
    registration: Registration | None = None  # with an issuer of identities, where there is one
    issuer: Issuer | None = None  # None exactly when registration is
    settled: dict[tuple[UUID, int], Settled] = field(default_factory=dict)  # by site and version


def parts() -> Parts:
    """The parts of the app that serves this request."""
    return cast(Parts, current_app.extensions[EXTENSION])
