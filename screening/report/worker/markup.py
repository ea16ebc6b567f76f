"""Text -> tree. Our templates write HTML that is XML as well."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring


class WrongMarkup(Exception):
    """No well-formed page of ours; the fork that met it ends, and the page is refused."""


def read_markup(text: str) -> Element:
    """The root element.

    raises  WrongMarkup, also for declared entities: they could name files or grow without end,
            and no template of ours has any. Typed text has its < escaped and cannot declare one.
    """
    if "<!ENTITY" in text or "<!DOCTYPE html [" in text:
        raise WrongMarkup
    try:
        return fromstring(text)  # noqa: S314  entities are refused above
    except ParseError:
        raise WrongMarkup from None
