"""The command line: results to stdout, messages to stderr, exit 0, 1 or 2, never a traceback."""

from __future__ import annotations

import io
import os
import sys

import click

from screening.commands import (
    blank,
    checking,
    definitions,
    leaflet,
    questionnaires,
    running,
    summary,
    verifying,
)
from screening.errors import ScreeningError


@click.group()
def cli() -> None:
    """Screening: questionnaires, scores and the page for the clinician."""


_GROUPS = (checking, definitions, questionnaires, summary, verifying, leaflet, running)
for command in (command for group in _GROUPS for command in group.COMMANDS):
    cli.add_command(command)
questionnaires.questionnaire.add_command(blank.paper)


def main() -> None:
    """Run a command; what we raise on purpose becomes a sentence and exit 1."""
    os.umask(0o077)  # what a command writes (a database, a patient's PDF) is its user's alone
    for stream in (sys.stdout, sys.stderr):
        # A terminal that is not UTF-8 gets \u2265 for a sign it lacks, not a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
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
