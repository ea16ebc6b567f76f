"""A real browser that notes whatever it is made to do: scripts, questions, requests elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.payloads import MARK
from tests.web.conftest import PASSWORD

REPORTS = "/csp-report"  # sent by the browser itself: the driver does not see it
NEXT = "main form button[type=submit]:not([name])"


def reporting(app: Callable[..., Any], happened: list[str]) -> Callable[..., Any]:
    """The app, and a note of each report that a page was kept from something."""

    def noting(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == REPORTS:
            happened.append("the content policy was breached")
        return app(environ, start_response)

    return noting


class Watch:
    """One tab with cookies of its own."""

    def __init__(self, chromium: Any, address: str) -> None:
        self._address = address
        self._context = chromium.new_context(base_url=address)
        self._happened: list[str] = []
        self._context.expose_binding(MARK, lambda *given: self._happened.append("a script ran"))
        self.page = self._context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self._happened.append("a dialog came up")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        url = str(request.url)
        if not url.startswith(f"{self._address}/"):
            self._happened.append(f"asked {url[:60]}")

    def sign_in(self, name: str) -> None:
        """By the form, as anybody."""
        self.page.goto("/sign-in")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator(NEXT).first.click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def open(self, path: str) -> bool:
        """Look at a page, and lay the pointer on it."""
        self.page.goto(path)
        self.page.mouse.move(400, 300)
        return True

    def answer(self, code: str) -> int:
        """A patient's way from the code to the review; how many pages that were."""
        self.page.goto("/")
        self.page.fill("#code", code)
        self.page.locator(NEXT).first.click()
        self.page.fill("#birth-day", "7")
        self.page.select_option("#birth-month", "2")
        self.page.locator(NEXT).first.click()
        self.page.wait_for_url("**/sitting/welcome")
        paths = ["/sitting/welcome", *(f"/sitting/{n}" for n in range(1, 9)), "/sitting/review"]
        return sum(self.open(path) for path in paths)

    def end(self) -> list[str]:
        """All that happened, once the tab is closed."""
        self._context.close()
        return self._happened
