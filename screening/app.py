"""The one place where the parts meet."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from screening.environment import PREFIX
from screening.errors import SettingsError
from screening.security.issuer_flow import Registration
from screening.settings import ROOT, Settings
from screening.store import key_file, migrations, renewal, sites
from screening.store.data_folder import make_private
from screening.store.db import open_database
from screening.web import (
    account_admin,
    accounts,
    admin,
    approvals,
    audit_pages,
    blank_forms,
    break_glass,
    bundles,
    calls,
    clinician,
    day_summaries,
    definition_history,
    desk,
    draft_approval,
    draft_difference,
    draft_import,
    draft_preview,
    draft_translation,
    drafts,
    erasure_asking,
    erasures,
    exports,
    filters,
    fresh,
    guards,
    headers,
    identities,
    invited,
    kit,
    language,
    leaflets,
    logs,
    own_account,
    own_factors,
    paper_entry,
    patient,
    problems,
    returning,
    second_factor,
    site_pages,
    text_lists,
    text_new_leaflet,
    text_new_packet,
    text_pages,
    verifying,
    workstations,
)
from screening.web.folder import import_folder
from screening.web.parts import EXTENSION, Parts
from screening.web.site_here import site_in_hand

if TYPE_CHECKING:
    from screening.security.issuer import Issuer

LONGEST_REQUEST = 256 * 1024  # bytes; the longest page of answers stays far below
BLUEPRINTS = (
    patient.bp, accounts.bp, desk.bp, clinician.bp, leaflets.bp, blank_forms.bp, paper_entry.bp,
    day_summaries.bp, verifying.bp, exports.bp, calls.bp, fresh.bp,
    returning.bp, workstations.bp, identities.bp, break_glass.bp,
    second_factor.bp, own_account.bp, own_factors.bp, account_admin.bp, invited.bp,
    admin.bp, drafts.bp,
    draft_difference.bp, draft_approval.bp, approvals.bp, definition_history.bp, draft_preview.bp,
    draft_import.bp, draft_translation.bp, audit_pages.bp, site_pages.bp,
    text_lists.bp, text_new_packet.bp, text_new_leaflet.bp, text_pages.bp, erasures.bp,
    erasure_asking.bp,
)  # fmt: skip


class _Environment(Environment):
    """Globals in one dictionary, as every import of a macro goes through all of them."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _App(Flask):
    jinja_environment = _Environment


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] | None = None,
    development: bool = False,
) -> Flask:
    """The app of one installation, its database upgraded and its questionnaires imported.

    clock        aware time now; another one only in tests
    development  adds /styles, which shows every part of the kit
    raises       SettingsError, KeyFileError, DatabaseSettingsError: then nothing may be served
    """
    app = _App(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    app.extensions[EXTENSION] = open_parts(settings, clock or _now)
    for part in (logs, headers, bundles, problems, guards, filters, language):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if development:
        app.register_blueprint(kit.bp)
    return app


def open_parts(settings: Settings, clock: Callable[[], datetime]) -> Parts:
    """Database, keys, site and library of an installation."""
    registration = _registration(settings)
    make_private(settings.data)
    keys = key_file.load_or_create(settings.key_file, settings.data)
    database = open_database(settings.database_url, keys)
    migrations.upgrade(database.engine)
    with database.write() as session:
        site = sites.open_site(session, settings.site_name, settings.time_zone, now=clock())
        renewal.renew_marks(session)
    folder = Path(settings.questionnaires)
    shelf = import_folder(database, folder, now=clock(), here=site_in_hand)
    issuer = _issuer(registration)
    parts = Parts(
        settings, database, keys, site, shelf, clock, registration=registration, issuer=issuer
    )
    parts.chores.do_when_due(database, clock())
    return parts


def _registration(settings: Settings) -> Registration | None:
    """raises   SettingsError when the file of the secret cannot be read"""
    if settings.oidc_secret_file is None:
        return None
    try:
        secret = settings.oidc_secret_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not secret or not secret.isprintable():
        raise SettingsError(
            (f"{PREFIX}OIDC_CLIENT_SECRET_FILE: Write the secret into it, in one line.",)
        )
    return Registration(
        settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_certificates
    )


def _issuer(registration: Registration | None) -> Issuer | None:
    if registration is None:
        return None
    # What it calls with takes a third of a second to import, and most clinics have no issuer.
    from screening.security.issuer import Issuer

    return Issuer(registration)


def _configure(app: Flask, settings: Settings) -> None:
    """The framework's defaults are open; these are not."""
    app.config.update(
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
        MAX_FORM_PARTS=2000,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _now() -> datetime:
    return datetime.now(UTC)
