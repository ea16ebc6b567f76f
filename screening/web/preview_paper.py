"""The PDF of a preview: the real summary of a visit that never was, and every page says so."""

from __future__ import annotations

from dataclasses import replace

from flask import g

from screening.core.questionnaire import Questionnaire
from screening.report.pdf import to_pdf
from screening.report.summary import summarise
from screening.store import audit
from screening.store.audit import Id, Kind
from screening.store.definition_drafts import DefinitionDraft
from screening.web import papers
from screening.web.parts import parts
from screening.web.preview_filled import Filled
from screening.web.preview_told import made_up_record
from screening.web.site_here import site

MARK = "Preview of a draft – not a patient"  # at head and foot of every page


def head_of(draft: DefinitionDraft) -> str:
    """Hash of the audit event by which the draft's text was saved: what the page rests on."""
    saved: dict[str, Id] = {"draft": draft.id, "text": draft.text.number}
    return audit.newest_of(g.session, (Kind.DEFINITION_DRAFT_SAVED,), [saved])


def preview_pdf(own: Questionnaire, filled: Filled, audit_head: str) -> bytes:
    """The summary of what is filled in; nothing is kept of it.

    audit_head  as `head_of` gives it
    raises   RendererDown, RendererTimedOut, RendererRefused
    """
    record = replace(made_up_record(own, filled), audit_head=audit_head)
    told = summarise(record, parts().shelf.references)
    labels = replace(told.labels, draft=MARK)
    marked = replace(told, labels=labels, running=replace(told.running, confidential=MARK))
    return to_pdf(marked, papers.renderer(), site().paper)
