"""Sealing of answers and identifiers, and the keyed fingerprints by which they are found.

Everything sealed is bound to its place: a value copied to another row, field or version stays shut.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Session

from screening.quick_dataclass import dataclass
from screening.store.errors import SealBroken

FORMAT = b"\x01"  # of the sealed record: format, key id, nonce, ciphertext with tag
KEY_ID_BYTES = 8
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands; it opens nowhere else."""

    table: str
    row_id: UUID
    field: str
    version: int  # of the row's content: save number, revision number, correction number


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The keys of one installation, one per purpose, drawn from its master secrets."""

    current: bytes  # id of the key that seals from now on
    seals: Mapping[bytes, bytes]  # key id -> sealing key; older ones still open
    search: bytes
    codes: bytes
    tokens: bytes
    audit: bytes
    backups: Mapping[bytes, bytes]  # key id -> key of backups; older ones still open

    @classmethod
    def from_secrets(cls, masters: Mapping[bytes, bytes]) -> "Keys":
        """masters   key id (8 bytes) -> master secret (32 bytes); the first is the current one.

        Fingerprints come from the last, that is the oldest: they must not change with a rotation.
        """
        oldest = list(masters.values())[-1]
        return cls(
            current=next(iter(masters)),
            seals={key_id: _derive(master, "seal") for key_id, master in masters.items()},
            search=_derive(oldest, "search"),
            codes=_derive(oldest, "access codes"),
            tokens=_derive(oldest, "tokens"),
            audit=_derive(oldest, "audit signature"),
            backups={key_id: _derive(master, "backup") for key_id, master in masters.items()},
        )


def keys_of(session: Session) -> Keys:
    """The keys that the session factory was opened with."""
    return cast(Keys, session.info["keys"])


def seal(keys: Keys, place: Place, plain: bytes) -> bytes:
    """Encrypt for one place, with the current key and a fresh random nonce."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    shut = AESGCM(keys.seals[keys.current]).encrypt(nonce, plain, _bound_to(place))
    return FORMAT + keys.current + nonce + shut


def unseal(keys: Keys, place: Place, sealed: bytes) -> bytes:
    """The plain bytes.

    raises   SealBroken when damaged, moved from another place, or sealed by an unknown key
    """
    key_id, rest = sealed[1 : 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES :]
    key = keys.seals.get(key_id)
    if sealed[:1] != FORMAT or key is None:
        raise SealBroken(place.table, place.field)
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _bound_to(place))
    except (InvalidTag, ValueError):
        raise SealBroken(place.table, place.field) from None


def seal_json(session: Session, place: Place, value: object) -> bytes:
    """Seal a JSON value in its canonical spelling."""
    return seal(keys_of(session), place, canonical(value))


def unseal_json(session: Session, place: Place, sealed: bytes) -> object:
    """The JSON value that was sealed at this place."""
    return json.loads(unseal(keys_of(session), place, sealed))


# Made once: json.dumps makes another for each value that it spells otherwise than usual.
_CANONICAL = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
)


def canonical(value: object) -> bytes:
    """One spelling per JSON value, so that equal documents have equal fingerprints."""
    return _CANONICAL.encode(value).encode()


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical spelling, 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def keyed(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 over parts that cannot run into one another, 64 hex digits."""
    return hmac.new(key, canonical(list(parts)), hashlib.sha256).hexdigest()


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"screening 1 {purpose}".encode()).derive(master)


def _bound_to(place: Place) -> bytes:
    return canonical([place.table, place.row_id.hex, place.field, place.version])
