"""Questions as they are drawn with nothing in them: the same for every patient, so drawn once.

Nothing that anybody answered is kept here.
"""

from __future__ import annotations

from threading import Lock
from weakref import ref

from flask import current_app
from markupsafe import Markup

from screening.core.item import Item
from screening.web.controls import Control

AT_MOST = 2000  # of all questionnaires and languages; a library has a few hundred
# Id of the item, language of the page, of the item, way out, whether it is the page's heading.
_Key = tuple[int, str, str, str, bool]


class Drawn:
    """What was drawn, by item, page language, way out and place."""

    def __init__(self) -> None:
        self._held: dict[_Key, tuple[ref[Item], Markup]] = {}
        self._lock = Lock()  # several threads of one process serve tablets

    def question(self, control: Control, language: str, *, heading: bool) -> Markup:
        """The control as a question; kept where nothing stands in it.

        language   of the page
        heading    whether it is the page's only question
        """
        if control.begun or control.typed.out or control.wrong or control.rows:
            return _draw(control, heading)
        key = (id(control.item), language, control.lang, control.way_out, heading)
        known = self._held.get(key)
        # An id may come back for another item once the first is gone.
        if known is not None and known[0]() is control.item:
            return known[1]
        made = _draw(control, heading)
        with self._lock:
            if len(self._held) >= AT_MOST:
                self._held.clear()
            self._held[key] = (ref(control.item), made)
        return made


def _draw(control: Control, heading: bool) -> Markup:
    macros = current_app.jinja_env.get_template("components/item.html").module
    made: Markup = macros.draw(control, heading)  # type: ignore[attr-defined]
    return made
