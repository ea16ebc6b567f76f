"""serve, demo and export: each becomes another program, so that one Ctrl-C ends it."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from screening.errors import SettingsError
from screening.settings import Settings

if TYPE_CHECKING:
    from screening.store.db import Database

# -P: nothing of the folder that the caller stands in is imported.
PYTHON = (sys.executable, "-P", "-m")
NO_PAIR = (
    "SCREENING_CERTIFICATE: It does not go with the key of SCREENING_KEY_PEM. Both are PEM files, "
    "the key without a password, the server's own certificate first in its file."
)
GUNICORN = (*PYTHON, "gunicorn", "-c", "python:screening.gunicorn_conf")


@click.command()
def serve() -> None:
    """Start the server, with the settings of the environment."""
    from screening.commands import opening  # the demo must not wait for what only this needs

    chosen = opening.settings()
    check_certificate(chosen)
    # Said here in one sentence; inside the server's workers it would be a traceback each.
    with opening.opened(chosen) as database:
        token = set_up_token(database)
    scheme = "https" if chosen.certificate else "http"
    # By this name browsers keep our cookies without HTTPS; by a number not all of them do.
    host = "localhost" if chosen.host == "127.0.0.1" else chosen.host
    host = f"[{host}]" if ":" in host.strip("[]") else host
    address = f"{scheme}://{host}:{chosen.port}"
    click.echo(f"Serving on {address}", err=True)
    if token:
        click.echo(f"No account yet. Open {address}/set-up within 30 minutes.", err=True)
        click.echo(f"Set-up token: {token}", err=True)
        click.echo("Print the recovery sheet before you begin: ./run screening key sheet", err=True)
    become((*GUNICORN, "wsgi:app"), os.environ)


def set_up_token(database: Database) -> str:
    """A token for whoever makes the first account, as it is typed; nothing once there is one."""
    from screening.commands import opening
    from screening.security import one_use_codes
    from screening.store import invitations

    code = one_use_codes.new_code(one_use_codes.INVITATION_LENGTH)
    with database.write() as session:
        if not invitations.is_untouched(session):
            return ""
        invitations.open_set_up(session, code, now=opening.now())
    return one_use_codes.shown_code(code)


def check_certificate(chosen: Settings) -> None:
    """Refuse a certificate and a key that cannot serve together.

    raises   SettingsError
    """
    if chosen.certificate is None or chosen.key_pem is None:
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # A key with a password would otherwise ask for it on the terminal of a server.
        context.load_cert_chain(chosen.certificate, chosen.key_pem, password="")
    except (ssl.SSLError, ValueError) as error:
        raise SettingsError((NO_PAIR,)) from error


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def demo(arguments: tuple[str, ...]) -> None:
    """Try it: made-up patients, one finished PDF, and the address to open."""
    # It stands above the app, like wsgi.py, and this command line stands below.
    become((*PYTHON, "screening.demo", *arguments), os.environ)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def export(arguments: tuple[str, ...]) -> None:
    """Write the answers and scores of a span of days to a file, without names."""
    # It reads visits as the app does, and stands above this command line for that.
    become((*PYTHON, "screening.exporting", *arguments), os.environ)


def become(command: tuple[str, ...], environ: Mapping[str, str]) -> None:
    """Let another program take the place of this one; it imports the same tree."""
    sys.stdout.flush()
    sys.stderr.flush()
    found = os.pathsep.join(path for path in sys.path if path)
    os.execve(command[0], command, {**environ, "PYTHONPATH": found})  # noqa: S606  no shell
