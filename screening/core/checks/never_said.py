"""Words that no leaflet may hold, by language, with what they would be.

Only what can be told by the words alone stands here (decisions, section 6). That bald patches are
not called shedding, or seizures withdrawal, is for whoever reads the leaflet before its approval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Never:
    """One kind of words, and what a leaflet would say with them."""

    what: str  # completes "This is ..."
    words: str  # a pattern, compiled when the first text is judged


EVERYWHERE = (
    Never("an amount", r"(?<![-\w])\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|g|kg|ml|cl|l|oz|%)(?!\w)"),
    Never(
        "a brand",
        r"\b(?:suboxone|subutex|sublocade|brixadi|zubsolv|vivitrol|revia|contrave|lucemyra|narcan"
        r"|kloxxado|imodium|rogaine|propecia|nutrafol|viviscal|ozempic|wegovy|xanax|valium)\b",
    ),
    Never("a place for a name", r"[{}<>]|_{3,}|\[\s*\]"),
    Never("an address, which may be a seller's", r"\bhttps?:|\bwww\.|\w\.(?:com|net|shop)\b"),
)

_COUNTED = r"\b(?:\d+|half an?|two|three|four|five|six|eight|ten|twelve|a few|several)"
_PIECES = r"(?:capsule|tablet|pill|gummy|gummie|shot|scoop)s?\b"
_MEDICINE = r"(?:medicine|medication|prescription|pill)"

_CONTADO = (
    r"\b(?:\d+|medi[ao]|dos|tres|cuatro|cinco|seis|ocho|diez|doce|un[ao]s|poc[ao]s|vari[ao]s)"
)
_PIEZAS = r"(?:c[áa]psulas?|tabletas?|pastillas?|comprimidos?|gomitas?|tragos?|shots?)\b"
_UN_MEDICAMENTO = r"(?:su|la|el|una?|cualquier) (?:medicina|medicamento|receta|pastilla)"

BY_LANGUAGE: Mapping[str, tuple[Never, ...]] = {
    "en": (
        Never("an amount", r"\b(?:teaspoon|tablespoon|spoonful|(?:milli|micro)?gram|ounce)s?\b"),
        Never("an amount", rf"{_COUNTED}[- ]{_PIECES}"),
        Never("a dose", r"\b(?:dose|doses|dosage|dosing)\b|\bstart(?:ing)? (?:low|small)\b"),
        Never("a dose", r"\bgo(?:ing)? slow(?:ly)?\b|\brecommended amounts?\b"),
        Never("a taper", r"\btaper|\bcut(?:ting)? down (?:by|slowly)\b|\bwean"),
        Never("advice to buy", r"\breputable\b|\btrust(?:ed|worthy) (?:source|shop)|\blab[- ]test"),
        Never("advice to buy", r"\b(?:vendor|seller|supplier|retailer|brand)s?\b"),
        Never("praise", r"\bnatural(?:ly)?\b|\bherbal\b|\borganic\b|\bsafer\b|\bharmless\b"),
        Never("a time to wait", rf"(?:{_COUNTED}|\ban|\btwenty-four)[- ]hours?\b|\bhours? after\b"),
        Never("a score", r"\b(?:scores?|cut-?offs?|cows|sows|phq)\b"),
        Never("a cause that is not proven", r"\b(?:testosterone|prolactin|androgens?)\b"),
        Never("a cause that is not proven", r"\bhormones? (?:(?:can|may) )?causes?\b"),
        Never("more than is known", r"\b(?:many|numerous|several) studies\b|\bdocumented\b"),
        Never("more than is known", r"\b(?:research|studies) (?:suggests?|shows?|proves?)\b"),
        Never("a promise", r"\b(?:will|always|fully|completely) (?:re)?grows?\b|\bguarantee"),
        Never("a promise", r"\bgrows? back (?:fully|completely|for sure)\b|\bpromise"),
        Never(
            "advice on supplements", r"\bsupplements?\b|\bvitamins?\b|(?<!you )\btake (?:iron|zinc)"
        ),
        Never(
            "advice to stop a medicine",
            rf"(?<!not )\b(?:stop|quit|skip)(?:ping)? (?:taking )?(?:your|the|a|any) {_MEDICINE}",
        ),
        Never("law", r"\b(?:il)?legal(?:ly)?\b|\bbanned\b|\bagainst the law\b|\bschedule [iv1-5]"),
    ),
    "es": (
        Never("an amount", r"\bcuchar(?:ad)?(?:it)?as?\b|\b(?:mili|micro)?gramos?\b|\bonzas?\b"),
        Never("an amount", rf"{_CONTADO} {_PIEZAS}"),
        Never(
            "a dose", r"\bdosis\b|\bdosifi\w+|\b(?:empiece|empezar|comience|comenzar) con poco\b"
        ),
        Never("a dose", r"\b(?:vaya|ir) (?:lento|despacio)\b|\bcantidad(?:es)? recomendadas?\b"),
        Never(
            "a taper", r"\bgradual(?:es|mente)?\b|\b(?:baj|reduc|reduz|dej)\w+ (?:poco a|de a) poco"
        ),
        Never(
            "advice to buy",
            r"\b(?:confiables?|de confianza|de buena fama|reputación)\b|\ben (?:un )?laboratorio\b",
        ),
        Never("advice to buy", r"\b(?:vendedor|proveedor|distribuidor)(?:as?|es)?\b|\bmarcas?\b"),
        Never("praise", r"\bnatural(?:es|mente)?\b|\bherbal(?:es)?\b|\borgánic[ao]s?\b"),
        Never("praise", r"\bmás segur[ao]s?\b|\binofensiv[ao]s?\b|\binocu[ao]s?\b"),
        Never(
            "a time to wait", rf"(?:{_CONTADO}|\buna|\bveinticuatro) horas?\b|\bhoras? después\b"
        ),
        Never("a score", r"\bpuntajes?\b|\bpuntuaci\w+|\bpuntos? de corte\b|\b(?:cows|sows|phq)\b"),
        Never("a cause that is not proven", r"\b(?:testosterona|prolactina|andrógenos?)\b"),
        Never("a cause that is not proven", r"\bhormonas? (?:pueden? )?causa[rn]?\b"),
        Never(
            "more than is known", r"\b(?:muchos|numerosos|varios) estudios\b|\bdocumentad[ao]s?\b"
        ),
        Never(
            "more than is known",
            r"\b(?:la investigación|las investigaciones|los estudios)"
            r" (?:sugiere|muestra|prueba|demuestra)n?\b",
        ),
        Never("a promise", r"\bcrecerán?\b|\bvolverán? a \w+|\bsiempre (?:vuelve|crece|sale)\b"),
        Never("a promise", r"\bpor completo\b|\bgarantiza\w*|\bpromet\w+"),
        Never(
            "advice on supplements",
            r"\bsuplementos?\b|\bvitaminas?\b|(?<!si )\btom[ae] (?:hierro|zinc)\b",
        ),
        Never(
            "advice to stop a medicine",
            rf"(?<!no )\b(?:deje|suspenda|pare)(?: de tomar)? {_UN_MEDICAMENTO}",
        ),
        Never("law", r"\b(?:i)?legal(?:es|mente)?\b|\bprohibid[ao]s?\b|\bcontra la ley\b"),
    ),
}


def never_said(text: str, language: str) -> Iterator[tuple[str, str]]:
    """What must not stand in a leaflet: the words found, and what they would be."""
    for what, words in _compiled(language.partition("-")[0]):
        for found in words.finditer(text):
            yield found[0], what


@cache
def _compiled(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (never.what, re.compile(never.words, re.IGNORECASE))
        for never in (*EVERYWHERE, *BY_LANGUAGE.get(language, ()))
    )
