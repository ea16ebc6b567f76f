"""Pages are sent only through a folder that no other account can write to."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.report.renderer import Renderer, RendererDown

PAGE = "<!DOCTYPE html><html lang='en'><head><title>.</title></head><body><p>.</p></body></html>"


def test_a_folder_that_is_open_to_others_is_never_used(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)

    with pytest.raises(RendererDown):
        Renderer(folder / "r.sock").render(PAGE)

    assert not (folder / "r.sock").exists()


def test_a_link_in_place_of_the_folder_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)

    with pytest.raises(RendererDown):
        Renderer(tmp_path / "link" / "r.sock").render(PAGE)

    assert not (tmp_path / "real" / "r.sock").exists()
