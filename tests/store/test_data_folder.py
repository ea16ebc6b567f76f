"""The data folder is its owner's alone, also where it was there before."""

from __future__ import annotations

from pathlib import Path

from screening.store.data_folder import make_private


def test_a_new_folder_is_private(tmp_path: Path) -> None:
    make_private(tmp_path / "a" / "data")

    assert (tmp_path / "a" / "data").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_open_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)

    make_private(folder)

    assert folder.stat().st_mode & 0o777 == 0o700
