"""The library loaded without what our pages never use: the same pages come out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from screening.report.renderer import Renderer, missing_packages
from screening.report.starting import FONTS_CONF
from screening.report.worker import declarations

pytestmark = pytest.mark.skipif(
    bool(missing_packages()), reason=f"not installed: {' '.join(missing_packages())}"
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Lists</title></head><body class="report">
<h1>Ten</h1><p>Once, and again.</p><ul><li>One</li><li>Two</li></ul><ol><li>Three</li></ol>
<table><tr><th scope="row">A</th><td>1</td></tr></table></body></html>"""
PAPERS = ("a4", "letter", "leaflet-a4", "blank-letter")
DOT = (  # one point, as PNG
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TYPESET = """
import sys
from pathlib import Path
{first}
from screening.report.worker.parcel import pack
from screening.report.worker.typesetting import Typesetter
sys.stdout.buffer.write(Typesetter((), ()).typeset(pack(sys.argv[1]), sys.argv[2]).pdf)
"""


def run(code: str, *given: str) -> bytes:
    """What a fresh process writes."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code, *given], capture_output=True, check=True, env=environment
    )
    return done.stdout


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_is_the_one_of_the_library_loaded_whole(renderer: Renderer, paper: str) -> None:
    whole = run(TYPESET.format(first="import weasyprint"), PAGE, paper)

    assert renderer.render(PAGE, paper) == whole


@pytest.mark.parametrize("there", [True, False])
def test_with_a_table_or_without_one_the_page_is_the_same(
    renderer: Renderer, tmp_path: Path, there: bool
) -> None:
    first = f"""
from screening.report.worker import declarations, loading
declarations.FOLDER = Path({str(tmp_path)!r})
if {there}:
    declarations.write_table()
with declarations.ready() as found:
    assert found is {there}
loading.load()
from weasyprint.text.ffi import ffi
assert isinstance(ffi, declarations.Declared) is {there}
"""

    assert run(TYPESET.format(first=first), PAGE, "a4") == renderer.render(PAGE)


def test_set_up_has_written_the_table_that_the_worker_looks_for() -> None:
    assert declarations.table().exists()


def test_a_table_of_other_versions_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = declarations.table()
    monkeypatch.setattr("cffi.__version__", "0.9")

    assert declarations.table().name != ours.name


@pytest.mark.parametrize("source", ["", "ffi.cdef(text)", "ffi.cdef('int a;'); ffi.cdef('int b;')"])
def test_a_library_that_declares_in_another_way_gives_no_table(source: str) -> None:
    with pytest.raises(ValueError, match="another way"):
        declarations._declarations(source)


def test_what_was_left_out_comes_when_it_is_called_for() -> None:
    told = run(
        """
import sys
from screening.report.worker.loading import LATER, load
load()
print([name for name in LATER if type(sys.modules[name]).__name__ != "Later"])
from weasyprint.pdf import fonts
print(type(fonts.subset.Options(layout_features="*")).__module__)
print([name for name in LATER if type(sys.modules[name]).__name__ != "Later"])
from io import BytesIO
from base64 import b64decode
from weasyprint import images
print(images.Image.open(BytesIO(b64decode(sys.argv[1]))).size)
""",
        DOT,
    )

    assert told.decode().split("\n")[:4] == [
        "[]",
        "fontTools.subset",
        "['fontTools.subset']",
        "(1, 1)",
    ]


def test_a_profile_is_called_what_it_calls_itself() -> None:
    told = run(
        """
import io
from PIL.ImageCms import ImageCmsProfile
from screening.report.worker.archival import _srgb
profile = ImageCmsProfile(io.BytesIO(_srgb().content)).profile
print(_srgb().name == (profile.model or profile.profile_description))
"""
    )

    assert told == b"True\n"
