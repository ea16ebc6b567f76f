"""The sheets of a layout as one file: a tablet asks once instead of eleven times."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, url_for

FOLDER = Path(__file__).resolve().parents[2] / "static" / "css"
_EVERYWHERE = (
    "tokens",
    "base",
    "components/tiles",
    "components/fields",
    "components/buttons",
    "components/error-summary",
    "components/progress",
    "components/notice",
    "components/answers",
)
BUNDLES = {
    "patient": (*_EVERYWHERE, "components/grid", "components/idle", "patient"),
    "staff": (*_EVERYWHERE, "components/calls", "components/accounts", "staff"),
}
ENDPOINT = "bundle"


def init_app(app: Flask) -> None:
    """Beside the single files, so that what a sheet names relative to itself is found."""
    app.add_url_rule("/static/css/bundles/<name>.css", ENDPOINT, sheet)
    app.jinja_env.globals["bundle"] = bundle


def sheet(name: str) -> Response:
    """One bundle."""
    if name not in BUNDLES:
        abort(404)
    return Response(_content(name), mimetype="text/css")


@cache
def bundle(name: str) -> str:
    """The address of a bundle, with the version of its content."""
    return url_for(ENDPOINT, name=name, v=hashlib.sha256(_content(name)).hexdigest()[:10])


@cache
def _content(name: str) -> bytes:
    found = b"\n".join((FOLDER / f"{part}.css").read_bytes() for part in BUNDLES[name])
    # One folder deeper than the sheets themselves.
    return found.replace(b'url("../', b'url("../../')
