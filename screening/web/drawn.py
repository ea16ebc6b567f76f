"""Questions as they are drawn with nothing in them, or with one of few options chosen.

Such a question looks the same whoever meets it, so it is drawn once. Nothing is kept of who chose
what, and nothing that anybody typed.
"""

from __future__ import annotations

from threading import Lock
from weakref import ref

from flask import current_app
from markupsafe import Markup

from screening.core.item import ChoiceItem, Item
from screening.web.controls import Control
from screening.web.typed import OUT

AT_MOST = 4000  # of all questionnaires, languages and options; a library has about two thousand
# Id of the item, language of the page, of the item, way out, what is chosen, whether it is the
# page's heading.
_Key = tuple[int, str, str, str, str, bool]


class Drawn:
    """What was drawn, by item, page language, way out and place."""

    def __init__(self) -> None:
        self._held: dict[_Key, tuple[ref[Item], Markup]] = {}
        self._lock = Lock()  # several threads of one process serve tablets

    def question(self, control: Control, language: str, *, heading: bool) -> Markup:
        """The control as a question; kept where it may look the same for others.

        language   of the page
        heading    whether it is the page's only question
        """
        chosen = _chosen(control)
        if chosen is None or control.wrong or control.rows:
            return _draw(control, heading)
        key = (id(control.item), language, control.lang, control.way_out, chosen, heading)
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


def _chosen(control: Control) -> str | None:
    """What is chosen, empty for nothing; None where there is more to it than one of few options."""
    typed = control.typed
    if typed.out:
        return OUT if not control.begun else None
    if isinstance(control.item, ChoiceItem) and len(typed.picked) == 1:
        return typed.picked[0]
    return None if control.begun else ""


def _draw(control: Control, heading: bool) -> Markup:
    macros = current_app.jinja_env.get_template("components/item.html").module
    made: Markup = macros.draw(control, heading)  # type: ignore[attr-defined]
    return made
