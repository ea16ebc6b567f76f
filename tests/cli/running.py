"""The command line run as people run it: each command in a process of its own."""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from screening.settings import ROOT

Done = subprocess.CompletedProcess[str]


def run(*words: str, stdin: str = "", cwd: Path = ROOT, **environ: str) -> Done:
    """A command, forked from a program that has imported the command line already."""
    with TemporaryDirectory() as folder:
        streams = {name: Path(folder) / name for name in ("stdin", "stdout", "stderr")}
        for name, path in streams.items():
            path.write_text(stdin if name == "stdin" else "", encoding="utf-8")
        asked = {
            "words": words,
            "cwd": str(cwd),
            "environ": _environ(environ),
            **{name: str(path) for name, path in streams.items()},
        }
        warm = _warm()
        assert warm.stdin is not None
        assert warm.stdout is not None
        warm.stdin.write(json.dumps(asked) + "\n")
        warm.stdin.flush()
        status = int(warm.stdout.readline())
        said = (streams[name].read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        return Done(words, status, *said)


def start(*words: str, **environ: str) -> Done:
    """A command from the very start of Python, as a shell starts it."""
    return subprocess.run(
        [sys.executable, "-m", "screening.cli", *words],
        cwd=ROOT, env=_environ(environ), capture_output=True, text=True, check=False,
    )  # fmt: skip


def _environ(more: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


@functools.cache
def _warm() -> subprocess.Popen[str]:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.warm"],
        cwd=ROOT, env=_environ({}), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(program.communicate)  # closes its input, which ends it
    return program
