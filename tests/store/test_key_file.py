"""The key file: made once, mode 0600, outside the data folder."""

import json
import stat
from pathlib import Path

import pytest

from screening.store import sites
from screening.store.db import open_database
from screening.store.errors import KeyFileError
from screening.store.key_file import load_or_create
from tests.store.builders import NOW
from tests.store.together import run_together


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_the_key_is_made_at_first_start_and_the_same_afterwards(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "config" / "key"

    first = load_or_create(path, data)

    assert load_or_create(path, data).seals == first.seals
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]


def test_two_installations_have_two_keys(tmp_path: Path, data: Path) -> None:
    one, other = (load_or_create(tmp_path / name, data) for name in ("one", "other"))

    assert one.search != other.search


def test_two_processes_at_first_start_agree_on_one_key(tmp_path: Path, data: Path) -> None:
    made = []

    run_together(*[lambda: made.append(load_or_create(tmp_path / "key", data).search)] * 8)

    assert len(made) == 8
    assert len(set(made)) == 1


@pytest.mark.parametrize("where", ["data/key", "data/deeper/key", "config/../data/key"])
def test_a_key_in_the_data_folder_is_refused(tmp_path: Path, data: Path, where: str) -> None:
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load_or_create(tmp_path / where, data)
    assert list(data.iterdir()) == []


def test_a_link_that_leads_into_the_data_folder_is_refused(tmp_path: Path, data: Path) -> None:
    (tmp_path / "config").symlink_to(data)

    with pytest.raises(KeyFileError, match="inside the data folder"):
        load_or_create(tmp_path / "config" / "key", data)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, data: Path, mode: int) -> None:
    path = tmp_path / "key"
    load_or_create(path, data)
    path.chmod(mode)

    with pytest.raises(KeyFileError, match="chmod 600"):
        load_or_create(path, data)


@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"keys": []}', '{"keys": [{"id": "00", "secret": "00"}]}', '{"keys": [1]}', "[]"],
)
def test_a_damaged_key_file_is_refused_and_left_as_it_is(
    tmp_path: Path, data: Path, content: str
) -> None:
    path = tmp_path / "key"
    path.write_text(content)
    path.chmod(0o600)

    with pytest.raises(KeyFileError, match="recovery sheet"):
        load_or_create(path, data)
    assert path.read_text() == content


def test_no_message_of_a_damaged_file_holds_the_secret(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "key"
    load_or_create(path, data)
    secret = json.loads(path.read_text())["keys"][0]["secret"]
    path.write_text(path.read_text()[:-2])

    with pytest.raises(KeyFileError) as refused:
        load_or_create(path, data)
    assert secret not in str(refused.value)


def test_a_database_is_not_opened_with_another_installations_key(
    sqlite_url: str, tmp_path: Path, data: Path
) -> None:
    right, wrong = (load_or_create(tmp_path / name, data) for name in ("right", "wrong"))
    opened = open_database(sqlite_url, right)
    with opened.write() as session:
        site = sites.open_site(session, "Harbour Clinic", "UTC", now=NOW)
    opened.close()

    again, strange = open_database(sqlite_url, right), open_database(sqlite_url, wrong)
    with again.write() as session:
        assert sites.open_site(session, "Harbour Clinic", "UTC", now=NOW) == site
    with strange.write() as session, pytest.raises(KeyFileError, match="not the one"):
        sites.open_site(session, "Another Clinic", "UTC", now=NOW)
    again.close()
    strange.engine.dispose()
