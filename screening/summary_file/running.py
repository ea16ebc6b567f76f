"""The lines that run along every page: each must say the same, and none is part of the text."""

from __future__ import annotations

import re

from screening.report.characters import printable
from screening.report.sections.identity import CHECKSUM_DIGITS
from screening.report.summary import Summary
from screening.report.wording import WORDINGS
from screening.summary_file.difference import Difference
from screening.summary_file.extracting import Extracted

_CHECKSUM, _HEAD = "CHECKSUM", "HEAD"  # stand for what is looked for in the words of the foot


def without_running(held: Extracted, summary: Summary) -> tuple[str, list[Difference]]:
    """The text of all pages without what runs along them, and what is wrong with that.

    Every foot names the patient, the page, and the one checksum that the document's properties
    hold in full.
    """
    told = re.search(r"SHA-256 ([0-9a-f]{64})", held.keywords)
    checksum = told[1][:CHECKSUM_DIGITS] if told else ""
    bodies: list[str] = []
    wrong: list[Difference] = []
    heads: set[str] = set()
    for number, page in enumerate(held.pages, start=1):
        foot = _foot(summary, number, len(held.pages))
        match = re.search(foot, page)
        if match is None or match[_CHECKSUM] != checksum:
            wanted = f"{summary.running.patient} … {checksum}"
            wrong.append(Difference(f"Foot of page {number}", wanted, page[-120:]))
        if match:
            heads.add(match[_HEAD])
        bodies.append(page[: match.start()] if match else page)
    if len(heads) > 1:
        wrong.append(Difference("Feet", "one audit head", ", ".join(sorted(heads))))
    return "\n".join(bodies), wrong


def _foot(summary: Summary, number: int, pages: int) -> str:
    """What ends a page; from page 2 on the head stands there too, as it is set last."""
    running, words = summary.running, WORDINGS[summary.language]
    draft = f"(?:{_pattern(summary.labels.draft)})?"
    head = f"{draft}\\s*{_pattern(running.name + running.header)}\\s*" if number > 1 else ""
    proof = _pattern(words.footer_proof.format(checksum=_CHECKSUM, head=_HEAD))
    proof = proof.replace(_CHECKSUM, f"(?P<{_CHECKSUM}>[0-9a-f]+)", 1)
    proof = proof.replace(_HEAD, rf"(?P<{_HEAD}>\S+)", 1)
    page = _pattern(f"{running.page}{number}{running.page_of}{pages}")
    parts = (_pattern(running.confidential), _pattern(running.patient), proof, page)
    return head + r"\s*".join(parts) + r"\s*\Z"


def _pattern(words: str) -> str:
    """The words, however a line broke them."""
    return r"\s*".join(map(re.escape, printable(words).split()))
