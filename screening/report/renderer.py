"""The app's side of the render worker: starts it, hands it a page, names what went wrong."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from screening.errors import ScreeningError
from screening.quick_dataclass import dataclass
from screening.report.attachment import Attachment
from screening.report.pango import missing_packages as missing_packages
from screening.report.pango import renderer_available as renderer_available
from screening.report.starting import Limits as Limits
from screening.report.starting import spawn
from screening.report.worker import protocol
from screening.report.worker.parcel import pack

START_SECONDS = 20.0
POLL = 0.005  # s between looks whether it is there
ANSWER_SECONDS = 75.0  # two pages may be before this one, each with its own limit of 20 s
SOCKET_PATH_AT_MOST = 100  # bytes; the system's own limit is 107


class RendererError(ScreeningError):
    """A PDF could not be made. Seen by the clinician, who can ask again."""


class RendererDown(RendererError):
    """The worker does not run or went away."""

    def __str__(self) -> str:
        return "The PDF could not be made because its renderer is not running. Try again."


class RendererTimedOut(RendererError):
    """The page took longer than its limit."""

    def __str__(self) -> str:
        return "The PDF took too long and was stopped. Try again."


class RendererRefused(RendererError):
    """The page asks for what is not ours, or needs more than its limit."""

    def __str__(self) -> str:
        return "The PDF was refused by its renderer. Tell the operator."


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF."""

    pdf: bytes
    pages: int
    step: str  # how far page 1 had to give way; see worker/fitting.py
    log_lines: int  # complaints of the library; 0 for a sound page


class Renderer:
    """Asks the worker behind a socket; starts it when it is not there."""

    def __init__(
        self, socket_path: Path, limits: Limits | None = None, *, once: str | None = None
    ) -> None:
        """
        socket_path  in a folder that only this account can enter
        once         for one page, and on this paper: nothing is made ready for another
        """
        if len(os.fsencode(socket_path)) > SOCKET_PATH_AT_MOST:
            raise ValueError("the path of the socket is too long")
        self._path = socket_path
        self._limits, self._once = limits or Limits(), once
        self._worker: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None

    def render(
        self, html: str, paper: str = "a4", attachments: tuple[Attachment, ...] = ()
    ) -> bytes:
        """The PDF of a page.

        paper   a4 or letter
        raises  RendererDown, RendererTimedOut, RendererRefused
        """
        return self.render_page(html, paper, attachments).pdf

    def render_page(
        self, html: str, paper: str = "a4", attachments: tuple[Attachment, ...] = ()
    ) -> Rendered:
        """The PDF with what is known of it; same errors as render."""
        try:
            with self._reach() as link:
                link.settimeout(ANSWER_SECONDS)
                protocol.send(link, {"paper": paper}, pack(html, attachments))
                head, pdf = protocol.receive(link, protocol.PDF_AT_MOST)
        except TimeoutError:
            raise RendererTimedOut from None
        except (OSError, ValueError):
            raise RendererDown from None
        if head["status"] == protocol.TIMED_OUT:
            raise RendererTimedOut
        if head["status"] != protocol.OK:
            raise RendererRefused
        return Rendered(pdf, int(head["pages"]), str(head["step"]), int(head["log_lines"]))

    def ensure_running(self) -> None:
        """Start the worker unless one answers; raises RendererDown when it does not come up.

        Several processes may call this at once: one of them starts it, the others wait.
        """
        if self._answers():
            return
        with self._only_one_starts():
            if not self._answers():
                self._start()
                self._wait_until_it_answers()

    def begin(self) -> None:
        """Start the worker and do not wait: it gets ready while the page is still made."""
        with self._only_one_starts():
            self._start()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, where this process started it."""
        return self._worker.pid if self._worker else None

    def close(self) -> None:
        """Let go of the worker; it ends when nobody else holds it."""
        if self._lifeline is not None:
            os.close(self._lifeline)
            self._lifeline = None
        if self._worker is not None:
            self._worker.wait(timeout=START_SECONDS)
            self._worker = None

    def _reach(self) -> socket.socket:
        try:
            return self._connect()
        except OSError:
            self.ensure_running()
            return self._connect()

    def _connect(self) -> socket.socket:
        self._refuse_foreign_folder()
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            link.connect(str(self._path))
        except OSError:
            link.close()
            raise
        return link

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def _only_one_starts(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._refuse_foreign_folder()
            lock = os.open(f"{self._path}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            raise RendererDown from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _refuse_foreign_folder(self) -> None:
        """Pages hold names: who could put a socket of his own here would be sent them.

        raises  PermissionError
        """
        folder = self._path.parent.lstat()
        ours = stat.S_ISDIR(folder.st_mode) and folder.st_uid == os.getuid()
        if not ours or folder.st_mode & 0o077:
            raise PermissionError("The socket's folder is open to others.")

    def _start(self) -> None:
        """Start it, unless it was begun already and is on its way."""
        if self._worker is None or self._worker.poll() is not None:
            if self._lifeline is not None:
                self.close()
            try:
                self._worker, self._lifeline = spawn(self._path, self._limits, once=self._once)
            except OSError:
                raise RendererDown from None

    def _wait_until_it_answers(self) -> None:
        assert self._worker is not None
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            if self._answers():
                return
            if self._worker.poll() is not None:
                break
            time.sleep(POLL)
        raise RendererDown


@contextlib.contextmanager
def own_renderer(limits: Limits | None = None, *, once: str | None = None) -> Iterator[Renderer]:
    """A renderer for one run of a command, gone afterwards.

    once  for one page, and on this paper: nothing is made ready for another
    """
    with tempfile.TemporaryDirectory(prefix="screening-") as folder:
        renderer = Renderer(Path(folder) / "renderer.sock", limits, once=once)
        try:
            yield renderer
        finally:
            renderer.close()
