"""Pages whose frame is the same for everybody: drawn once in a language, then filled for each.

A frame is shown to one patient after another, so nothing of a person may get into it: whatever
differs is handed over as a text to fill in, and form tokens leave a gap by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from threading import Lock

from flask import g, render_template
from markupsafe import Markup, escape

AT_MOST = 200
# Characters for private use: no text of ours has them, and nothing escapes them.
_BEGIN, _END = "\ue000", "\ue001"
_GAP = re.compile(f"{_BEGIN}([^{_END}]*){_END}")
_TOKEN = "token"  # noqa: S105  begins the name of a gap
_Frame = tuple[str, ...]  # text, name of a gap, text, … text
FormToken = Callable[[str, str], str]  # purpose, name of the cookie -> token


class Frames:
    """The frames of one app, by what holds at the site, template, language and shape."""

    def __init__(self) -> None:
        self._held: dict[Hashable, _Frame] = {}
        self._lock = Lock()  # several threads of one process serve tablets

    def page(
        self,
        template: str,
        language: str,
        site: Hashable,
        shape: Mapping[str, Hashable],
        texts: Mapping[str, object],
        form_token: FormToken,
    ) -> str:
        """A page, as `render_template` makes it of shape and texts.

        language   of the page
        site       what holds at the site: its name and its minutes stand on every page
        shape      what the template decides by; few values
        texts      what it only shows; each is filled in anew
        """
        key = (site, template, language, *shape.items())
        frame = self._held.get(key)
        if frame is None:
            frame = _draw(template, shape, texts)
            with self._lock:
                if len(self._held) >= AT_MOST:
                    self._held.clear()
                self._held[key] = frame
        return "".join(
            _filled(piece, texts, form_token) if at % 2 else piece for at, piece in enumerate(frame)
        )


def with_gaps(form_token: FormToken) -> FormToken:
    """The same for templates; a gap while a frame is drawn."""

    def token(purpose: str, cookie: str) -> str:
        if _is_drawing():
            return _gap(f"{_TOKEN} {purpose} {cookie}")
        return form_token(purpose, cookie)

    return token


def _is_drawing() -> bool:
    return "frame" in g


def _draw(template: str, shape: Mapping[str, Hashable], texts: Mapping[str, object]) -> _Frame:
    g.frame = True
    try:
        made = render_template(template, **shape, **{name: _gap(name) for name in texts})
    finally:
        del g.frame
    return tuple(_GAP.split(made))


def _gap(name: str) -> Markup:
    return Markup(f"{_BEGIN}{name}{_END}")  # noqa: S704  a name of ours


def _filled(name: str, texts: Mapping[str, object], form_token: FormToken) -> str:
    if name.startswith(f"{_TOKEN} "):
        _, purpose, cookie = name.split(" ")
        return form_token(purpose, cookie)
    return str(escape(texts[name]))
