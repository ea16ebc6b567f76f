"""`./run demo`: fills the made-up clinic at the first start, then becomes its server."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import click

from screening.program import run_program
from screening.demo import place
from screening.demo.cast import STAFF, new_passwords
from screening.errors import ScreeningError
from screening.security.passwords import hash_password
from screening.settings import Settings

WORKERS = "1"  # one person tries it


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Without it: the first free one.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=place.FOLDER,
    help="Where the made-up clinic is kept. Without it: demo/.",
)
def demo(port: int | None, folder: Path) -> None:
    """Try it: made-up patients, one finished PDF, and the address to open."""
    folder = folder.absolute()
    held = place.listening(port)
    number = held.getsockname()[1]
    environ = place.environ_for(folder, number, os.environ)
    passwords = new_passwords()
    with ThreadPoolExecutor() as pool:
        # Hashing leaves Python free, so the app is imported meanwhile.
        hashed = {name: pool.submit(hash_password, word) for name, word in passwords.items()}
        from screening.demo import opening

        opening.open_up(
            Settings.from_env(environ),
            folder,
            lambda: {name: future.result() for name, future in hashed.items()},
            now=datetime.now(UTC),
        )
    _say_how_to_enter(number, folder, passwords, asked=port is not None)
    _serve(held.fileno(), environ)


def _say_how_to_enter(
    port: int, folder: Path, passwords: Mapping[str, str], *, asked: bool
) -> None:
    address = f"http://localhost:{port}"
    lines = [f"Patients   {address}", f"Staff      {address}/sign-in"]
    lines += [f"  {name:<9}{word}   {STAFF[name].role}" for name, word in passwords.items()]
    lines += ["  These passwords hold until the next start."]
    lines += [f"PDF        {path}" for path in folder.glob("summary.pdf")]
    lines += [f"Begin anew by removing {folder / 'data'}. End with Ctrl-C."]
    if port != place.FIRST_PORT and not asked:
        lines.append(f"Port {place.FIRST_PORT} is taken by another program, so it is {port}.")
    click.echo("\n".join(lines))
    sys.stdout.flush()


def _serve(descriptor: int, environ: Mapping[str, str]) -> None:
    """The server of `serve` in this very process, which has the app imported by now."""
    from gunicorn.app.wsgiapp import run

    os.environ.clear()
    os.environ.update(environ)
    own = ("--bind", f"fd://{descriptor}", "--workers", WORKERS)
    sys.argv = ["gunicorn", "-c", "python:screening.gunicorn_conf", *own, "wsgi:app"]
    run()


def main() -> None:
    """The command as a program."""
    run_program(demo, "./run demo")


if __name__ == "__main__":
    main()
