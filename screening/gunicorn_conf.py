"""How gunicorn serves the app: started with `-c python:screening.gunicorn_conf wsgi:app`.

Only turns settings into gunicorn's names; every choice of an installation is in settings.py.
"""

from __future__ import annotations

import gc
import os

import screening.app  # noqa: F401  workers are forked from here and find it imported
from screening.settings import ROOT, Settings

_settings = Settings.from_env(os.environ)
_host = f"[{_settings.host}]" if ":" in _settings.host.strip("[]") else _settings.host

bind = f"{_host}:{_settings.port}"
certfile = str(_settings.certificate) if _settings.certificate else None
keyfile = str(_settings.key_pem) if _settings.key_pem else None
pythonpath = str(ROOT)  # wsgi.py stands there, wherever the server was started from

worker_class = "gthread"
workers = 2  # SQLite lets one of them write at a time, so more would only wait
threads = 8
timeout = 30  # s without a sign of life
graceful_timeout = 10  # s

# Forwarded headers are read by the app, which knows how many proxies stand in front.
forwarded_allow_ips = ""
# What the server writes is for the account that runs it alone.
umask = 0o077
control_socket_disable = True  # it would be one more way in
# Addresses and times of requests are patients' traces: no access log.
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: object) -> None:
    """Keep the collector away from what lives as long as the worker.

    The library is some 150,000 objects; going through them holds every thread for 100 ms and more.
    """
    gc.collect()
    gc.freeze()
