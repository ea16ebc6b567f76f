"""The SCREENING_ variables, read one by one from the environment; faults are told, no value is."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "SCREENING_"
DATABASES = ("sqlite:///", "postgresql+psycopg://")

# A name or address, with a leading dot for "and everything below it"; no port, no wildcard.
HOST_NAME = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.ASCII)


class Reader:
    """Reads one variable after the other and remembers every fault on the way.

    Names are without PREFIX; an empty variable counts as unset.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []
        self.known: list[str] = []

    def text(self, name: str) -> str:
        self.known.append(PREFIX + name)
        return self.environ.get(PREFIX + name, "").strip()

    def fault(self, name: str, message: str) -> None:
        self.faults.append(f"{PREFIX}{name}: {message}")

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name).lower() or allowed[0]
        if value not in allowed:
            self.fault(name, f"Write one of: {', '.join(allowed)}.")
        return value

    def whole_number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if re.fullmatch(r"\d{1,5}", value, re.ASCII) and low <= int(value) <= high:
            return int(value)
        self.fault(name, f"Write a whole number from {low} to {high}.")
        return default

    def folder(self, name: str, default: Path, *, must_exist: bool = False) -> Path:
        value = self.text(name)
        path = Path(value).expanduser().absolute() if value else default
        if path.exists() and not path.is_dir():
            self.fault(name, "There is a file of that name. Write the path of a folder.")
        elif must_exist and not path.exists():
            self.fault(name, "There is no such folder.")
        return path

    def file(self, name: str, kind: str = "a PEM file") -> Path | None:
        value = self.text(name)
        if not value:
            return None
        path = Path(value).expanduser().absolute()
        if not path.is_file():
            self.fault(name, f"There is no such file. Write the path of {kind}.")
        return path

    def database_url(self, data: Path) -> str:
        value = self.text("DATABASE_URL")
        if not value:
            return f"sqlite:///{data / 'screening.sqlite3'}"
        # "sqlite://" alone is a database in memory: it would lose every answer at the next stop.
        if not value.startswith(DATABASES) or value in DATABASES or ":memory:" in value:
            wanted = " or ".join(DATABASES)
            self.fault("DATABASE_URL", f"Write an address that begins with {wanted}.")
        return value

    def key_file(self, data: Path) -> Path:
        path = self._key_file_path()
        if path.resolve().is_relative_to(data.resolve()):
            self.fault(
                "KEY_FILE", f"Choose a place outside {PREFIX}DATA: a copy of the data "
                "must not carry the key that opens it.",
            )  # fmt: skip
        return path

    def _key_file_path(self) -> Path:
        value = self.text("KEY_FILE")
        if value:
            return Path(value).expanduser().absolute()
        if config := self.environ.get("XDG_CONFIG_HOME"):
            return Path(config) / "screening" / "key"
        if home := self.environ.get("HOME"):
            return Path(home) / ".config" / "screening" / "key"
        self.fault("KEY_FILE", "There is no home folder to keep the key in. Write a path.")
        return Path("/")

    def line(self, name: str, at_most: int) -> str:
        value = self.text(name)
        if len(value) > at_most or not value.isprintable():
            self.fault(name, f"Write one line of at most {at_most} printable characters.")
        return value

    def issuer(self) -> str:
        value = self.text("OIDC_ISSUER")
        if value and not _is_issuer(value):
            self.fault(
                "OIDC_ISSUER", "Write the address that the issuer calls itself by. It begins with "
                "https:// and has no user, no ? and no #.",
            )  # fmt: skip
        return value

    def time_zone(self) -> str:
        value = self.text("TIME_ZONE") or "UTC"
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder such as "America"
            self.fault("TIME_ZONE", "Write the name of a time zone, such as America/Chicago.")
        return value

    def trusted_hosts(self) -> tuple[str, ...]:
        value = self.text("TRUSTED_HOSTS").lower()
        if not value:
            return ("localhost", "127.0.0.1")
        names = tuple(name.strip() for name in value.split(","))
        if not all(HOST_NAME.fullmatch(name) for name in names):
            self.fault(
                "TRUSTED_HOSTS",
                "Write host names with commas between them, without ports and without *.",
            )
        return names

    def check_names(self) -> None:
        """A misspelt variable would otherwise leave a default in force unseen."""
        for name in sorted(self.environ):
            if name.startswith(PREFIX) and name not in self.known:
                near = difflib.get_close_matches(name, self.known, n=1)
                hint = f" Is {near[0]} meant?" if near else ""
                self.faults.append(f"{name}: There is no such setting.{hint}")


def _is_issuer(address: str) -> bool:
    """Whether it can be one: HTTPS, but for a server on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "?" in address or "#" in address or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and only_this_machine(host))


def only_this_machine(host: str) -> bool:
    """Whether a server that listens there is reached from nowhere else."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
