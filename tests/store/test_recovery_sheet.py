"""The recovery sheet: typed in again it is the key file, and a slip is found in its line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from screening.store import key_file, recovery_sheet
from screening.store.errors import KeyFileError
from screening.store.recovery_sheet import read_sheet, write_sheet

KEYS = {bytes(range(8)): bytes(range(100, 132)), b"\xff" * 8: bytes(range(32))}


def test_a_sheet_is_read_as_it_was_written_however_it_is_typed() -> None:
    sheet = write_sheet(KEYS)

    assert list(read_sheet(sheet).items()) == list(KEYS.items())
    assert read_sheet(sheet.upper().replace(" ", "  ").replace("\n", "\r\n\r\n")) == KEYS
    assert "Key 1 of 2, in use" in sheet


def test_every_slip_of_one_digit_is_found_in_its_line() -> None:
    sheet, chance = write_sheet(KEYS).splitlines(), random.Random(7)  # noqa: S311
    for at, line in enumerate(sheet):
        if " / " not in line:
            continue
        name, _, rest = line.partition(": ")
        place = chance.choice([n for n, sign in enumerate(rest) if sign in "0123456789abcdef"])
        other = chance.choice([d for d in "0123456789abcdef" if d != rest[place]])
        wrong = f"{name}: {rest[:place]}{other}{rest[place + 1 :]}"

        with pytest.raises(KeyFileError, match=rf"line {name} "):
            read_sheet("\n".join([*sheet[:at], wrong, *sheet[at + 1 :]]))


def test_lines_that_were_exchanged_or_left_out_are_found() -> None:
    sheet = write_sheet(KEYS)

    with pytest.raises(KeyFileError, match=r"line 1\.2 "):
        read_sheet(sheet.replace("1.1:", "x").replace("1.2:", "1.1:").replace("x", "1.2:"))
    with pytest.raises(KeyFileError, match="Key 2 is not whole"):
        read_sheet("\n".join(line for line in sheet.splitlines() if not line.startswith("2.3")))
    for text in ("", "hello", recovery_sheet.TITLE):
        with pytest.raises(KeyFileError, match="No line"):
            read_sheet(text)


def test_a_lost_key_file_is_written_anew_and_one_that_is_there_stays(tmp_path: Path) -> None:
    path, data = tmp_path / "config" / "key", tmp_path / "data"
    first = key_file.load_or_create(path, data)
    sheet = write_sheet(key_file.load_masters(path))
    with pytest.raises(KeyFileError, match="stays as it is"):
        key_file.restore(path, data, read_sheet(sheet))
    path.unlink()
    with pytest.raises(KeyFileError, match="inside the data folder"):
        key_file.restore(data / "key", data, read_sheet(sheet))
    assert not (data / "key").exists()

    key_file.restore(path, data, read_sheet(sheet))

    assert key_file.load_or_create(path, data).seals == first.seals
    assert path.stat().st_mode & 0o777 == 0o600
