"""The key file: made once with mode 0600, outside the data folder and so outside its backups."""

import json
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from screening.store.disk import sync
from screening.store.errors import KeyFileError
from screening.store.sealing import KEY_ID_BYTES, Keys

MASTER_BYTES = 32


def load_or_create(path: Path, data_folder: Path) -> Keys:
    """The keys of this installation, made at first start.

    raises   KeyFileError when it lies in the data folder, others may read it, or it is damaged
    """
    _refuse_inside(path, data_folder)
    if not path.exists():
        _create(path, {**_new_key()})
    return Keys.from_secrets(load_masters(path))


def add_key(path: Path) -> None:
    """Put a new key before the others: it seals from the next start on, and the others still open.

    raises   KeyFileError
    """
    content = _written({**_new_key(), **load_masters(path)})
    beside = _beside(path, content)
    try:
        os.replace(beside, path)
        sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def restore(path: Path, data_folder: Path, masters: Mapping[bytes, bytes]) -> None:
    """Write a key file that was lost; one that is there is never overwritten.

    raises   KeyFileError
    """
    _refuse_inside(path, data_folder)
    if path.exists():
        raise KeyFileError(
            "There is a key file already, and it stays as it is.",
            "Move it away first if the sheet is to take its place.",
        )
    _create(path, masters)


def _refuse_inside(path: Path, data_folder: Path) -> None:
    if path.resolve().is_relative_to(data_folder.resolve()):
        raise KeyFileError(
            "The key file lies inside the data folder, so a backup would hold the key as well.",
            "Set SCREENING_KEY_FILE to a path outside of it.",
        )


def _new_key() -> dict[bytes, bytes]:
    return {secrets.token_bytes(KEY_ID_BYTES): secrets.token_bytes(MASTER_BYTES)}


def _create(path: Path, masters: Mapping[bytes, bytes]) -> None:
    """Whole or not at all: written beside, synced, then linked to its name.

    Of two processes that start at once, the first link wins and both read the same file.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = _beside(path, _written(masters))
    try:
        try:
            os.link(beside, path)
        except FileExistsError:
            return
        sync(path.parent)
    finally:
        beside.unlink()


def _written(masters: Mapping[bytes, bytes]) -> str:
    return json.dumps({"keys": [{"id": i.hex(), "secret": m.hex()} for i, m in masters.items()]})


def _beside(path: Path, content: str) -> Path:
    """A file of this content in the same folder, on the disk when it is handed back."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def load_masters(path: Path) -> dict[bytes, bytes]:
    """Key id -> master secret, the current one first.

    raises   KeyFileError when others may read it or it is damaged
    """
    if not path.exists():
        raise KeyFileError("There is no key file.", "Set SCREENING_KEY_FILE to where it is.")
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(
            "Other users of this machine may read the key file.",
            "Take their rights away with chmod 600, and treat the key as known to them.",
        )
    try:
        entries = json.loads(path.read_text(encoding="ascii"))["keys"]
        masters = {bytes.fromhex(entry["id"]): bytes.fromhex(entry["secret"]) for entry in entries}
    except (ValueError, KeyError, TypeError):
        raise _damaged() from None
    sound = all(len(i) == KEY_ID_BYTES and len(m) == MASTER_BYTES for i, m in masters.items())
    if not masters or not sound:
        raise _damaged()
    return masters


def _damaged() -> KeyFileError:
    return KeyFileError(
        "The key file cannot be read as keys.", "Restore it from the recovery sheet."
    )
