"""The app as the browser meets it: what it answers is noted, and single guards can be taken away.

A guard is removed here, from the answers on their way out: the product has no switch for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

WSGI = Callable[..., Iterable[bytes]]
PAGESHOW = re.compile(rb'addEventListener\("pageshow".*?\}\);', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the server."""

    path: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def is_page(self) -> bool:
        return dict(self.headers).get("Content-Type", "").startswith("text/html")

    def without(self, *names: str) -> Reply:
        """The same without these headers."""
        return replace(self, headers=tuple(h for h in self.headers if h[0] not in names))


@dataclass
class Tap:
    """A WSGI app in front of ours."""

    app: WSGI
    removed: frozenset[str] = frozenset()  # names of GUARDS, and "410"
    replies: list[Reply] = field(default_factory=list)  # since the last handover
    shown: dict[str, Reply] = field(default_factory=dict)  # the last page at each address

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        reply = self._ask(environ)
        for name in self.removed & set(GUARDS):
            reply = GUARDS[name](reply)
        if environ["REQUEST_METHOD"] == "GET" and reply.is_page:
            reply = self._old_page_instead(reply)
        self.replies.append(reply)
        length = ("Content-Length", str(len(reply.body)))
        start(reply.status, [*reply.without("Content-Length").headers, length])
        return [reply.body]

    def _ask(self, environ: dict[str, Any]) -> Reply:
        told: list[Any] = []
        chunks = self.app(environ, lambda status, headers, exc=None: told.extend((status, headers)))
        body = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        return Reply(environ["PATH_INFO"], told[0], tuple(told[1]), body)

    def _old_page_instead(self, reply: Reply) -> Reply:
        if "410" in self.removed and reply.status.startswith("410"):
            return self.shown.get(reply.path, reply)
        if reply.status.startswith("200"):
            self.shown[reply.path] = reply
        return reply


def _no_autocomplete(reply: Reply) -> Reply:
    return replace(reply, body=reply.body.replace(b' autocomplete="off"', b""))


def _no_store(reply: Reply) -> Reply:
    # Without any word about it a browser may keep a page on its disk.
    return reply.without("Cache-Control") if reply.is_page or reply.status < "4" else reply


def _no_clearing(reply: Reply) -> Reply:
    """Neither the new cookie nor the clearing that come with the end of a sitting."""
    ends = "Clear-Site-Data" in dict(reply.headers)
    return reply.without("Clear-Site-Data", "Set-Cookie") if ends else reply


def _no_pageshow(reply: Reply) -> Reply:
    if not reply.path.endswith("patient.js"):
        return reply
    body, found = PAGESHOW.subn(b"", reply.body)
    assert found or not reply.body, "the guard is not where it is taken from"
    return replace(reply, body=body)


def _no_asking(reply: Reply) -> Reply:
    return replace(reply, body=b"") if reply.path.endswith("sitting.js") else reply


GUARDS: dict[str, Callable[[Reply], Reply]] = {
    "autocomplete": _no_autocomplete,
    "no-store": _no_store,
    "clearing": _no_clearing,
    "pageshow": _no_pageshow,
    "asking": _no_asking,
}
