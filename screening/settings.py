"""What an installation decides for itself, read once from the environment at start.

Reads no file and makes no folder; the key, the data and the certificate are opened by those who
need them. Values that are wrong are all named at once, and no message repeats a value that may
hold a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from screening.environment import PREFIX, Reader, only_this_machine
from screening.errors import SettingsError
from screening.offered import LANGUAGES as LANGUAGES
from screening.offered import PAPERS as PAPERS
from screening.offered import ROOT as ROOT
from screening.quick_dataclass import dataclass

SECOND_FACTORS = ("optional", "required")
SITE_NAME_AT_MOST = 80  # characters; longer does not fit the head of the page
PROXIES_AT_MOST = 5
CLIENT_ID_AT_MOST = 255  # characters


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
        reader = Reader(environ)
        data = reader.folder("DATA", ROOT / "data")
        settings = cls(
            data=data,
            database_url=reader.database_url(data),
            key_file=reader.key_file(data),
            questionnaires=reader.folder(
                "QUESTIONNAIRES", ROOT / "questionnaires", must_exist=True
            ),
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
        _check_reach(settings, reader)
        _check_issuer(settings, reader)
        if reader.faults:
            raise SettingsError(tuple(reader.faults))
        return settings


def _check_reach(settings: Settings, reader: Reader) -> None:
    """What must hold once other machines can reach the server."""
    if (settings.certificate is None) != (settings.key_pem is None):
        reader.fault("CERTIFICATE", f"Set it together with {PREFIX}KEY_PEM, or neither.")
    if only_this_machine(settings.host):
        return
    if settings.certificate is None and settings.proxy_count == 0:
        # Browsers keep our cookies only over HTTPS, or from localhost.
        reader.fault(
            "HOST", "Other machines need HTTPS to sign in. Set "
            f"{PREFIX}CERTIFICATE and {PREFIX}KEY_PEM, or {PREFIX}PROXY_COUNT.",
        )  # fmt: skip
    if not reader.text("TRUSTED_HOSTS"):
        reader.fault("TRUSTED_HOSTS", "Write the host names by which other machines ask.")


def _check_issuer(settings: Settings, reader: Reader) -> None:
    """An issuer is asked in the name of a client with a secret, and only then."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET_FILE")
    given = [name for name in names if reader.text(name)]
    if given and len(given) < len(names):
        missing = next(name for name in names if name not in given)
        reader.fault(missing, f"Set it together with {PREFIX}{given[0]}, or none of the three.")
    if settings.oidc_certificates and not given:
        reader.fault("OIDC_CERTIFICATES", f"Set it together with {PREFIX}OIDC_ISSUER.")
