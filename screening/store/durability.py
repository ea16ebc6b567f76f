"""The settings under which an acknowledged answer outlives a power cut, for both databases.

source   SQLite's documentation of WAL, synchronous and its reset bug; PostgreSQL's of reliability
"""

from typing import Any

try:
    import pysqlite3 as sqlite_module
except (
    ImportError
):  # No wheel for this machine: the system's library, with the older-file settings.
    import sqlite3 as sqlite_module

__all__ = ["apply_sqlite", "postgres_faults", "sqlite_faults", "sqlite_module", "sqlite_settings"]

# Before this version two connections that write and checkpoint at once can damage a WAL database.
FIRST_SAFE_WAL = (3, 51, 3)
BUSY_TIMEOUT_MS = 10_000
SYNCHRONOUS = {"FULL": 2, "EXTRA": 3}  # what PRAGMA synchronous answers

POSTGRES_SETTINGS = {
    "synchronous_commit": ("on", "remote_apply"),
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "data_checksums": ("on",),
}


def sqlite_settings(version: tuple[int, ...]) -> dict[str, str]:
    """Pragma and value for a version of the library, in the order in which they are set."""
    wal = version >= FIRST_SAFE_WAL
    return {
        "busy_timeout": str(BUSY_TIMEOUT_MS),
        "foreign_keys": "ON",
        "secure_delete": "ON",  # what is erased is overwritten in the file
        "journal_mode": "WAL" if wal else "DELETE",
        "synchronous": "FULL" if wal else "EXTRA",
    }


def apply_sqlite(driver: Any) -> None:
    """Set the pragmas of one new connection, by the library that it really uses."""
    for pragma, value in sqlite_settings(_library_version(driver)).items():
        if pragma == "journal_mode" and _read(driver, pragma).upper() == value:
            continue  # Setting it again would ask for a lock on a busy file.
        driver.execute(f"PRAGMA {pragma} = {value}").fetchall()


def sqlite_faults(driver: Any) -> tuple[str, ...]:
    """Each pragma that is not what it must be, in words. Empty when all is well."""
    wanted = sqlite_settings(_library_version(driver))
    expected = {
        "busy_timeout": wanted["busy_timeout"],
        "foreign_keys": "1",
        "secure_delete": "1",
        "journal_mode": wanted["journal_mode"].lower(),
        "synchronous": str(SYNCHRONOUS[wanted["synchronous"]]),
    }
    found = {pragma: _read(driver, pragma).lower() for pragma in expected}
    return tuple(
        f"{pragma} is {found[pragma]}, must be {value}"
        for pragma, value in expected.items()
        if found[pragma] != value
    )


def postgres_faults(driver: Any) -> tuple[str, ...]:
    """Each server setting that would lose or not notice lost answers, in words."""
    faults = []
    for setting, allowed in POSTGRES_SETTINGS.items():
        (found,) = driver.execute(f"SHOW {setting}").fetchone()
        if found not in allowed:
            faults.append(f"{setting} is {found}, must be {' or '.join(allowed)}")
    return tuple(faults)


def _library_version(driver: Any) -> tuple[int, ...]:
    (text,) = driver.execute("SELECT sqlite_version()").fetchone()
    return tuple(int(part) for part in text.split("."))


def _read(driver: Any, pragma: str) -> str:
    (value,) = driver.execute(f"PRAGMA {pragma}").fetchone()
    return str(value)
