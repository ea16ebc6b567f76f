"""The command line: results to stdout, messages to stderr, exit 0, 1 or 2, never a traceback."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from collections.abc import Iterable
from typing import NoReturn

import click

from screening.errors import ScreeningError

# The words, by the module of screening.commands that is imported for one: all together take
# longer to import than most of them take to answer.
WORDS = {
    "checking": ("check",),
    "definitions": ("list", "show", "score", "schema"),
    "questionnaires": ("questionnaire", "new"),
    "summary": ("summary",),
    "verifying": ("verify",),
    "leaflet": ("leaflet",),
    "running": ("account", "audit", "database", "key", "retention", "serve", "demo", "export"),
}

FIRST_OF_OURS = 3  # the number that an open file has at least
AT_ONCE = "summary"  # somebody stands there and waits for it


class Words(click.Group):
    """The words of the command line, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, in the order of the alphabet."""
        return sorted(word for words in WORDS.values() for word in words)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them; None when there is no such word."""
        for name, words in WORDS.items():
            if cmd_name in words:
                module = importlib.import_module(f"screening.commands.{name}")
                commands: Iterable[click.Command] = module.COMMANDS
                return next(one for one in commands if one.name == cmd_name)
        return None


@click.group(cls=Words)
def cli() -> None:
    """Screening: questionnaires, scores and the page for the clinician."""


def main() -> None:
    """Run a command; what we raise on purpose becomes a sentence and exit 1."""
    _open_the_first_three()
    os.umask(0o077)  # what a command writes (a database, a patient's PDF) is its user's alone
    for stream in (sys.stdout, sys.stderr):
        # A terminal that is not UTF-8 gets \u2265 for a sign it lacks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
        if sys.argv[1:2] == [AT_ONCE]:
            _end_at_once()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except ScreeningError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(_file_trouble(error), err=True)
        sys.exit(1)
    finally:
        # All of it goes with the process: to search it for circles first would only take time.
        gc.freeze()


def _open_the_first_three() -> None:
    """Where who started us closed them, files of ours would be taken for input and output."""
    while (opened := os.open(os.devnull, os.O_RDWR)) < FIRST_OF_OURS:
        pass
    os.close(opened)


def _end_at_once() -> NoReturn:
    """End with nothing left to close; taking the process apart would take 10 ms."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by who started us
            stream.flush()
    os._exit(0)


_TROUBLES: dict[type[OSError], str] = {
    FileNotFoundError: "There is no such file or folder.",
    IsADirectoryError: "This is a folder; name a file.",
    NotADirectoryError: "A part of this path is a file.",
    PermissionError: "This may not be read or written here.",
}


def _file_trouble(error: OSError) -> str:
    if error.filename is None:
        return str(error)
    return f"{error.filename}: {_TROUBLES.get(type(error), error.strerror)}"


if __name__ == "__main__":
    main()
