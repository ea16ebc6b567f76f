"""300 payloads in the texts of a translation: they stay text on both of its pages."""

from __future__ import annotations

import pytest

from screening.web.one_line import holds_hidden
from screening.web.translation_forms import TEXT_AT_MOST
from tests.payloads import PAYLOADS, harmless
from tests.stored.walk import leads_away, skeleton
from tests.web.conftest import Clinic
from tests.web.translating import ES, WORDS, translate

pytestmark = pytest.mark.slow

# Those with signs that cannot be seen are refused, which another test shows.
SHOWN = [text for text in PAYLOADS if not any(map(holds_hidden, text.split("\n")))]


def together(texts: list[str]) -> list[str]:
    """As many in one text as it may hold."""
    found, row = [], ""
    for text in texts:
        if len(row) + len(text) + 1 > TEXT_AT_MOST:
            found, row = [*found, row], ""
        row = f"{row} {text}".strip()
    return [*found, row]


def test_each_payload_stays_text_where_it_is_written_and_where_it_is_compared(clinic: Clinic):
    moss, ada = clinic.signed_in(clinic.moss), clinic.signed_in(clinic.ada)
    texts = together(SHOWN)
    translate(moss, t__title="first")  # from the second save on there is one to take back

    for first in range(0, len(texts), len(WORDS)):
        some = texts[first : first + len(WORDS)]
        pages = []
        for words in (some, [harmless(text) for text in some]):
            translate(moss, **dict(zip(WORDS, words, strict=False)))
            assert moss.page.value("t.title") == words[0]
            ada.open(f"{ES}/publish")
            assert leads_away(moss.page.html) == leads_away(ada.page.html) == []
            pages.append((skeleton(moss.page.html), skeleton(ada.page.html)))
        assert pages[0] == pages[1]

    assert len(SHOWN) > 250
