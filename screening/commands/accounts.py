"""account add, reset, disable, list: who may sign in. A password is never an argument."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from screening.commands import opening
from screening.core.result_json import dump
from screening.security import passwords
from screening.security.permissions import Role
from screening.settings import Settings
from screening.store import accounts, sites
from screening.store.account_value import Account
from screening.store.errors import NotThere

from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)

for_somebody_else = click.option(
    "--change-at-sign-in",
    "must_change",
    is_flag=True,
    help="Ask for another password at the first sign-in: when it is not your own account.",
)


@click.group()
def account() -> None:
    """Who may sign in."""


@account.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--full-name", help="As printed beside what this person did. Without it: NAME.")
@from_stdin
@for_somebody_else
def add(
    name: str, role: str, full_name: str | None, password_stdin: bool, must_change: bool
) -> None:
    """Add an account. Passwords have at least 15 characters."""
    chosen = opening.settings()
    shown = _printable(full_name or name)
    with opening.opened(chosen) as database:
        hashed = _new_password(_printable(name), shown, chosen, password_stdin)
        now = opening.now()
        with database.write() as session:
            site = sites.open_site(session, chosen.site_name, chosen.time_zone, now=now)
            added = accounts.add(
                session,
                site.id,
                name,
                full_name=shown,
                role=role,
                password_hash=hashed,
                must_change=must_change,
                by=None,
                now=now,
            )
    click.echo(f"Added {added.name} ({added.role}).", err=True)


@account.command()
@click.argument("name")
@from_stdin
@for_somebody_else
@click.option(
    "--remove-factors",
    is_flag=True,
    help="Remove passkeys, app, recovery codes and a linked identity as well: for an administrator "
    "who lost them.",
)
def reset(name: str, password_stdin: bool, must_change: bool, remove_factors: bool) -> None:
    """Set another password; ends every sign-in of the account."""
    chosen = opening.settings()
    with opening.opened(chosen) as database:
        with database.read() as session:
            known = _account(session, name)
        hashed = _new_password(known.name, known.full_name, chosen, password_stdin)
        with database.write() as session:
            accounts.reset_password(
                session,
                known.id,
                password_hash=hashed,
                must_change=must_change,
                by=None,
                now=opening.now(),
                clear_factors=remove_factors,
            )
    click.echo(f"{known.name} has a new password.", err=True)


@account.command()
@click.argument("name")
def disable(name: str) -> None:
    """Shut an account; ends every sign-in of it. What the person did stays on record."""
    with opening.opened(opening.settings()) as database, database.write() as session:
        known = _account(session, name)
        accounts.disable(session, known.id, by=None, now=opening.now())
    click.echo(f"{known.name} can no longer sign in.", err=True)


@account.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the accounts."""
    with opening.opened(opening.settings()) as database, database.read() as session:
        found = accounts.list_accounts(session)
    if as_json:
        click.echo(dump([_row(known) for known in found]))
        return
    for known in found:
        click.echo(f"{known.name}  {known.full_name} ({known.role}){_shut(known)}")


def _row(known: Account) -> dict[str, object]:
    return {
        "name": known.name,
        "full_name": known.full_name,
        "role": known.role,
        "disabled": known.disabled,
    }


def _shut(known: Account) -> str:
    return ", disabled" if known.disabled else ""


def _account(session: Session, name: str) -> Account:
    known = accounts.find(session, name)
    if known is None:
        raise NotThere("account")
    return known


def _printable(name: str) -> str:
    """The name as typed; control characters would end up on screens and paper."""
    text = name.strip()
    if not text or len(text) > 80 or not text.isprintable():
        raise click.BadParameter("write one line of 1 to 80 printable characters")
    return text


def _new_password(name: str, full_name: str, chosen: Settings, from_input: bool) -> str:
    """The hash of a new password that was typed or piped in; raises PasswordRefused."""
    if from_input:
        typed = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to type at. Use --password-stdin.")
    else:
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    passwords.check(typed, account_name=name, full_name=full_name, site_name=chosen.site_name)
    return passwords.hash_password(typed)
