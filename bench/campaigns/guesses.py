"""100,000 guesses at passwords, codes and invitations from many places: none may be right.

Honest people sign in between them, from where they always sit, and must get in. Passwords are
hashed at a low price here, as it is the counting that is tried; what a hash costs stands in
tests/security. Run with: ./run campaign guesses [HOW MANY]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from argon2 import PasswordHasher

from screening.app import create_app
from screening.store import accounts, patients
from screening.web.parts import EXTENSION, Parts
from tests.web.conftest import CLEO, PASSWORD, SMALL, Clinic, Clock, settings_in
from tests.web.guessing import Attack

GUESSES = 100_000


def main() -> int:
    """0 when no guess was right and nobody honest was shut out."""
    guesses = int(sys.argv[1]) if len(sys.argv) > 1 else GUESSES
    folder = Path(tempfile.mkdtemp())
    try:
        tally = Attack(_clinic(folder)).run(guesses)
    finally:
        shutil.rmtree(folder)
    for kind, times in tally.guesses.items():
        print(f"{times:8}  {kind}")
    print(f"{tally.compared:8}  passwords were compared, the others refused unlooked at")
    print(f"{len(tally.inside):8}  right  (must be 0)")
    print(f"{tally.honest:8}  honest sign-ins, {tally.shut_out} shut out  (must be 0)")
    return 1 if tally.inside or tally.shut_out else 0


def _clinic(folder: Path) -> Clinic:
    clock = Clock()
    app = create_app(settings_in(folder, SMALL), clock=clock)
    parts: Parts = app.extensions[EXTENSION]
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with parts.database.write() as session:
        staff = [
            accounts.add(
                session, parts.site.id, name, full_name=name, role=role, password_hash=hashed,
                must_change=False, by=None, now=clock(),
            )
            for name, role in (
                ("fay", "front_desk"), ("ada", "clinician"), ("moss", "administrator")
            )
        ]  # fmt: skip
        cleo = patients.add(session, parts.site.id, CLEO, by=staff[0].id, now=clock())
    return Clinic(app, parts, clock, *staff, cleo)


if __name__ == "__main__":
    sys.exit(main())
