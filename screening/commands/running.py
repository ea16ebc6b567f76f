"""The commands that run an installation. Those that need the database are imported when called."""

from __future__ import annotations

import importlib

import click

from screening.commands import serving


class Later(click.Group):
    """A group whose module is imported when it is used.

    The database's libraries take longer to import than `score` takes to answer.
    """

    def __init__(self, name: str, module: str, *, about: str) -> None:
        super().__init__(name, help=about)
        self.module = module  # holds the real group under the same name

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words of the group."""
        return self._real().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them; None when there is no such word."""
        return self._real().get_command(ctx, cmd_name)

    def _real(self) -> click.Group:
        found = getattr(importlib.import_module(self.module), str(self.name))
        assert isinstance(found, click.Group)
        return found


COMMANDS: tuple[click.Command, ...] = (
    Later("account", "screening.commands.accounts", about="Add, reset, disable or list accounts."),
    Later("audit", "screening.commands.auditing", about="Check the audit trail; keep its head."),
    Later("database", "screening.commands.database", about="Look after the database."),
    Later(
        "key",
        "screening.commands.keys",
        about="Look after the keys of sealing.",
    ),
    Later("retention", "screening.commands.retaining", about="See what is older than it is kept."),
    serving.serve,
    serving.demo,
    serving.export,
)
