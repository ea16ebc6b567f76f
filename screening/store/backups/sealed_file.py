"""One sealed file: a head in clear, then chunks that open only in their order and all together.

Each chunk is bound to the head, to its position and to whether it is the last one, so that a file
that was cut, whose chunks changed places or were taken from another file does not open.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screening.quick_dataclass import dataclass
from screening.store.errors import BackupError
from screening.store.sealing import KEY_ID_BYTES, NONCE_BYTES, Keys

MAGIC = b"screening-backup"
FORMAT = b"\x01"
FILE_ID_BYTES = 16
CHUNK = 1 << 20  # bytes of the content in one chunk, at most
TAG_BYTES = 16
_FRAME = struct.Struct(">?I")  # before each chunk: whether it is the last one, and its length
_HEAD = len(MAGIC) + len(FORMAT) + KEY_ID_BYTES + FILE_ID_BYTES

ANOTHER = "Use another backup."
NOT_ONE = "This is not a backup of this product."
LATER = "This backup was made by a later release of this product."
NO_KEY = "This backup was sealed under the key {}, and the key file does not hold it."
RESTORE_KEY = "Restore the key file from the recovery sheet: ./run screening key restore"
CUT = "This backup ends too early: it was cut short."
CHANGED = "This backup was damaged or changed, at chunk {}."
GOES_ON = "Something was put behind the end of this backup."


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in clear before the first chunk, and is bound to every one of them."""

    key_id: bytes
    file_id: bytes  # random: the keys of two files are never the same

    @property
    def written(self) -> bytes:
        return MAGIC + FORMAT + self.key_id + self.file_id


def new_head(keys: Keys) -> Head:
    """The head of one more file, under the key in use."""
    return Head(keys.current, secrets.token_bytes(FILE_ID_BYTES))


def seal_stream(
    keys: Keys, head: Head, manifest: bytes, pieces: Iterable[bytes]
) -> Iterator[bytes]:
    """The bytes of the file. Its end is marked: what was broken off before does not open.

    pieces   of at most CHUNK bytes each
    """
    sealing = _cipher(keys, head)
    yield head.written
    position, waiting = 0, manifest
    for piece in pieces:
        yield _sealed(sealing, head, position, waiting, last=False)
        position, waiting = position + 1, piece
    yield _sealed(sealing, head, position, waiting, last=True)


class SealedFile:
    """A sealed file that is read from its beginning.

    raises   BackupError: no such file, an unknown key, damaged, cut, or joined from others
    """

    def __init__(self, file: BinaryIO, keys: Keys) -> None:
        self._file = file
        self.head = _read_head(file, keys)
        self._opening = _cipher(keys, self.head)
        self._position = 0
        self._ended = False
        self.manifest = self._next()

    def pieces(self) -> Iterator[bytes]:
        """The content. Whoever has not read to the end knows nothing of a cut."""
        while not self._ended:
            yield self._next()
        if self._file.read(1):
            raise BackupError(GOES_ON, ANOTHER)

    def _next(self) -> bytes:
        frame = self._file.read(_FRAME.size)
        if len(frame) < _FRAME.size:
            raise BackupError(CUT, ANOTHER)
        self._ended, length = _FRAME.unpack(frame)
        if length > CHUNK + TAG_BYTES:
            raise BackupError(CHANGED.format(self._position), ANOTHER)
        shut = self._file.read(length)
        if len(shut) < length:
            raise BackupError(CUT, ANOTHER)
        try:
            plain = self._opening.decrypt(
                _nonce(self._position), shut, _bound_to(self.head, self._position, self._ended)
            )
        except InvalidTag:
            raise BackupError(CHANGED.format(self._position), ANOTHER) from None
        self._position += 1
        return plain


def _read_head(file: BinaryIO, keys: Keys) -> Head:
    written = file.read(_HEAD)
    if written[: len(MAGIC)] != MAGIC:
        raise BackupError(NOT_ONE, "Name a file that `database backup` wrote.")
    if written[len(MAGIC) :][:1] not in (FORMAT, b""):
        raise BackupError(LATER, "Use that release, or a newer one.")
    if len(written) < _HEAD:
        raise BackupError(CUT, ANOTHER)
    ids = written[len(MAGIC) + len(FORMAT) :]
    head = Head(ids[:KEY_ID_BYTES], ids[KEY_ID_BYTES:])
    if head.key_id not in keys.backups:
        raise BackupError(NO_KEY.format(head.key_id.hex()), RESTORE_KEY)
    return head


def _cipher(keys: Keys, head: Head) -> AESGCM:
    """A key for this file alone, so that positions can be its nonces."""
    info = b"screening 1 one backup"
    return AESGCM(
        HKDF(SHA256(), 32, salt=head.file_id, info=info).derive(keys.backups[head.key_id])
    )


def _sealed(cipher: AESGCM, head: Head, position: int, plain: bytes, *, last: bool) -> bytes:
    assert len(plain) <= CHUNK
    shut = cipher.encrypt(_nonce(position), plain, _bound_to(head, position, last))
    return _FRAME.pack(last, len(shut)) + shut


def _nonce(position: int) -> bytes:
    return position.to_bytes(NONCE_BYTES, "big")


def _bound_to(head: Head, position: int, last: bool) -> bytes:
    return head.written + position.to_bytes(8, "big") + bytes([last])
