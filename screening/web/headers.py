"""What every response says to the browser, and where it reports a breach of the content policy."""

from __future__ import annotations

import json
import logging

from flask import Blueprint, Flask, Response, g, request
from flask.typing import ResponseReturnValue

from screening.web import bundles

bp = Blueprint("headers", __name__)
log = logging.getLogger("screening.web")

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; report-uri /csp-report"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
A_YEAR_S = 31_536_000
REPORT_AT_MOST = 8192  # bytes


def init_app(app: Flask) -> None:
    """Put the headers on every response, those of errors included."""
    app.register_blueprint(bp)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Policy and caching. Nothing is stored but our own files under a versioned address."""
    headers = response.headers
    headers.extend(ALWAYS)  # no view sets one of them
    if request.endpoint in ("static", bundles.ENDPOINT) and response.status_code in (200, 304):
        headers["Cache-Control"] = (
            f"public, max-age={A_YEAR_S}, immutable" if "v" in request.args else "no-cache"
        )
    else:
        headers["Cache-Control"] = "no-store"
    if request.scheme == "https":
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR_S}; includeSubDomains"
    if g.get("clear_site_data"):
        headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.post("/csp-report")
def csp_report() -> ResponseReturnValue:
    """Note which directive was breached. The addresses in the report stay out of the log."""
    body = request.stream.read(REPORT_AT_MOST)
    try:
        report = json.loads(body)["csp-report"]
        directive = str(report["violated-directive"]).split(" ")[0][:40]
    except (ValueError, KeyError, TypeError, RecursionError):
        directive = "unreadable report"
    log.warning("content policy breached", extra={"directive": directive})
    return "", 204
