"""gunicorn under our configuration, started for real with an app of three lines."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from screening.settings import ROOT

APP = """
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]
"""


@contextmanager
def server(folder: Path, **environ: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address; ended by its own id afterwards."""
    (folder / "tiny.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:screening.gunicorn_conf"]
    process = subprocess.Popen(
        [*command, "--pythonpath", str(folder), "tiny:app"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCREENING_QUESTIONNAIRES": str(folder),
            "SCREENING_KEY_FILE": str(folder / "key"),
            "SCREENING_PORT": str(port),
            **environ,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def answer(process: subprocess.Popen[str], request: urllib.request.Request) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310 - our own server
                return reply.read().decode()
        except urllib.error.URLError:
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
    pytest.fail("no reply within ten seconds")


def test_the_server_answers_and_believes_no_forwarded_scheme(tmp_path):
    with server(tmp_path) as (process, address):
        request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310 - as above

        assert answer(process, request) == "http"


def test_the_server_writes_no_line_about_a_request(tmp_path):
    with server(tmp_path) as (process, address):
        answer(process, urllib.request.Request(address + "?who=cleo"))  # noqa: S310 - our own server
        process.terminate()
        written, _ = process.communicate(timeout=20)

    assert "cleo" not in written
    assert "GET" not in written


def test_a_wrong_setting_stops_the_server_and_is_named(tmp_path):
    with server(tmp_path, SCREENING_PAPER="a5") as (process, _):
        written, _ = process.communicate(timeout=20)

    assert process.returncode != 0
    assert "SCREENING_PAPER: Write one of: a4, letter." in written
