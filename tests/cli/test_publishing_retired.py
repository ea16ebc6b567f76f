"""Publishing a questionnaire that the clinic has taken out of use."""

from __future__ import annotations

import hashlib
from pathlib import Path

from screening.core.starter import starter_text
from screening.store import in_use, library, sites
from screening.store.migrations import upgrade
from tests.cli.test_audit_command import opened
from tests.cli.test_running_accounts import Installation
from tests.store.builders import NOW, an_account


def test_what_was_taken_out_of_use_comes_back_by_a_later_version_alone(tmp_path: Path) -> None:
    made, path = Installation(tmp_path), tmp_path / "sleep.yaml"
    made.data.mkdir()
    text = starter_text("sleep")
    path.write_text(text, encoding="utf-8")
    database = opened(made)
    upgrade(database.engine)
    with database.write() as session:
        site = sites.open_site(session, made.site_name, "UTC", now=NOW)
        ada = an_account(session, site.id, "ada")
        library.import_version(session, "sleep", "1.0.0", text.encode(), now=NOW)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        in_use.retire(session, sha256, by=ada.id, now=NOW)
    database.close()

    same = made.run("questionnaire", "publish", str(path))
    path.write_text(text.replace("version: 1.0.0", "version: 1.0.1"), encoding="utf-8")
    later = made.run("questionnaire", "publish", str(path))

    assert same.returncode == 1
    assert "sleep.yaml:" in same.stderr
    assert "Version 1.0.0 was taken out of use. Write 1.0.1 or higher." in same.stderr
    assert (later.returncode, later.stderr) == (0, "sleep 1.0.1 is in use now.\n")
