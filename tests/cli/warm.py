"""A program that has imported the command line and forks a process of its own for each command.

To import it takes longer than most commands do. It reads one JSON object per line, and answers with
the command's exit code once it has ended; what was said lies in the files that were named.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from screening import cli
from screening.commands import summarising  # noqa: F401  which its command imports when it runs


def main() -> None:
    """Serve until nobody asks any more; in each fork, be the command."""
    context = click.Context(cli.cli)
    for word in cli.cli.list_commands(context):
        cli.cli.get_command(context, word)  # imports what it needs
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            become(json.loads(line))
            cli.main()
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  it is the answer


def become(asked: dict[str, Any]) -> None:
    """The words, folder, environment and streams of a command that was started anew."""
    os.environ.clear()
    os.environ.update(asked["environ"])
    os.chdir(asked["cwd"])
    sys.argv = ["screening", *asked["words"]]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        opened = os.open(asked[name], os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)
        for number in range(3)
    )


if __name__ == "__main__":
    main()
