"""How deep, long and many the parts of a file may be, and what of YAML is not read."""

from __future__ import annotations

import re
from typing import Any, Final

from yaml.events import AliasEvent, ScalarEvent

from screening.core.yaml_text import YamlFault, mark_of

DEEPEST: Final = 32
MOST_NODES: Final = 20_000
LONGEST_SCALAR: Final = 8 * 1024  # bytes of UTF-8, of which a character has four at most

_NOT_IN_A_TEXT = re.compile("[\x00-\x08\x0b-\x1f]")


def check_limits(event: Any, nodes: int, around: int) -> None:
    """Refuse a scalar, list or mapping that is deeper, later, longer or other than allowed."""
    if around >= DEEPEST or nodes > MOST_NODES:
        fault = (
            "too_deep",
            "The file is nested too deeply or too long.",
            f"Keep within {DEEPEST} levels and {MOST_NODES} values.",
        )
    elif type(event) is AliasEvent or event.anchor is not None:
        fault = (
            "anchor",
            "Anchors (&) and aliases (*) are not read here.",
            "Write it out, or put quotes around the text.",
        )
    elif event.tag is not None:
        fault = (
            "tag",
            "Tags (!) are not read here.",
            "Take the tag away, or put quotes around the text.",
        )
    elif type(event) is ScalarEvent and _NOT_IN_A_TEXT.search(event.value):
        fault = ("control_character", "This text holds a control character.", "Take it out.")
    elif type(event) is ScalarEvent and _bytes(event.value) > LONGEST_SCALAR:
        problem = f"This text has {_bytes(event.value)} bytes."
        fault = ("too_long", problem, f"Keep it within {LONGEST_SCALAR}.")
    else:
        return
    raise YamlFault(mark_of(event.start_mark), *fault)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
