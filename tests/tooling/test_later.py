"""Stand-ins for modules: nothing is imported until something is called, then all is as it was."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEGIN = "import sys\nfrom screening.later import Later, import_later\n"


def told(code: str) -> list[str]:
    """The lines that a fresh process writes."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "code",
    [
        "import importlib.metadata\nprint(importlib.metadata.version('click') > '')",
        "from importlib import metadata\nprint(metadata.version('click') > '')",
        "import importlib.metadata as metadata\nprint(metadata.version('click') > '')",
        "import click\nprint(click.__version__ > '')",
    ],
)
def test_a_module_comes_however_it_is_asked_for(code: str) -> None:
    first = "import importlib\nimport_later(['importlib.metadata'])\n"

    assert told(first + code) == ["True"]


def test_nothing_is_imported_before_something_is_called() -> None:
    assert told(
        "import_later(['email.message', 'importlib.metadata'])\n"
        "import importlib.metadata\n"
        "print('email.charset' in sys.modules, type(sys.modules['importlib.metadata']) is Later)"
    ) == ["False True"]


def test_what_has_been_imported_stays() -> None:
    assert told(
        "import json\nimport_later(['json'])\nprint(type(sys.modules['json']) is Later)"
    ) == ["False"]


def test_modules_of_one_folder_come_together_with_what_was_set_on_them() -> None:
    assert told(
        "import_later(['PIL.Image', 'PIL.ImageFile', 'PIL.EpsImagePlugin'])\n"
        "from PIL import EpsImagePlugin, Image, ImageFile\n"
        "ImageFile.LOAD_TRUNCATED_IMAGES = True\n"
        "EpsImagePlugin.gs_binary = False\n"
        "made = Image.new('L', (1, 1))\n"
        "from PIL import EpsImagePlugin as eps, ImageFile as file\n"
        "print(file.LOAD_TRUNCATED_IMAGES, eps.gs_binary, type(file) is Later)\n"
        "print(Image.Transpose.ROTATE_90.name, made.size)"
    ) == ["True False False", "ROTATE_90 (1, 1)"]
