"""Compiled templates lie beside their source, and only what is ours is run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from screening.report.compiled import BesideSource


@pytest.fixture(autouse=True)
def _bytecode_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text("Pulse {{ pulse }}")
    return path


class Counting(Environment):
    """Counts how often a template was compiled."""

    compiled = 0

    def compile(self, *args, **kwargs):
        self.compiled += 1
        return super().compile(*args, **kwargs)


def draw(template: Path, *rests_on: Path) -> tuple[str, int]:
    """The page as a new process would draw it, and how many templates were compiled for it."""
    environment = Counting(
        loader=FileSystemLoader(template.parent), bytecode_cache=BesideSource(rests_on)
    )
    return environment.get_template(template.name).render(pulse=104), environment.compiled


def code_of(template: Path) -> Path:
    return next((template.parent / "__pycache__").iterdir())


def test_a_template_is_compiled_once(template):
    assert draw(template) == ("Pulse 104", 1)
    assert draw(template) == ("Pulse 104", 0)


def test_a_changed_template_is_compiled_anew(template):
    draw(template)
    template.write_text("Pulse {{ pulse }} /min")

    assert draw(template) == ("Pulse 104 /min", 1)
    assert draw(template) == ("Pulse 104 /min", 0)


def test_it_is_compiled_anew_where_what_makes_the_environment_has_changed(template):
    maker = template.with_name("maker.py")
    maker.write_text("trim = True")
    draw(template, maker)
    maker.write_text("trim = False")

    assert draw(template, maker)[1] == 1


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_code_that_others_may_write_is_not_run(template, mode):
    draw(template)
    code_of(template).chmod(mode)

    assert draw(template) == ("Pulse 104", 1)


def test_code_is_kept_so_that_others_cannot_write_it(template):
    draw(template)

    assert code_of(template).stat().st_mode & 0o022 == 0


@pytest.mark.parametrize("kept", [0, 64, 65, 90])
def test_a_damaged_file_is_compiled_anew(template, kept):
    draw(template)
    code_of(template).write_bytes(code_of(template).read_bytes()[:kept])

    assert draw(template) == ("Pulse 104", 1)


def test_the_page_is_drawn_where_nothing_can_be_kept(template):
    (template.parent / "__pycache__").write_text("no folder")

    assert draw(template) == ("Pulse 104", 1)


def test_nothing_is_kept_where_python_keeps_nothing(template, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    draw(template)

    assert not (template.parent / "__pycache__").exists()
