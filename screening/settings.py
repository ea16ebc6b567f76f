"""What an installation decides for itself, read once from the environment at start.

Reads no file and makes no folder; the key, the data and the certificate are opened by those who
need them. Values that are wrong are all named at once, and no message repeats a value that may
hold a password.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from screening.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent  # the folder that holds screening/
PREFIX = "SCREENING_"
PAPERS = ("a4", "letter")
LANGUAGES = ("en", "es")
SECOND_FACTORS = ("optional", "required")
DATABASES = ("sqlite:///", "postgresql+psycopg://")
SITE_NAME_AT_MOST = 80  # characters; longer does not fit the head of the page
PROXIES_AT_MOST = 5
CLIENT_ID_AT_MOST = 255  # characters

# A name or address, with a leading dot for "and everything below it"; no port, no wildcard.
HOST_NAME = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of an installation; README lists the variables behind the fields."""

    data: Path  # folder of the database and of everything kept beside it
    database_url: str = field(repr=False)  # SQLAlchemy's form; may hold a password
    key_file: Path  # never inside data: who copies the data must not get the key with it
    questionnaires: Path  # folder of the definitions that are imported at start
    site_name: str  # "" while unset
    time_zone: str  # IANA name; days and times of day are shown in it
    paper: str  # one of PAPERS
    language: str  # one of LANGUAGES, until the patient picks another
    ask_consent: bool  # before the first question, with the text of the clinic
    pin_hours: int  # 0 to 12 after a sign-in in full that a PIN opens it again; 0: never
    idle_minutes: int  # 1 to 5 without a touch, until a patient's tablet warns and then locks
    second_factor: str  # of staff, one of SECOND_FACTORS
    host: str  # name or address the server listens on
    port: int  # 1 to 65535
    trusted_hosts: tuple[str, ...]  # Host headers that are answered; never empty
    proxy_count: int  # proxies in front whose forwarded headers are believed
    oidc_issuer: str  # address of who vouches for staff as well, as it writes itself; "": nobody
    oidc_client_id: str  # by which the issuer knows this installation
    oidc_secret_file: Path | None  # holds the client secret in one line; None without an issuer
    oidc_certificates: (
        Path | None
    )  # PEM, where the issuer's certificate is not publicly vouched for
    certificate: Path | None  # PEM; None: plain HTTP, for localhost or behind a proxy
    key_pem: Path | None  # PEM; None exactly when certificate is

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Settings out of the SCREENING_ variables; an empty variable counts as unset.

        raises SettingsError naming every fault, a misspelt variable included
        """
        reader = _Reader(environ)
        data = reader.folder("DATA", ROOT / "data")
        settings = cls(
            data=data,
            database_url=reader.database_url(data),
            key_file=reader.key_file(data),
            questionnaires=reader.questionnaires(),
            site_name=reader.line("SITE_NAME", SITE_NAME_AT_MOST),
            time_zone=reader.time_zone(),
            paper=reader.one_of("PAPER", PAPERS),
            language=reader.one_of("LANGUAGE", LANGUAGES),
            ask_consent=reader.one_of("ASK_CONSENT", ("no", "yes")) == "yes",
            pin_hours=reader.whole_number("PIN_HOURS", 12, 0, 12),
            idle_minutes=reader.whole_number("IDLE_MINUTES", 5, 1, 5),
            second_factor=reader.one_of("SECOND_FACTOR", SECOND_FACTORS),
            host=reader.text("HOST") or "127.0.0.1",
            port=reader.whole_number("PORT", 8000, 1, 65535),
            trusted_hosts=reader.trusted_hosts(),
            proxy_count=reader.whole_number("PROXY_COUNT", 0, 0, PROXIES_AT_MOST),
            oidc_issuer=reader.issuer(),
            oidc_client_id=reader.line("OIDC_CLIENT_ID", CLIENT_ID_AT_MOST),
            oidc_secret_file=reader.file("OIDC_CLIENT_SECRET_FILE", "a file"),
            oidc_certificates=reader.file("OIDC_CERTIFICATES"),
            certificate=reader.file("CERTIFICATE"),
            key_pem=reader.file("KEY_PEM"),
        )
        reader.check_names()
        reader.check_reach(settings)
        reader.check_issuer(settings)
        if reader.faults:
            raise SettingsError(tuple(reader.faults))
        return settings


class _Reader:
    """Reads one variable after the other and remembers every fault on the way."""

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

    def folder(self, name: str, default: Path) -> Path:
        value = self.text(name)
        path = Path(value).expanduser().absolute() if value else default
        if path.exists() and not path.is_dir():
            self.fault(name, "There is a file of that name. Write the path of a folder.")
        return path

    def file(self, name: str, kind: str = "a PEM file") -> Path | None:
        value = self.text(name)
        if not value:
            return None
        path = Path(value).expanduser().absolute()
        if not path.is_file():
            self.fault(name, f"There is no such file. Write the path of {kind}.")
        return path

    def questionnaires(self) -> Path:
        path = self.folder("QUESTIONNAIRES", ROOT / "questionnaires")
        if not path.exists():
            self.fault("QUESTIONNAIRES", "There is no such folder.")
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

    def check_issuer(self, settings: Settings) -> None:
        """An issuer is asked in the name of a client with a secret, and only then."""
        names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET_FILE")
        given = [name for name in names if self.text(name)]
        if given and len(given) < len(names):
            missing = next(name for name in names if name not in given)
            self.fault(missing, f"Set it together with {PREFIX}{given[0]}, or none of the three.")
        if settings.oidc_certificates and not given:
            self.fault("OIDC_CERTIFICATES", f"Set it together with {PREFIX}OIDC_ISSUER.")

    def check_reach(self, settings: Settings) -> None:
        """What must hold once other machines can reach the server."""
        if (settings.certificate is None) != (settings.key_pem is None):
            self.fault("CERTIFICATE", f"Set it together with {PREFIX}KEY_PEM, or neither.")
        if _only_this_machine(settings.host):
            return
        if settings.certificate is None and settings.proxy_count == 0:
            # Browsers keep our cookies only over HTTPS, or from localhost.
            self.fault(
                "HOST", "Other machines need HTTPS to sign in. Set "
                f"{PREFIX}CERTIFICATE and {PREFIX}KEY_PEM, or {PREFIX}PROXY_COUNT.",
            )  # fmt: skip
        if not self.text("TRUSTED_HOSTS"):
            self.fault("TRUSTED_HOSTS", "Write the host names by which other machines ask.")


def _is_issuer(address: str) -> bool:
    """Whether it can be one: HTTPS, but for a server on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "?" in address or "#" in address or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _only_this_machine(host))


def _only_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
