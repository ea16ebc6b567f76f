"""Starts the render worker as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from screening.quick_dataclass import dataclass

ROOT = Path(__file__).resolve().parents[2]
FONTS_CONF = Path(__file__).resolve().parent / "worker" / "fonts.conf"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the worker grants one page; None leaves its own limit."""

    cpu_seconds: int | None = None
    wall_seconds: float | None = None
    memory: int | None = None  # bytes

    def arguments(self) -> list[str]:
        pairs = (
            ("--cpu-seconds", self.cpu_seconds),
            ("--wall-seconds", self.wall_seconds),
            ("--memory", self.memory),
        )
        return [word for name, value in pairs if value is not None for word in (name, str(value))]


def spawn(
    socket_path: Path, limits: Limits, *, once: str | None
) -> tuple[subprocess.Popen[bytes], int]:
    """The new process, and our end of the pipe that keeps it alive.

    once    for one page, and on this paper: nothing is made ready for another
    raises  OSError
    """
    held, given = os.pipe()
    try:
        worker = subprocess.Popen(  # noqa: S603  our own module, our own arguments
            [
                sys.executable, "-m", "screening.report.worker", str(socket_path),
                "--lifeline", str(held), *limits.arguments(), *(["--once", once] if once else []),
            ],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(held,),
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        os.close(given)
        raise
    finally:
        os.close(held)
    return worker, given


def _environment() -> dict[str, str]:
    """What the worker needs to know of this process's environment: no secrets, no settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "FONTCONFIG_FILE": str(FONTS_CONF),
        "PYTHONHASHSEED": "0",  # the same page gives the same bytes in every worker
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }
