"""The command line: results to stdout, messages to stderr, exit 0, 1 or 2, never a traceback."""

from __future__ import annotations

import io
import sys

import click

from screening.commands import checking, definitions, running, summary
from screening.errors import ScreeningError


@click.group()
def cli() -> None:
    """Screening: questionnaires, scores and the page for the clinician."""


_GROUPS = (checking, definitions, summary, running)
for command in (command for group in _GROUPS for command in group.COMMANDS):
    cli.add_command(command)


def main() -> None:
    """Run a command; what we raise on purpose becomes a sentence and exit 1."""
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
    except (ScreeningError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
