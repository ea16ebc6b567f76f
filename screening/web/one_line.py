"""One line as people type and paste it: plain spaces, and no sign that nobody can see."""

from __future__ import annotations

# Letters of some scripts are joined or held apart by them; they may stand inside a name.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# Nothing is drawn for these either, though Python takes them for printable.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def plain_spaces(text: str) -> str:
    """The text with one plain space for any spaces, and none at its ends."""
    return " ".join(text.split()).strip(JOINERS)


def holds_hidden(text: str, *, joiners: bool = False) -> bool:
    """Whether a sign is in it that nobody sees, or that turns the reading direction around.

    joiners   whether those are meant to be there
    """
    shown = text.translate(dict.fromkeys(map(ord, JOINERS))) if joiners else text
    return not shown.isprintable() or not _BLANKS.isdisjoint(shown)
