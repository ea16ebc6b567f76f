"""How a command that starts by itself ends: what we raise on purpose is a sentence and exit 1."""

from __future__ import annotations

import sys

import click

from screening.errors import ScreeningError


def run_program(command: click.Command, name: str) -> None:
    """Run a command of one word; exits 2 on wrong usage and 130 when it was broken off."""
    try:
        command(prog_name=name, standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (ScreeningError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
