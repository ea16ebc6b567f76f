"""The command line where it is badly placed: odd terminals, files that cannot be opened."""

from __future__ import annotations

from importlib import import_module

import click
import pytest

from screening import cli
from screening.report.wording import WORDINGS
from screening.settings import LANGUAGES
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


def test_each_word_of_the_list_is_a_command_and_each_command_in_the_list():
    context = click.Context(cli.cli)

    for module, words in cli.WORDS.items():
        commands = import_module(f"screening.commands.{module}").COMMANDS
        assert [command.name for command in commands] == list(words)
    assert all(cli.cli.get_command(context, word) for word in cli.cli.list_commands(context))
    assert cli.cli.get_command(context, "diagnose") is None


def test_the_summary_is_told_in_the_languages_of_the_command():
    assert tuple(WORDINGS) == LANGUAGES
