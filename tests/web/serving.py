"""A clinic's app on this machine's own address, and a page of a real browser on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server

from tests.web.conftest import Clinic


@contextmanager
def page_of(clinic: Clinic, chromium: Any) -> Iterator[Any]:
    """An empty page whose addresses are the clinic's; the server ends with it."""
    server = make_server("localhost", 0, clinic.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    page = chromium.new_page(base_url=f"http://localhost:{server.server_port}")
    try:
        yield page
    finally:
        page.close()
        server.shutdown()
        serving.join()
        server.server_close()
