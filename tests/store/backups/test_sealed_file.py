"""The sealed file: only the whole of it opens, in its order, with its key."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable

import pytest

from screening.store.backups import sealed_file
from screening.store.backups.sealed_file import SealedFile, new_head, seal_stream
from screening.store.errors import BackupError
from screening.store.sealing import Keys

MASTERS = {b"a" * 8: b"m" * 32}
KEYS = Keys.from_secrets(MASTERS)
HEAD = 41  # bytes
PIECES = [b"first " * 9, b"second" * 9, b"third " * 9, b"fourth" * 9]


def chunks_of(keys: Keys = KEYS, pieces: list[bytes] = PIECES) -> list[bytes]:
    """The head, and each chunk with its frame."""
    return list(seal_stream(keys, new_head(keys), b"{}", pieces))


def opened(written: bytes, keys: Keys = KEYS) -> tuple[bytes, list[bytes]]:
    sealed = SealedFile(io.BytesIO(written), keys)
    return sealed.manifest, list(sealed.pieces())


@pytest.mark.parametrize("number", range(len(PIECES) + 1))
def test_what_was_sealed_opens(number: int) -> None:
    written = b"".join(chunks_of(pieces=PIECES[:number]))

    assert opened(written) == (b"{}", PIECES[:number])
    assert b"first" not in written


def test_two_files_of_one_content_have_nothing_in_common() -> None:
    one, other = chunks_of(), chunks_of()

    assert not set(one) & set(other)


def test_every_changed_byte_is_found() -> None:
    written = b"".join(chunks_of())
    for at in range(len(written)):
        changed = written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :]
        with pytest.raises(BackupError):
            opened(changed)


def test_every_cut_is_found() -> None:
    written = b"".join(chunks_of())
    for length in range(len(written)):
        with pytest.raises(BackupError):
            opened(written[:length])


def test_chunks_open_in_no_other_order_and_none_of_them_twice_or_left_out() -> None:
    head, *chunks = chunks_of()
    seen = 0
    for number in range(1, len(chunks) + 1):
        for order in itertools.product(range(len(chunks)), repeat=number):
            if order == tuple(range(len(chunks))):
                continue
            with pytest.raises(BackupError):
                opened(head + b"".join(chunks[one] for one in order))
            seen += 1
    assert seen == sum(5**n for n in range(1, 6)) - 1


@pytest.mark.parametrize(
    "joined",
    [
        lambda one, other: [*one, *other[1:]],
        lambda one, other: [*one[:2], *other[2:]],
        lambda one, other: [other[0], *one[1:]],
        lambda one, _: [*one, b"x"],
    ],
)
def test_two_files_joined_do_not_open(joined: Callable[..., list[bytes]]) -> None:
    with pytest.raises(BackupError):
        opened(b"".join(joined(chunks_of(), chunks_of())))


def test_a_last_chunk_made_to_look_like_another_one_does_not_open() -> None:
    *before, last = chunks_of()
    with pytest.raises(BackupError, match="chunk 4"):
        opened(b"".join([*before, b"\x00" + last[1:]]))


def test_a_long_frame_is_not_read_into_memory() -> None:
    head, first, *_ = chunks_of()
    with pytest.raises(BackupError, match="chunk 0"):
        opened(head + b"\x00\xff\xff\xff\xff" + first[5:])


def test_a_key_that_was_added_since_still_opens_it_and_another_one_does_not() -> None:
    written = b"".join(chunks_of())
    rotated = Keys.from_secrets({b"b" * 8: b"n" * 32, **MASTERS})

    assert opened(written, rotated)[1] == PIECES
    with pytest.raises(BackupError, match="under the key 6161616161616161.*recovery sheet"):
        opened(written, Keys.from_secrets({b"b" * 8: b"n" * 32}))
    with pytest.raises(BackupError, match="damaged or changed, at chunk 0"):
        opened(written, Keys.from_secrets({b"a" * 8: b"n" * 32}))


def test_the_key_of_backups_opens_nothing_else() -> None:
    assert KEYS.backups.keys() == KEYS.seals.keys()
    assert not {*KEYS.backups.values()} & {*KEYS.seals.values(), KEYS.audit, KEYS.search}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b"", "not a backup"),
        (b"SQLite format 3\x00" * 9, "not a backup"),
        (sealed_file.MAGIC + b"\x02" + b"x" * 80, "later release"),
        (sealed_file.MAGIC, "cut short"),
    ],
)
def test_what_is_no_backup_is_told_so(written: bytes, words: str) -> None:
    with pytest.raises(BackupError, match=words):
        opened(written)
