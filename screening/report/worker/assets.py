"""The only things a page may fetch: our own fonts, handed out from memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.request import OpenerDirector

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[3] / "static"
# A name that no resolver answers: relative addresses of the style sheet end up here.
HOME = "https://static.invalid/"
STYLE_SHEET = HOME + "css/report.css"


def packaged_assets() -> dict[str, bytes]:
    """Every font of the package by the address the style sheet gives it."""
    fonts = sorted((STATIC / "fonts").glob("*.ttf"))
    return {f"{HOME}fonts/{path.name}": path.read_bytes() for path in fonts}


class PackagedAssetsOnly(URLFetcher):
    """Hands out our own assets; refuses anything else, and remembers that it was asked.

    The error is a BaseException on purpose: the library lets every other one pass and goes on
    without the picture. Inside inline SVG it swallows even this one, hence `refused`.
    """

    def __init__(self, assets: dict[str, bytes]) -> None:
        # Not the library's: it would add a handler for each kind of address.
        OpenerDirector.__init__(self)
        self._fail_on_errors = False
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url in self.assets:
            return URLFetcherResponse(url, body=self.assets[url])
        self.refused.append(url)
        raise FatalURLFetchingError("Not one of our assets")
