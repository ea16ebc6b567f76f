"""Log lines as JSON: what failed, where, when. Ids only.

An error's own words never reach the log, because those of a library may quote a value.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from flask import Flask, has_request_context, request

FIELDS = ("directive", "status", "kind")  # extras that a line may carry


class JsonLine(logging.Formatter):
    """One object per line; json.dumps escapes every control character."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without its exception's text."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if not record.args else record.name,
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if has_request_context():
            line["endpoint"] = request.endpoint or "none"
        if record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
            line["at_line"] = _place(record)
        return json.dumps(line)


def _place(record: logging.LogRecord) -> str:
    """File and line of the innermost frame, without any value."""
    trace = record.exc_info[2] if record.exc_info else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return ""
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"


def init_app(app: Flask) -> None:
    """Our logger and Flask's write JSON lines to stderr, and nowhere else."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    for logger in (logging.getLogger("screening.web"), app.logger):
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
