"""A browser without script over Flask's client: it reads pages, fills in forms and presses buttons.

Every page it opens is checked for what a page must be (see pages.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.pages import Form, Page, check_page

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
Values = Mapping[str, str | Sequence[str]]


class Browser:
    """One browser with its own cookies; `page` is what it shows."""

    def __init__(self, app: Flask, address: str = "10.0.0.7") -> None:
        self.client = app.test_client()
        self.address = address
        self.response: TestResponse
        self.page = Page("")
        self.path = ""
        self.seen: list[str] = []  # every address that was asked for

    def open(self, path: str) -> Page:
        """Ask for a page and follow where it leads."""
        return self._show(self._send("GET", path))

    def follow(self, words: str) -> Page:
        """Press the first link that begins with these words."""
        return self.open(self.page.link(words))

    def press(self, button: str, /, **fields: str | Sequence[str]) -> Page:
        """Fill in the form with this button and press it. `x__y` is the field `x.y`."""
        values = {name.replace("__", "."): value for name, value in fields.items()}
        return self.submit(self.page.form(button), values, button)

    def submit(self, form: Form, values: Values, words: str) -> Page:
        """Send a form as the browser would, with these values in place of what it shows."""
        return self._show(self.post(form.action or self.path, form.data(values, words)))

    def post(self, path: str, data: Mapping[str, object]) -> TestResponse:
        """Send data as our own page would."""
        return self._send("POST", path, data=data, headers=SAME_ORIGIN)

    @property
    def status(self) -> int:
        return self.response.status_code

    def cookie(self, name: str) -> str:
        """The value of a cookie, or nothing."""
        found = self.client.get_cookie(name)
        return found.value if found else ""

    def _show(self, response: TestResponse) -> Page:
        while response.status_code in (302, 303):
            response = self._send("GET", response.headers["Location"])
        self.response = response
        self.page = Page(response.get_data(as_text=True))
        if response.mimetype == "text/html":
            check_page(self.page)
        return self.page

    def _send(self, method: str, path: str, **kwargs: object) -> TestResponse:
        parts = urlsplit(path)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.seen.append(self.path)
        return self.client.open(
            self.path,
            method=method,
            environ_overrides={"REMOTE_ADDR": self.address},
            **kwargs,
        )
