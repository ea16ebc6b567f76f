"""The script ./run from outside, in copies of its own folder and with made-up system programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from screening.settings import ROOT

WORDS = ("demo", "test", "check", "serve", "screening", "bench", "campaign", "lock", "clean")


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


class Machine:
    """A folder with the script in it, and a PATH whose first programs are ours."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"  # not those of the run that this test is part of
        self.files.mkdir()
        self.tree = folder / r"a \whole tree"  # odd on purpose
        self.programs = folder / "programs"
        self.calls = folder / "calls"  # what the made-up programs were asked to do
        self.programs.mkdir()
        (self.tree / "requirements").mkdir(parents=True)
        shutil.copy(ROOT / "run", self.tree / "run")
        for name in ("run", "test"):
            (self.tree / "requirements" / f"{name}.txt").write_text(f"# nothing for {name}\n")
        self.declarations = self.tree / "screening" / "report" / "worker" / "declarations.py"
        self.declarations.parent.mkdir(parents=True)
        self.declarations.write_text("# how the table is written\n")

    def program(self, name: str, lines: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.calls}"\n{lines}\n')
        path.chmod(0o755)

    def called(self) -> str:
        return self.calls.read_text() if self.calls.exists() else ""

    def account(self, number: int) -> None:
        self.program("id", f"echo {number}")

    def without_pango(self) -> None:
        self.program("ldconfig", "echo libc.so.6")
        self.program("uname", "echo Linux")

    def with_pango(self) -> None:
        self.program("uname", "echo Linux")
        self.program(
            "ldconfig", "echo libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
        )

    def set_up(self) -> None:
        """As after a first start: an environment that says what it was asked for, and its stamp."""
        python = self.tree / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\necho "python $*" >>"{self.calls}"\nexit "${{EXIT:-0}}"\n')
        python.chmod(0o755)
        self.stamp()

    def stamp(self) -> None:
        locks = {name: self.tree / "requirements" / f"{name}.txt" for name in ("run", "test")}
        table = sha256(self.declarations.read_bytes()).hexdigest()
        lines = [
            f"{name} {sha256(lock.read_bytes()).hexdigest()} {table}"
            for name, lock in locks.items()
        ]
        (self.tree / ".venv" / "installed").write_text("\n".join(lines) + "\n")

    def run(self, *words: str, cwd: Path | None = None, **environ: str):
        path = f"{self.programs}:{os.environ['PATH']}"
        return subprocess.run(
            [self.tree / "run", *words],
            cwd=cwd or self.tree,
            env={**os.environ, "PATH": path, "TMPDIR": str(self.files), **environ},
            capture_output=True,
            text=True,
            check=False,
        )


def test_help_lists_every_word(machine):
    for words in ((), ("help",), ("--help",)):
        done = machine.run(*words)
        assert done.returncode == 0
        for word in WORDS:
            assert f"\n  {word} " in done.stdout


def test_no_plugin_of_another_package_is_loaded(machine):
    machine.set_up()
    machine.with_pango()
    python = machine.tree / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$PYDANTIC_DISABLE_PLUGINS"\n')

    done = machine.run("screening", "list")

    assert done.stdout == "__all__\n"


def test_an_unknown_word_is_wrong_usage(machine):
    done = machine.run("tset")

    assert done.returncode == 2
    assert done.stdout == ""
    assert "'tset'" in done.stderr


@pytest.mark.parametrize("word", ["demo", "test"])
def test_without_root_a_missing_library_ends_with_3_and_one_line_to_run(machine, word):
    machine.account(1000)
    machine.without_pango()
    machine.program("apt-get", "exit 0")

    done = machine.run(word)

    lines = [line for line in done.stderr.splitlines() if "install" in line and "apt-get" in line]
    assert done.returncode == 3
    assert lines == [
        "apt-get update && apt-get install -y --no-install-recommends"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    ]
    assert "apt-get" not in machine.called()


def test_a_bare_machine_is_told_everything_in_one_line(machine):
    machine.account(1000)
    machine.without_pango()
    for number in ("", ".14", ".13", ".12", ".11"):
        machine.program(f"python3{number}", "exit 1")

    done = machine.run("demo")

    assert done.returncode == 3
    assert done.stderr.splitlines()[1] == (
        "apt-get update && apt-get install -y --no-install-recommends"
        " python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_on_a_mac_the_line_is_for_brew(machine):
    machine.account(501)
    machine.program("uname", "echo Darwin")

    done = machine.run("demo")

    assert done.returncode == 3
    assert "brew install pango" in done.stderr.splitlines()


def test_root_installs_what_is_missing_and_goes_on(machine):
    machine.account(0)
    machine.without_pango()
    machine.program("apt-get", "exit 0")
    machine.set_up()

    done = machine.run("demo", "--port", "0")

    calls = [line for line in machine.called().splitlines() if line.split()[0] != "id"]
    assert done.returncode == 0
    assert [line for line in calls if line.startswith("apt-get")] == [
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ]
    assert calls[-1] == "python -P -m screening.demo --port 0"


def test_root_whose_installation_fails_is_told_the_line(machine):
    machine.account(0)
    machine.without_pango()
    machine.program("apt-get", "exit 100")
    machine.set_up()

    done = machine.run("demo")

    assert done.returncode == 3
    assert "libpango-1.0-0" in done.stderr


def test_a_second_start_installs_nothing(machine):
    machine.account(0)
    machine.with_pango()
    machine.program("apt-get", "exit 1")
    machine.set_up()

    machine.run("demo")

    assert "apt-get" not in machine.called()
    assert "pip" not in machine.called()


@pytest.mark.parametrize(
    "file", ["requirements/run.txt", "screening/report/worker/declarations.py"]
)
def test_a_changed_lock_is_installed_with_hashes_before_anything_runs(machine, file):
    machine.account(0)
    machine.with_pango()
    machine.set_up()
    (machine.tree / file).write_text("# another version\n")

    machine.run("screening", "list")

    pips = [line for line in machine.called().splitlines() if "-m pip" in line]
    assert len(pips) == 1
    assert "--require-hashes" in pips[0]
    assert machine.called().splitlines()[-2] == (
        "python -P -m screening.report.worker.declarations"
    )
    assert machine.called().splitlines()[-1] == "python -P -m screening.cli list"

    machine.run("screening", "list")

    assert machine.called().count("-m pip") == 1


@pytest.mark.parametrize("changed", ["run", "test"])
def test_after_a_failed_installation_nothing_counts_as_installed(machine, changed):
    machine.account(0)
    machine.with_pango()
    machine.set_up()
    (machine.tree / "requirements" / f"{changed}.txt").write_text("# another version\n")
    python = machine.tree / ".venv" / "bin" / "python"
    works = python.read_text()
    python.write_text(works.replace("exit", 'case "$*" in *"-m pip"*) exit 1 ;; esac\nexit', 1))

    assert machine.run("check" if changed == "test" else "demo").returncode == 1
    python.write_text(works)
    assert machine.run("screening", "list").returncode == 0

    assert machine.called().count("-m pip") == 2


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_the_command_line_keeps_its_exit_code_and_its_folder(machine, tmp_path, code):
    machine.account(1000)
    machine.set_up()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    python = machine.tree / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\npwd -P\necho "$PYTHONPATH"\nexit {code}\n')

    done = machine.run("screening", "show", "cows", "--json", cwd=elsewhere)

    assert done.returncode == int(code)
    assert done.stdout.splitlines() == [str(elsewhere.resolve()), str(machine.tree.resolve())]


def test_an_unknown_campaign_is_wrong_usage(machine):
    for name in ("", "../../etc/passwd", "no_such"):
        assert machine.run("campaign", name).returncode == 2


@pytest.mark.skipif(shutil.which("dash") is None, reason="dash is not installed")
def test_the_script_is_plain_posix_shell():
    done = subprocess.run(["dash", "-n", ROOT / "run"], capture_output=True, check=False)

    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize(("failing", "code"), [("", 0), ("mypy", 1), ("ruff", 1), ("pytest", 1)])
def test_one_failing_step_fails_the_whole_and_the_others_still_run(machine, failing, code):
    machine.account(1000)
    machine.with_pango()
    for name in ("chromium", "pdftotext", "qpdf"):
        machine.program(name, "exit 0")
    machine.set_up()
    python = machine.tree / ".venv" / "bin" / "python"
    fails = f'case "$*" in *"-m {failing}"*) exit 1 ;; esac\n' if failing else ""
    python.write_text(f'#!/bin/sh\necho "python $*" >>"{machine.calls}"\n{fails}exit 0\n')

    done = machine.run("test")

    steps = [line for line in done.stdout.splitlines() if line.startswith("== ")]
    assert done.returncode == code
    assert steps == [
        "== ruff format",
        "== ruff check",
        "== mypy",
        "== import contracts",
        "== pytest",
    ]
    assert ("FAILED" in done.stderr) == bool(failing)


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no folder in memory here")  # noqa: S108
@pytest.mark.parametrize(("room", "wanted"), [("99999999", True), ("2000", False)])
def test_tests_keep_their_files_in_memory_where_there_is_room_and_leave_none(machine, room, wanted):
    machine.account(1000)
    machine.with_pango()
    machine.set_up()
    machine.program("awk", f"echo {room}")
    python = machine.tree / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\necho "$* in ${{TMPDIR-}}" >>"{machine.calls}"\nexit 0\n')

    machine.run("test")

    call = next(line for line in machine.called().splitlines() if "-m pytest" in line)
    folder = call.rpartition(" in ")[2]
    assert (folder == str(machine.files)) is not wanted
    assert Path(folder).parent == Path("/dev/shm") or not wanted  # noqa: S108
    assert not (wanted and Path(folder).exists())


def test_missing_test_programs_are_named_and_do_not_stop_the_tests(machine):
    machine.account(1000)
    machine.with_pango()
    machine.set_up()
    # Only what the script itself needs, so that no browser of this machine is found.
    for name in ("sh", "cat", "grep", "sha256sum"):
        (machine.programs / name).symlink_to(shutil.which(name) or sys.executable)

    done = machine.run("test", PATH=str(machine.programs))

    assert done.returncode == 0
    assert "chromium poppler-utils qpdf firefox-esr nodejs npm" in done.stderr


def test_npm_packages_of_the_tests_are_installed_as_locked_and_once(machine):
    machine.account(1000)
    machine.with_pango()
    machine.set_up()
    tools = machine.tree / "tests" / "browser"
    tools.mkdir(parents=True)
    (tools / "package-lock.json").write_text("{}")
    machine.program("npm", f'mkdir -p "{tools}/node_modules"')

    machine.run("test")
    machine.run("test")

    calls = [line for line in machine.called().splitlines() if line.startswith("npm ")]
    assert len(calls) == 1
    assert calls[0].startswith("npm ci ")
    assert "--ignore-scripts" in calls[0]


def test_tests_go_on_when_npm_fails(machine):
    machine.account(1000)
    machine.with_pango()
    machine.set_up()
    (machine.tree / "tests" / "browser").mkdir(parents=True)
    (machine.tree / "tests" / "browser" / "package-lock.json").write_text("{}")
    machine.program("npm", "exit 1")

    done = machine.run("test")

    assert done.returncode == 0
    assert "skipped and counted" in done.stderr
