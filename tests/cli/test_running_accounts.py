"""account and database upgrade, as an operator types them: real processes, a real SQLite file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screening.app import open_parts
from screening.commands import serving
from screening.security import passwords
from screening.security.one_use_codes import INVITATION_LENGTH, read_code
from screening.settings import Settings
from screening.store import accounts, audit, factors, invitations, totp
from screening.store.db import open_database
from screening.store.key_file import load_or_create
from screening.store.models import Account, AuditEvent
from tests.cli.running import Done, run

PASSWORD = "purple onions march slowly"


class Installation:
    """A data folder and a key file of its own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.key = folder / "data", folder / "key"
        self.site_name = "Harbour Clinic"

    def environ(self) -> dict[str, str]:
        """Its settings, and nothing else of ours."""
        return {
            "SCREENING_DATA": str(self.data),
            "SCREENING_KEY_FILE": str(self.key),
            "SCREENING_SITE_NAME": self.site_name,
        }

    def run(self, *words: str, typed: str = "") -> Done:
        """One command; `typed` is its standard input."""
        return run(*words, stdin=typed, **self.environ())

    def add(self, name: str, role: str = "clinician", password: str = PASSWORD) -> Done:
        """An account with a piped password."""
        return self.run(
            "account", "add", name, "--role", role, "--password-stdin", typed=password + "\n"
        )

    def names(self) -> list[str]:
        """Of all accounts."""
        return [row["name"] for row in json.loads(self.run("account", "list", "--json").stdout)]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with the tables of this release; each test uses names of its own."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    assert made.run("database", "upgrade").returncode == 0
    return made


def test_upgrading_makes_key_and_database_that_others_cannot_read(upgraded):
    again = upgraded.run("database", "upgrade")

    assert again.returncode == 0
    assert upgraded.key.stat().st_mode & 0o077 == 0
    assert upgraded.data.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("words", [("account", "list"), ("serve",)])
def test_a_database_without_tables_is_refused_with_the_command_that_helps(tmp_path, words):
    done = Installation(tmp_path).run(*words)

    assert done.returncode == 1
    assert "./run screening database upgrade" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_key_file_is_refused_before_anything_is_sealed_with_it(tmp_path):
    made = Installation(tmp_path)
    made.run("database", "upgrade")
    made.add("ada")
    made.key = tmp_path / "another" / "key"

    done = made.add("ben")

    assert done.returncode == 1
    assert "key file" in done.stderr
    made.key = tmp_path / "key"
    assert made.names() == ["ada"]


@pytest.mark.parametrize("word", ["add", "reset"])
def test_whoever_is_given_a_password_can_be_asked_for_another_one(upgraded, word):
    name, more = ("edda", ("--role", "clinician")) if word == "add" else ("enno", ())
    if word == "reset":
        upgraded.add(name)

    done = upgraded.run(
        "account", word, name, *more, "--change-at-sign-in", "--password-stdin",
        typed=PASSWORD + "\n",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    database = open_database(
        f"sqlite:///{upgraded.data / 'screening.sqlite3'}",
        load_or_create(upgraded.key, upgraded.data),
    )
    with database.read() as session:
        asked = {
            known.name: known.must_change_password for known in accounts.list_accounts(session)
        }
    database.close()
    assert asked[name] is True


def test_an_added_account_is_listed_with_its_role_and_without_its_password(upgraded):
    done = upgraded.add("Dora", "front_desk")

    listed = upgraded.run("account", "list", "--json")
    row = next(row for row in json.loads(listed.stdout) if row["name"] == "dora")
    assert done.returncode == 0
    assert row == {
        "name": "dora", "full_name": "Dora", "role": "front_desk", "disabled": False
    }  # fmt: skip
    assert "dora  Dora (front_desk)" in upgraded.run("account", "list").stdout
    assert "argon2" not in listed.stdout


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("fourteen chars", "at least 15"),
        ("xavier likes long walks", "your name"),
        ("the harbour is blue today", "clinic"),
        ("", "at least 15"),
    ],
)
def test_a_password_that_is_short_or_holds_a_name_is_refused_without_being_repeated(
    upgraded, password, told
):
    done = upgraded.add("xavier", password=password)

    assert done.returncode == 1
    assert told in done.stderr
    assert not password or password not in done.stderr + done.stdout
    assert "xavier" not in upgraded.names()


def test_a_name_is_taken_once_whatever_its_capitals(upgraded):
    upgraded.add("erin")

    done = upgraded.add("ERIN")

    assert done.returncode == 1
    assert "already in use" in done.stderr
    assert upgraded.names().count("erin") == 1


def test_a_password_is_never_taken_as_an_argument(upgraded):
    done = upgraded.run("account", "add", "fay", "--role", "clinician", "--password", PASSWORD)

    assert done.returncode == 2
    assert PASSWORD not in done.stderr


def test_without_a_terminal_and_without_a_pipe_option_no_password_is_waited_for(upgraded):
    done = upgraded.run("account", "add", "fay", "--role", "clinician")

    assert done.returncode == 2
    assert "--password-stdin" in done.stderr


@pytest.mark.parametrize("word", ["reset", "disable"])
def test_an_account_that_is_not_there_is_a_sentence_and_exit_1(upgraded, word):
    options = ["--password-stdin"] if word == "reset" else []

    done = upgraded.run("account", word, "nobody", *options, typed=PASSWORD + "\n")

    assert done.returncode == 1
    assert done.stderr == "There is no such account.\n"


def test_every_change_of_an_account_stands_in_an_audit_trail_that_holds(tmp_path):
    made = Installation(tmp_path)
    made.run("database", "upgrade")
    made.add("gwen", "auditor")
    made.run("account", "reset", "gwen", "--password-stdin", typed="nine quiet kettles hum\n")
    made.run("account", "disable", "Gwen")

    database = open_database(
        f"sqlite:///{made.data / 'screening.sqlite3'}", load_or_create(made.key, made.data)
    )
    with database.read() as session:
        kinds = [event.kind for event in session.query(AuditEvent).order_by(AuditEvent.number)]
        faults = audit.verify(session)
        row = session.query(Account).one()
    database.close()

    assert kinds == ["site_added", "account_added", "password_reset", "account_disabled"]
    assert faults == []
    assert row.disabled_at is not None
    assert passwords.matches(row.password_hash, "nine quiet kettles hum")
    assert not passwords.matches(row.password_hash, PASSWORD)
    assert "gwen  gwen (auditor), disabled" in made.run("account", "list").stdout


@pytest.mark.parametrize("site_name", ["", "Harbour Clinic"])
def test_an_account_belongs_to_the_site_that_the_app_opens(tmp_path, site_name):
    made = Installation(tmp_path)
    made.site_name = site_name
    made.run("database", "upgrade")
    made.add("ada")

    settings = Settings.from_env(made.environ())
    parts = open_parts(settings, lambda: datetime.now(UTC))
    with parts.database.read() as session:
        ada = accounts.find(session, "ada")
    parts.database.close()

    assert ada is not None
    assert ada.site_id == parts.site.id


def test_what_a_day_left_unsent_is_closed_by_a_command(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.run("database", "upgrade")

    done = installation.run("database", "tidy")

    assert done.returncode == 0
    assert done.stderr == "Closed as not finished: 0. Empty drafts deleted: 0.\n"


def test_an_installation_without_account_prints_a_token_that_opens_the_set_up(tmp_path: Path):
    made = Installation(tmp_path)
    made.run("database", "upgrade")
    keys = load_or_create(made.key, made.data)
    database = open_database(f"sqlite:///{made.data / 'screening.sqlite3'}", keys)
    now = datetime.now(UTC)

    first, second = serving.set_up_token(database), serving.set_up_token(database)
    read = [read_code(token, INVITATION_LENGTH) for token in (first, second)]
    with database.read() as session:
        opens = [invitations.opens_set_up(session, token, now=now) for token in read]
    made.add("gwen", "administrator")
    third = serving.set_up_token(database)
    database.close()

    assert opens == [False, True]  # each start ends the token of the one before
    assert third == ""


def test_who_lost_every_second_factor_is_let_in_from_the_server(upgraded):
    upgraded.add("hugo", "administrator")
    database = open_database(
        f"sqlite:///{upgraded.data / 'screening.sqlite3'}",
        load_or_create(upgraded.key, upgraded.data),
    )
    now = datetime.now(UTC)
    with database.write() as session:
        hugo = accounts.find(session, "hugo")
        totp.begin(session, hugo.id, "A" * 32, now=now)
        totp.confirm(session, hugo.id, 1, keep=hugo.id, now=now)
    words = ("account", "reset", "hugo", "--password-stdin")
    held = []
    for more in ((), ("--remove-factors",)):
        assert upgraded.run(*words, *more, typed="nine quiet kettles hum\n").returncode == 0
        with database.read() as session:
            held.append(factors.has_any(session, hugo.id))
    database.close()

    assert held == [True, False]


def test_the_last_administrator_is_not_disabled_from_the_server_either(tmp_path):
    made = Installation(tmp_path)
    made.run("database", "upgrade")
    made.add("gwen", "administrator")

    done = made.run("account", "disable", "gwen")

    assert done.returncode == 1
    assert "This is the last administrator who can sign in." in done.stderr
