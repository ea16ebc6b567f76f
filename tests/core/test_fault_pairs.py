"""Every code of the catalogue of faults: a file that shows it, and the same file put right.

Most pairs stand in catalogue.py as one stretch of a sound file. Here are those that need other
bytes, other files, an older version or the cases' own strength.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from screening.core.checks.catalogue import MEANINGS
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_questionnaire
from screening.core.mutants import run_mutants
from screening.core.versions import version_faults
from screening.errors import DefinitionErrors
from tests.core import (
    hair_check,
    test_leaflet,
    test_mutants,
    test_packet,
    test_translation_faults,
    test_typical_visit,
)
from tests.core.catalogue import CATALOGUE, REFERENCES, SOUND, faults_of
from tests.core.test_loading_together import OTHER, PACKET

Codes = set[str]

# Their pairs need a database, a clinic's texts or nothing, and stand in the tests that are named.
ELSEWHERE: Mapping[str, str] = {
    "other_id": "tests/core/test_judging.py",
    "retired": "tests/web/test_shelf.py",
    "version_in_use": "tests/web/test_shelf.py",
    "finding_not_there": "tests/core/test_clinic_findings.py",
    "lowered_level": "tests/core/test_clinic_findings.py",
    "wrong_value": "tests/core/test_loading.py",  # the last resort: no file is known to lead to it
}


def of_text(text: str) -> Codes:
    return {fault.code for fault in faults_of(text)}


def of_bytes(data: bytes) -> Codes:
    try:
        load_questionnaire("base.yaml", data, REFERENCES)
    except DefinitionErrors as error:
        return {fault.code for fault in error.faults}
    return set()


def of_files(changed: Mapping[str, str]) -> Codes:
    texts = {"base.yaml": SOUND, "other.yaml": OTHER, "packets/first.yaml": PACKET,
             "references.yaml": "references: [{id: R1, title: A source}]", **changed}  # fmt: skip
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    return {fault.code for fault in build_library(files).faults}


def of_version(version: str) -> Codes:
    """Those of a file with another band edge, beside the one in use."""
    case = "{id: one, answers: {a: yes, b: no}, expect: {scores: {total: {value: 1, band: low}}}}"
    text = SOUND.replace("{from: 2, id: high}", "{from: 1, id: high}")
    text = text.replace(case, case.replace("band: low", "band: high"))
    text = text.replace("version: 1.0.0", f"version: {version}")
    old, new = (load_questionnaire("b", one.encode(), cases=False) for one in (SOUND, text))
    return {fault.code for fault in version_faults(old, new)}


def of_cases(cases: str) -> Codes:
    unnoticed = run_mutants(test_mutants.tiny(cases)).unnoticed
    return {"unnoticed_mistake"} if unnoticed else set()


def of_leaflet(text: str) -> Codes:
    return {code for code, _, _ in test_leaflet.load(text)}


def of_translation(named: tuple[str, str]) -> Codes:
    name, text = named
    return {fault.code for fault in hair_check.faults_of(text, name)}


def of_packet(text: str) -> Codes:
    """Those of a packet that brings some pages of its questionnaires."""
    return {fault.split()[1].rstrip(":") for fault in test_packet.faults_of(text)}


def of_leaflet_named(packet: str) -> Codes:
    found = test_leaflet.together(packet=packet, one=test_leaflet.SOUND)
    return {fault.split()[1] for faults in found.values() for fault in faults}


def of_pages(pages: tuple[str, str]) -> Codes:
    """Those of a packet whose page waits for another one; the packet's text beside its file's."""
    health, packet = pages
    texts = {"health.yaml": health, "packets/first.yaml": packet}
    files = tuple(SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    codes = {fault.code for fault in build_library(files, cases=False).faults}
    return codes & {"page_never_asked"}  # the packet's other questionnaires are not at hand


def from_catalogue(
    codes_of: Callable[[Any], Codes], sound: str, catalogue: Any, name: str = ""
) -> Iterator[tuple[str, tuple[Callable[[Any], Codes], Any, Any]]]:
    for code, right, wrong in catalogue:
        text = sound.replace(right.replace("§", ""), wrong.replace("§", ""))
        yield code, (codes_of, (name, text) if name else text, (name, sound) if name else sound)


def waiting(count: int) -> str:
    """The sound file with so many items that wait for one another."""
    items = "".join(
        f"      - {{id: w{n}, text: W, type: choice, options: yes_no, "
        f"enable_when: {{{f'w{n - 1}' if n else 'a'}: yes}}}}\n"
        for n in range(count)
    )
    return SOUND.replace("computed:\n", f"{items}computed:\n")


def sharing(item: str) -> dict[str, str]:
    return {"base.yaml": SOUND.replace("id: a, text: A,", f"id: a, same_as: {item}, text: A,")}


def packet(wrong: str) -> dict[str, str]:
    return {"packets/first.yaml": PACKET.replace("questionnaire: base\n    when: {other.a", wrong)}


PAGED = test_packet.PACKET
LOADED = {code for code, _, _ in CATALOGUE}  # what any file can have is shown by one
OWN_OF_LEAFLETS = [one for one in test_leaflet.CATALOGUE if one[0] not in LOADED]
OWN_OF_TRANSLATIONS = [one for one in test_translation_faults.CATALOGUE if one[0] not in LOADED]
OWN_OF_PACKS = [one for one in test_translation_faults.OF_PUBLISHED if one[0] not in LOADED]

# code: how its faults are found, what is wrong, the same put right
PAIRS: Mapping[str, tuple[Callable[[Any], Codes], Any, Any]] = {
    **{
        code: (of_text, SOUND.replace(right.replace("§", ""), wrong.replace("§", "")), SOUND)
        for code, right, wrong in CATALOGUE
    },
    **dict(from_catalogue(of_leaflet, test_leaflet.SOUND, OWN_OF_LEAFLETS)),
    **dict(
        from_catalogue(
            of_translation,
            hair_check.SPANISH,
            OWN_OF_TRANSLATIONS,
            "hair_check.es.yaml",
        )
    ),
    **dict(
        from_catalogue(
            of_translation,
            hair_check.PUBLISHED,
            OWN_OF_PACKS,
            "hair_check.en-published.yaml",
        )
    ),
    "unknown_leaflet": (
        of_leaflet_named,
        test_leaflet.PACKET.replace("sleep", "sleap"),
        test_leaflet.PACKET,
    ),
    "unknown_page": (of_packet, PAGED.replace("pages: [lately]", "pages: [latly]"), PAGED),
    "page_twice": (of_packet, PAGED.replace("pages: [lately]", "pages: [now, lately]"), PAGED),
    "page_not_brought": (of_packet, PAGED.replace(test_packet.LATELY, ""), PAGED),
    "answer_unfit": (
        of_packet,
        test_typical_visit.WRITTEN.replace("answer: yes", "answer: [yes, no]"),
        test_typical_visit.WRITTEN,
    ),
    "page_never_asked": (
        of_pages,
        (test_packet.NIGHT, test_packet.of_night("pages: [night]")),
        (test_packet.NIGHT, test_packet.of_night("pages: [lately, night]")),
    ),
    "too_large": (of_bytes, SOUND.encode() + b"#" * 262_144, SOUND.encode() + b"#" * 262),
    "not_utf8": (
        of_bytes,
        SOUND.replace("title: Base", "title: Bäse").encode("latin-1"),
        SOUND.replace("title: Base", "title: Bäse").encode(),
    ),
    "chain_too_long": (of_text, waiting(40), waiting(20)),
    "not_the_same": (of_files, sharing("other.thing"), sharing("other.b")),
    "unknown_questionnaire": (
        of_files,
        packet("questionnaire: bass\n    when: {other.a"),
        packet("questionnaire: base\n    when: {other.a"),
    ),
    "asked_later": (
        of_files,
        packet("questionnaire: base\n    when: {base.a"),
        packet("questionnaire: base\n    when: {other.b"),
    ),
    "version_not_newer": (of_version, "1.0.0", "2.0.0"),
    "version_too_small": (of_version, "1.1.0", "2.0.0"),
    "unnoticed_mistake": (of_cases, test_mutants.WEAK, test_mutants.STRONG),
}


def test_every_code_of_the_catalogue_has_its_pair() -> None:
    assert set(PAIRS).isdisjoint(ELSEWHERE)
    assert set(PAIRS) | set(ELSEWHERE) == set(MEANINGS)


@pytest.mark.parametrize("code", sorted(PAIRS))
def test_a_fault_shows_and_is_gone_when_the_file_is_put_right(code: str) -> None:
    codes_of, wrong, right = PAIRS[code]

    assert code in codes_of(wrong)
    assert codes_of(right) == set()
