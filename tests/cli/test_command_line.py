"""The command line where it is badly placed: odd terminals, files that cannot be opened."""

from __future__ import annotations

import click
import pytest

from screening import cli
from tests.cli.running import start


def test_a_terminal_that_is_not_utf_8_gets_escapes_and_no_traceback(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: wrong\nquarks: 3\n")
    plain = start("check", str(wrong), PYTHONIOENCODING="utf-8")
    done = start("check", str(wrong), PYTHONIOENCODING="latin-1")

    assert "“quarks”" in plain.stdout
    assert (done.returncode, done.stderr) == (1, plain.stderr)
    assert r"\u201cquarks\u201d" in done.stdout


@pytest.mark.parametrize(
    ("error", "status"),
    [(click.FileError("out.pdf", "is a folder"), 1), (click.UsageError("No such option."), 2)],
)
def test_every_fault_that_click_raises_is_a_sentence_and_its_exit_code(
    error, status, monkeypatch, capsys
):
    def refuse(**_: object) -> None:
        raise error

    monkeypatch.setattr(cli, "cli", refuse)

    with pytest.raises(SystemExit) as ended:
        cli.main()

    said = capsys.readouterr()
    assert ended.value.code == status
    assert said.out == ""
    assert error.message in said.err
    assert "Traceback" not in said.err
