"""The PDF of a preview: the real summary of a visit that never was, and every page says so."""

from __future__ import annotations

from dataclasses import replace

from screening.core.questionnaire import Questionnaire
from screening.report.pdf import to_pdf
from screening.report.summary import summarise
from screening.web import papers
from screening.web.parts import parts
from screening.web.preview_filled import Filled
from screening.web.preview_told import made_up_record
from screening.web.site_here import site

MARK = "Preview of a draft – not a patient"  # at head and foot of every page


def preview_pdf(own: Questionnaire, filled: Filled) -> bytes:
    """The summary of what is filled in; nothing is kept of it.

    raises   RendererDown, RendererTimedOut, RendererRefused
    """
    told = summarise(made_up_record(own, filled), parts().shelf.references)
    labels = replace(told.labels, draft=MARK)
    marked = replace(told, labels=labels, running=replace(told.running, confidential=MARK))
    return to_pdf(marked, papers.renderer(), site().paper)
