"""Two browsers behind one small set of acts: Debian's Chromium, and Debian's Firefox.

Everything that moves goes by script in the page, as a driver's own "back" may pass by the memory in
which a browser keeps pages; both keep that memory switched on here.
"""

from __future__ import annotations

import base64
import json
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.conftest import FLAGS

BROWSER_TOOLS = Path(__file__).resolve().parents[1] / "browser"
BRIDGE = BROWSER_TOOLS / "bridge.mjs"
LONGEST_S = 30.0  # of a busy machine, for a page that has to come
HISTORY_S = 8.0  # for one that may not come: where history ends, nothing does
RELOAD_S = 1.5
STEP_S = 0.03
# One of a page's own: lost with the page, and back with it when it comes back from memory. It knows
# whether the page is about to give way, so that a slow machine is waited for and a fast one is not.
WATCH = """(window.watchOfTest ??= (() => {
  const watch = { stamp: Math.random(), leaves: false };
  addEventListener("pagehide", () => { watch.leaves = false; });
  window.navigation?.addEventListener("navigate", () => { watch.leaves = true; });
  return watch;
})())"""
# A browser's own page, such as "send again?", is never quite complete.
SETTLED = "document.readyState === 'complete' || !document.documentURI.startsWith('http')"
WHERE = f"[{SETTLED}, {WATCH}.stamp, performance.timeOrigin, location.href].join()"


class Tab(ABC):
    """One tab."""

    def __init__(self) -> None:
        self.from_memory = 0  # pages that came back as they were left
        self.seen: set[str] = set()

    @abstractmethod
    def type_address(self, address: str) -> None:
        """As into the address bar, and not wait: nobody's page leads there."""

    @abstractmethod
    def script(self, text: str) -> Any:
        """The value of an expression in the page."""

    @abstractmethod
    def keys(self, text: str) -> None:
        """Type where the focus is."""

    @abstractmethod
    def cookies(self) -> dict[str, str]:
        """All of the browser, also those that no script sees."""

    @abstractmethod
    def pdf(self) -> bytes:
        """The page as it is printed."""

    @abstractmethod
    def close(self) -> None:
        """The tab alone."""

    def move(self, text: str, seconds: float = HISTORY_S) -> bool:
        """Run a script that leads to another page; false when none came."""
        # Begun a moment later: a page that goes at once would take the reply along.
        later = f"void setTimeout(() => {{ {text} }})"
        return self._moved(lambda: self.script(later), seconds)

    def _moved(self, act: Callable[[], Any], seconds: float, towards: str = "") -> bool:
        self.seen.add(before := self._where())
        act()
        found = self._wait_for_other({before}, seconds, towards)
        if found in self.seen:
            # This page came back from memory, and is about to reload itself.
            self.from_memory += 1
            found = self._wait_for_reload() or found
        return bool(found)

    def go(self, address: str) -> None:
        """Type an address."""
        assert self._moved(lambda: self.type_address(address), LONGEST_S, "http"), address

    def press(self, selector: str) -> None:
        """A button or link that leads on."""
        click = f"document.querySelector({json.dumps(selector)}).click()"
        assert self.move(click, LONGEST_S), selector

    def tick(self, selector: str) -> None:
        """A box or tile."""
        self._wait_for(selector)
        self.script(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Into a field."""
        self._wait_for(selector)
        self.script(f"document.querySelector({json.dumps(selector)}).focus()")
        self.keys(text)

    def printed(self) -> str:
        """The text of the printed page."""
        pages = PdfReader(BytesIO(self.pdf())).pages
        return " ".join(page.extract_text() for page in pages)

    def _wait_for(self, selector: str) -> None:
        give_up = time.monotonic() + LONGEST_S
        while not self.script(f"!!document.querySelector({json.dumps(selector)})"):
            assert time.monotonic() < give_up, f"{selector} does not come"
            time.sleep(STEP_S)

    def _wait_for_other(self, known: set[str], seconds: float, towards: str = "") -> str:
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            time.sleep(STEP_S)
            settled, _, _, address = (now := self._where()).split(",", 3)
            if settled == "true" and now not in known and address.startswith(towards):
                return now
        return ""

    def _wait_for_reload(self) -> str:
        """The page that takes this one's place; empty when it does not set out to leave."""
        give_up = time.monotonic() + RELOAD_S
        while time.monotonic() < give_up:
            if self._asked(f"{WATCH}.leaves"):
                return self._wait_for_other(self.seen, LONGEST_S)
            if self._where() not in self.seen:
                return self._wait_for_other(self.seen, LONGEST_S)
            time.sleep(STEP_S)
        return ""

    def _where(self) -> str:
        return str(self._asked(WHERE))

    def _asked(self, text: str) -> Any:
        # While one page gives way to another there is nothing to ask.
        for _ in range(200):
            try:
                return self.script(text)
            except Exception:
                time.sleep(STEP_S)
        raise TimeoutError("the page does not answer")


class Engine(ABC):
    """One browser with a profile folder of its own."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self._closed = False

    def stop(self) -> None:
        """Close it, unless it was closed before."""
        if not self._closed:
            self._closed = True
            self.close()

    @abstractmethod
    def tab(self) -> Tab:
        """A fresh tab."""

    @abstractmethod
    def close(self) -> None:
        """End the program."""


class ChromiumEngine(Engine):
    """Through Playwright, which would switch the memory of pages off."""

    def __init__(self, browser_type: Any, executable: str, profile: Path) -> None:
        super().__init__(profile)
        self._context = browser_type.launch_persistent_context(
            str(profile),
            executable_path=executable,
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
            viewport={"width": 1024, "height": 768},
        )

    def tab(self) -> Tab:
        return _ChromiumTab(self._context)

    def close(self) -> None:
        self._context.close()


class _ChromiumTab(Tab):
    def __init__(self, context: Any) -> None:
        super().__init__()
        self._page = context.new_page()

    def type_address(self, address: str) -> None:
        self._page.goto(address, wait_until="commit")

    def script(self, text: str) -> Any:
        return self._page.evaluate(text)

    def keys(self, text: str) -> None:
        self._page.keyboard.type(text)

    def cookies(self) -> dict[str, str]:
        return {one["name"]: one["value"] for one in self._page.context.cookies()}

    def pdf(self) -> bytes:
        return bytes(self._page.pdf())

    def close(self) -> None:
        self._page.close()


class FirefoxEngine(Engine):
    """Through the bridge, a Node.js program that speaks WebDriver BiDi."""

    def __init__(self, node: str, executable: str, profile: Path) -> None:
        super().__init__(profile)
        self._program = subprocess.Popen(
            [node, str(BRIDGE), executable, str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tab(self) -> Tab:
        return _FirefoxTab(self, self.ask("open"))

    def ask(self, *words: Any) -> Any:
        """One act of the bridge."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(words) + "\n")
        self._program.stdin.flush()
        reply = json.loads(self._program.stdout.readline())
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply["value"]

    def close(self) -> None:
        self._program.communicate()
        assert self._program.returncode == 0


class _FirefoxTab(Tab):
    def __init__(self, engine: FirefoxEngine, number: int) -> None:
        super().__init__()
        self._engine, self._number = engine, number

    def type_address(self, address: str) -> None:
        self._engine.ask("go", self._number, address)

    def script(self, text: str) -> Any:
        return self._engine.ask("script", self._number, text)

    def keys(self, text: str) -> None:
        self._engine.ask("keys", self._number, text)

    def cookies(self) -> dict[str, str]:
        return dict(self._engine.ask("cookies", self._number))

    def pdf(self) -> bytes:
        return base64.b64decode(self._engine.ask("pdf", self._number))

    def close(self) -> None:
        self._engine.ask("close", self._number)
