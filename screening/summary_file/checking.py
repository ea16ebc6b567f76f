"""Whether the paper and the data of a summary agree.

The data in the PDF is scored again with the very definitions that it names; what comes of it must
be the same data, and must be what the pages say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from screening.core.answers import show_number
from screening.core.references import Reference
from screening.core.visit_evaluation import EvaluatedVisit, evaluate_visit
from screening.exchange.bundle import RESPONSE_FILE
from screening.exchange.read_bundle import Definitions, read_bundle
from screening.exchange.scores_csv import SCORES_FILE
from screening.quick_dataclass import dataclass
from screening.report.attachment import Attachment
from screening.report.for_paper import for_paper
from screening.report.retold import InWords
from screening.report.summary import Summary
from screening.report.wording import WORDINGS
from screening.summary_file.as_made import is_as_made
from screening.summary_file.attaching import tell_with_data
from screening.summary_file.difference import Difference
from screening.summary_file.extracting import Extracted, extract
from screening.summary_file.page_text import PageText
from screening.summary_file.printed import pieces_of
from screening.summary_file.running import without_running

_DIFFERENCES_AT_MOST = 20  # of one attachment; more say nothing new


@dataclass(frozen=True, slots=True)
class ScoreAgain:
    """One score, worked out anew."""

    name: str  # questionnaire and score
    version: str
    sha256: str  # of the definition, 64 hex digits
    value: str  # empty: not scored
    maximum: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    as_made: bool  # byte for byte the file that was written
    on_paper: tuple[Difference, ...]  # pages against data
    in_data: tuple[Difference, ...]  # attached data against itself, scored again
    scores: tuple[ScoreAgain, ...]
    compared: int  # figures on the pages that were compared
    figures: int  # all figures on the pages; the others rest on earlier visits or records

    @property
    def agrees(self) -> bool:
        """Nothing differs, and what could not be compared is as it was written."""
        return self.as_made and not self.on_paper and not self.in_data


@dataclass(frozen=True, slots=True)
class Library:
    """What a check looks things up in."""

    definitions: Definitions
    references: Mapping[str, Reference]
    words_of: Callable[[str], InWords]  # language of a page -> tells a questionnaire in it


def check(pdf: bytes, library: Library) -> Checked | None:
    """Compare a summary's pages with its data; None for a PDF that carries none.

    raises  UnreadablePdf, WrongBundle, MissingDefinition
    """
    return compare(extract(pdf), library, as_made=is_as_made(pdf))


def compare(held: Extracted, library: Library, *, as_made: bool) -> Checked | None:
    """The same for a file that was read already; raises WrongBundle, MissingDefinition."""
    if not {RESPONSE_FILE, SCORES_FILE} <= set(held.attachments):
        return None
    record = read_bundle(held.attachments[RESPONSE_FILE][0], library.definitions)
    language = held.language if held.language in WORDINGS else "en"
    summary, attached = tell_with_data(
        record, library.references, language, library.words_of(language)
    )
    from_file = not any(filled.sha256 for filled in record.responses)
    pages = compare_pages(held, summary, from_file=from_file)
    return Checked(
        as_made=as_made,
        on_paper=pages.differences,
        in_data=tuple(_data(attached, held)),
        scores=tuple(_scores(evaluate_visit(record))),
        compared=pages.compared,
        figures=pages.figures,
    )


@dataclass(frozen=True, slots=True)
class ComparedPages:
    """The pages against what must stand on them."""

    differences: tuple[Difference, ...]
    compared: int  # figures
    figures: int


def compare_pages(held: Extracted, summary: Summary, *, from_file: bool) -> ComparedPages:
    """Look for each piece of a summary that was told from the attached data."""
    body, wrong = without_running(held, summary)
    text = PageText(body)
    pieces = [
        piece for piece in pieces_of(for_paper(summary), from_file=from_file) if piece.words.strip()
    ]
    # The longest first: a short piece may stand inside a long one, and each place is taken once.
    ordered = sorted(pieces, key=lambda piece: -len(piece.words))
    taken = [(piece, text.take(piece.words, counts=piece.surely)) for piece in ordered]
    lost = [piece for piece, there in taken if piece.surely and not there]
    compared, figures = text.figures()
    return ComparedPages(
        (*wrong, *(Difference(p.place, p.words, text.like(p.words)) for p in lost)),
        compared,
        figures,
    )


def _scores(visit: EvaluatedVisit) -> Iterator[ScoreAgain]:
    for evaluated in visit.questionnaires:
        questionnaire = evaluated.questionnaire
        for score in questionnaire.scores:
            if set(score.items) <= evaluated.left_out:
                continue
            seen = evaluated.now.score(score.id)
            yield ScoreAgain(
                name=f"{questionnaire.name}: {score.title or score.id}",
                version=questionnaire.version,
                sha256=questionnaire.sha256,
                value="" if seen.value is None else show_number(seen.value),
                maximum=show_number(seen.range[1]),
            )


def _data(attached: Iterable[Attachment], held: Extracted) -> Iterator[Difference]:
    """What is attached against what the answers in it give, written anew."""
    for again in attached:
        for part in held.attachments[again.name]:
            if part != again.content:
                yield from _differences(again.name, again.content, part)


def _differences(name: str, expected: bytes, found: bytes) -> Iterator[Difference]:
    if name == RESPONSE_FILE:
        told = list(_in_json("", json.loads(expected), json.loads(found)))
    else:
        lines = [part.decode(errors="replace").splitlines() for part in (expected, found)]
        length = max(map(len, lines))
        padded = [[*one, *[""] * (length - len(one))] for one in lines]
        told = [
            (f"line {n}", *pair)
            for n, pair in enumerate(zip(*padded, strict=True), start=1)
            if pair[0] != pair[1]
        ]
    for place, one, other in told[:_DIFFERENCES_AT_MOST] or [("spelling", "", "")]:
        yield Difference(f"{name}, {place}", one, other)


def _in_json(place: str, expected: Any, found: Any) -> Iterator[tuple[str, str, str]]:
    """Every place in which two values differ."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*expected, *found)):
            yield from _in_json(f"{place}.{key}".lstrip("."), expected.get(key), found.get(key))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, pair in enumerate(zip(expected, found, strict=True)):
            yield from _in_json(f"{place}[{number}]", *pair)
    elif expected != found:
        yield place, json.dumps(expected), json.dumps(found)
