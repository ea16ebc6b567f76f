"""The patient's questions in the words of the page's language.

Words change, and nothing else: the way is worked out, and findings are recorded, from the
questionnaire as its authors wrote it. Where there is no translation the original is shown.
"""

from __future__ import annotations

from flask import g

from screening.core.answers import Answer, Missing
from screening.core.item import ChoiceItem, ChoicesItem, Item
from screening.core.questionnaire import Questionnaire
from screening.core.words import answer_words
from screening.quick_dataclass import dataclass
from screening.web.language import SPEECH, gettext, page_language
from screening.web.parts import parts
from screening.web.stops import Stop


@dataclass(frozen=True, slots=True)
class Told:
    """A stop as it is shown."""

    items: tuple[Item, ...]  # in the order of the stop's own
    page_title: str
    lang: str  # of its words; empty where that is the page's own

    def answer(self, item: Item, answer: Answer | Missing | None) -> str:
        """An answer to one of the items, to the person who gave it."""
        if answer is None:
            return gettext("No answer yet")
        if isinstance(answer, Missing):
            return gettext("You chose not to answer")
        return answer_words(item, answer, SPEECH, in_full=True)

    def answer_lang(self, item: Item, answer: Answer | Missing | None) -> str:
        """The language of that, where it is not the page's: of the options alone."""
        chosen = isinstance(answer, Answer) and isinstance(item, ChoiceItem | ChoicesItem)
        return self.lang if chosen else ""


def tell(stop: Stop) -> Told:
    """A stop in the page's language."""
    told = _told(stop.questionnaire)
    lang = "" if _speaks(told, page_language()) else told.language
    if told is stop.questionnaire:
        return Told(stop.items, stop.page_title, lang)
    items = tuple(told.item(item.id) for item in stop.items)
    return Told(items, told.page_of(items[0].id).title, lang)


def _told(own: Questionnaire) -> Questionnaire:
    """Looked up once a minute: a translation may be published at any time."""
    language = page_language()
    if _speaks(own, language):
        return own
    key = (own.sha256, language, parts().shelf.texts_mark)
    held = parts().told
    found = held.find(key, g.now)
    if found is None:
        found = parts().shelf.told(g.session, own.sha256, language)
        held.keep(key, found, g.now)
    return found


def _speaks(questionnaire: Questionnaire, language: str) -> bool:
    return questionnaire.language.partition("-")[0] == language
