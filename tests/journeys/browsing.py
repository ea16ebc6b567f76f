"""Somebody in front of a browser: what they press, type and read; and what must never happen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# A folder for pictures of every page, to be looked at; none are kept without it.
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
SIZES = ((390, 844), (1024, 768), (1440, 900))


class Visitor:
    """One browser with cookies of its own, and one page in it."""

    def __init__(self, context: Any, address: str) -> None:
        self.page = context.new_page()
        self._context = context
        self._own = urlsplit(address).netloc
        self._complaints: list[str] = []
        context.on("request", self._check_request)
        self.page.on("console", self._check_console)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def go(self, path: str) -> int:
        """Open an address; returns the status."""
        return int(self.page.goto(path).status)

    def press(self, name: str) -> None:
        """A button; another page comes, where a script sends the form a moment later as well."""
        button = self.page.get_by_role("button", name=name, exact=True).first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            button.click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """A link."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self._read_whole()

    def type(self, label: str, text: str) -> None:
        """Into the field with this label."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def choose(self, label: str, option: str) -> None:
        """In the list with this label; its options count as words of the label around it."""
        self.page.get_by_label(label).first.select_option(label=option)

    @property
    def heading(self) -> str:
        """The one h1."""
        return str(self.page.locator("h1").inner_text()).strip()

    @property
    def title(self) -> str:
        """Of the window."""
        return str(self.page.title())

    @property
    def path(self) -> str:
        """Of the address."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """All that can be read on the page."""
        return str(self.page.locator("body").inner_text())

    def answer(self, anchor: str, value: object) -> None:
        """Give one item's answer in its control.

        anchor  HTML id of the item
        value   None: the way out; an option id, a list of them, a text, or parts by name
                ({"day": "3", "month": "May"}), where True ticks a part
        """
        # What is counted below does not wait by itself for a page that is still arriving.
        self.page.locator(f'[id^="{anchor}-"]').first.wait_for(state="attached")
        self._read_whole()
        if value is None:
            self._by_id(f"{anchor}-out").check()
        elif isinstance(value, dict):
            for part, text in value.items():
                self._part(f"{anchor}-{part}", text)
        elif isinstance(value, list):
            for option in value:
                self._by_id(f"{anchor}-{option}").check()
        elif self._by_id(f"{anchor}-input").count():
            self._by_id(f"{anchor}-input").fill(str(value))
        else:
            self._by_id(f"{anchor}-{value}").check()

    def picture(self, name: str) -> None:
        """The page as it looks now, in three sizes, where pictures are wanted."""
        if not PICTURES:
            return
        before = self.page.viewport_size
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            path = Path(PICTURES) / f"{name}-{width}.png"
            self.page.screenshot(path=str(path), full_page=True)
        self.page.set_viewport_size(before)

    def leave(self) -> None:
        """Close the browser; nothing may have been complained about."""
        self._context.close()
        assert not self._complaints, self._complaints

    def _read_whole(self) -> None:
        self.page.wait_for_load_state("domcontentloaded")

    def _part(self, html_id: str, text: object) -> None:
        control = self._by_id(html_id)
        if text is True:
            control.check()
        elif control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(label=text)
        else:
            control.fill(text)

    def _by_id(self, html_id: str) -> Any:
        return self.page.locator(f'[id="{html_id}"]')

    def _check_request(self, request: Any) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob", "about") and where.netloc != self._own:
            self._complaints.append(f"asked another host: {where.netloc}")

    def _check_console(self, message: Any) -> None:
        # A refused form is an answer like any other; the browser logs its status as an error.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._complaints.append(message.text)
