"""Where the demo lives, and where it is reached: a folder of its own and a free port."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screening.errors import ScreeningError
from screening.environment import PREFIX
from screening.settings import ROOT

FOLDER = ROOT / "demo"
SITE = "Harbour Clinic (made up)"
FIRST_PORT = 8000
PORTS_TO_TRY = 50
KEPT = ("PAPER", "LANGUAGE", "TIME_ZONE", "QUESTIONNAIRES")  # of the caller's own settings


class NoFreePort(ScreeningError):
    """Every port that we try is taken. Seen by whoever starts the demo."""

    def __str__(self) -> str:
        last = FIRST_PORT + PORTS_TO_TRY - 1
        return f"Ports {FIRST_PORT} to {last} are taken. Give another one: ./run demo --port 9000"


class PortTaken(ScreeningError):
    """The port that was asked for is taken. Seen by whoever starts the demo."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken by another program. Give another one, or none.")


def environ_for(folder: Path, port: int, environ: Mapping[str, str]) -> dict[str, str]:
    """The settings of the demo. A real installation's database and key are out of its reach."""
    others = {name: value for name, value in environ.items() if not name.startswith(PREFIX)}
    kept = {PREFIX + name: environ[PREFIX + name] for name in KEPT if PREFIX + name in environ}
    return (
        others
        | {"SCREENING_TIME_ZONE": local_zone()}
        | kept
        | {
            "SCREENING_DATA": str(folder / "data"),
            # Beside the data, not in it, as the settings demand of a real one.
            "SCREENING_KEY_FILE": str(folder / "key"),
            "SCREENING_SITE_NAME": SITE,
            "SCREENING_PORT": str(port),
        }
    )


def local_zone() -> str:
    """The zone of this machine's clock; UTC where it does not tell."""
    name = os.path.realpath("/etc/localtime").rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def listening(wanted: int | None) -> socket.socket:
    """A socket on this machine's own address that takes connections from now on.

    Held from here to the server's end, so that no other program can take the port in between.

    wanted   this port and no other; None: the first free one
    raises   PortTaken, NoFreePort
    """
    if wanted is not None:
        found = _try(wanted)
        if found is None:
            raise PortTaken(wanted)
        return found
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        if (found := _try(port)) is not None:
            return found
    raise NoFreePort


def _try(port: int) -> socket.socket | None:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
        made.listen(128)
    except OSError:
        made.close()
        return None
    made.set_inheritable(True)
    return made
