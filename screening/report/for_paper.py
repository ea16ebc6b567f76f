"""What a summary gives up on its way to paper: typed words whose signs no shipped font has.

A screen shows them as they are, so the summary itself keeps them.
"""

from __future__ import annotations

from dataclasses import replace

from screening.report.characters import within_print
from screening.report.summary import Summary
from screening.report.telling import WORDS_AT_MOST
from screening.report.wording import WORDINGS


def for_paper(summary: Summary) -> Summary:
    """The summary with free text and note no longer on paper than they may be."""
    mark = WORDINGS[summary.language].cut_on_paper
    note = summary.note
    return replace(
        summary,
        own_words=tuple(
            replace(words, text=within_print(words.text, WORDS_AT_MOST, mark))
            for words in summary.own_words
        ),
        note=note and replace(note, text=within_print(note.text, WORDS_AT_MOST, mark)),
    )
