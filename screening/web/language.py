"""Which language a page speaks, and how it says a sentence, a date and a unit in it.

Patients read the language of their sitting; before there is one, what was picked on this tablet,
and else what the clinic has set. Pages of staff speak English, whatever a patient reads meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import cast

import flask_babel
from babel import Locale
from babel.dates import format_date, get_month_names
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request

from screening.core.message import Message
from screening.core.moments import Moment
from screening.core.words import Speech, unit_words
from screening.settings import ROOT
from screening.web import cookies
from screening.web.clock import clock_words, hours_of_day
from screening.web.parts import parts
from screening.web.site_here import in_order, site

STAFF_LANGUAGE = "en"
# How dates and numbers are written where our patients live.
LOCALES = {"en": "en_US", "es": "es_US"}
OWN_NAMES = {"en": "English", "es": "Español"}
FOLDER = ROOT / "screening" / "translations"


def init_app(app: Flask) -> None:
    """Catalogues, and what templates call."""
    flask_babel.Babel(
        app,
        configure_jinja=False,  # its callables look the locale up anew for every sentence
        default_locale=LOCALES[STAFF_LANGUAGE],
        default_translation_directories=str(FOLDER),
        locale_selector=lambda: _locale(page_language()),
    )
    app.jinja_env.filters |= {"told": told, "unit": unit_here}
    app.jinja_env.globals |= {
        "_": gettext,
        "ngettext": ngettext,
        "page_language": page_language,
        "all_languages": all_languages,
        "other_languages": other_languages,
        "months": months,
        "hours": hours,
    }


def page_language() -> str:
    """The language of the page that is being made, as in `<html lang>`."""
    if "language" not in g:
        g.language = _find()
    return cast(str, g.language)


def speak(language: str) -> None:
    """Make the rest of this request's page in this language."""
    g.language = language
    flask_babel.refresh()


@contextmanager
def as_a_patient_reads(language: str) -> Iterator[None]:
    """Draw, on a page of staff, what a tablet shows in this language; then go on as before."""
    own = page_language()
    g.for_patient = True
    speak(language)
    try:
        yield
    finally:
        del g.for_patient
        speak(own)


def keep_for_a_while(*, after: bool = False) -> None:
    """Let the tablet go on in this page's language, and at this site, for a short while without a
    sitting.

    after   only on the pages after the sitting: the next code does not go by it
    """
    own = page_language()
    cookies.pick_language("" if own == site().language else own, after=after)
    if "kiosk" in g:
        cookies.remember_site(g.kiosk.site_id)


def other_languages() -> tuple[tuple[str, str], ...]:
    """What a patient may change to: code, and name in the language itself."""
    own = page_language()
    return tuple((code, OWN_NAMES[code]) for code in site().languages if code != own)


def all_languages(first: str = "") -> tuple[tuple[str, str], ...]:
    """Code and own name of each language; that of a sitting first, else the clinic's."""
    offered = site().languages
    if first and first not in offered:  # it was, when the sitting began
        offered = (first, *offered)
    return tuple((one, OWN_NAMES[one]) for one in in_order(first or offered[0], offered))


def on_the_tablet(path: str) -> bool:
    """Whether this address belongs to the patient's pages."""
    return path in ("/", "/thank-you", "/language") or path.startswith(("/sitting", "/reading"))


def gettext(text: str, **values: object) -> str:
    """A sentence in the page's language; `%(name)s` in it stands for a value."""
    said = _sentences().gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """A sentence with a number in it, `%(number)s`, in the form that the language has for it."""
    said = _sentences().ngettext(one, many, number)
    return said % {"number": number, **values}


def told(text: str) -> str:
    """A sentence of the core in the page's language; any other text as it is."""
    if not isinstance(text, Message):
        return text
    return text.told(_sentences().gettext, _sentences().ngettext)


def months() -> tuple[str, ...]:
    """The names of the months, January first."""
    return _months(locale_of(page_language()))


def hours() -> tuple[tuple[str, str], ...]:
    """Each hour as it is kept and as it is shown: to staff on the 24-hour clock."""
    patients = "for_patient" in g or on_the_tablet(request.path)
    return hours_of_day(locale_of(page_language()) if patients else "")


def moment_here(moment: Moment) -> str:
    """A moment with its month in letters, as finely as it is known, as a patient reads it."""
    locale, start = locale_of(page_language()), moment.earliest
    if moment.precision == "year":
        return str(start.year)
    # The day first, as on staff's pages: nobody is to tell two orders apart.
    pattern = "d MMM y" if moment.precision != "month" else "MMM y"
    day = format_date(start.date(), pattern, locale=locale)
    if not moment.has_time:
        return day
    return f"{day}, {clock_words(start, locale, minutes=moment.precision == 'minute')}"


def unit_here(unit: str, number: Decimal | None = None) -> str:
    """A UCUM unit as people write it in the page's language."""
    return gettext(unit_words(unit, number))


SPEECH = Speech(moment_here, unit_here, gettext)


def locale_of(language: str) -> str:
    """The locale that writes dates and numbers of a language."""
    return LOCALES.get(language, language)


def _find() -> str:
    if not has_request_context() or not on_the_tablet(request.path):
        return STAFF_LANGUAGE
    if "kiosk" in g:
        return cast(str, g.kiosk.language)
    picked, here = cookies.picked_language(after=request.path != "/"), site()
    return picked if picked in here.languages else here.language


def _sentences() -> Translations | NullTranslations:
    """The catalogue of the page's language, looked up once for the life of the app."""
    held, language = parts().catalogues, page_language()
    found = held.get(language)
    if found is None:
        found = held[language] = flask_babel.get_translations()
    return found


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(locale_of(language))


@cache
def _months(locale: str) -> tuple[str, ...]:
    names = get_month_names("wide", context="stand-alone", locale=Locale.parse(locale))
    return tuple(names[number] for number in range(1, 13))
