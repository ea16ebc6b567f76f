"""What each form of the administrator's texts asks for: clinic texts by part, and leaflets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.core.levels import LEVELS
from screening.core.questionnaire import Finding, Questionnaire
from screening.web.text_fields import (
    Area,
    Choices,
    Group,
    Line,
    Part,
    Pick,
    Rests,
    Rows,
    Tree,
)

PART_TITLES = {
    "help_lines": "Help lines",
    "messages": "Messages to patients",
    "consent": "Consent text",
    "findings": "Findings: the clinic’s words and levels",
    "outside_copy": "Notice on copies for outside",
}
PREVIEWED = frozenset({"help_lines", "messages", "consent", "outside_copy", "leaflet"})
LEVEL_WORDS = {
    "now": "now",
    "before_leaving": "before the patient leaves",
    "within_7_days": "within 7 days",
    "within_28_days": "within 28 days",
    "note": "a note",
}
ONE_A_LINE = "One paragraph a line."
SAME_NAME = "Small letters, digits and _; the same in every language."
GRADES: Choices = (
    ("", "no grade: a decision of this house"),
    ("none", "none: nothing is known"),
    ("low", "low"),
    ("moderate", "moderate"),
    ("high", "high"),
)
URGENCIES: Choices = (
    ("", "nothing is to be done"),
    ("now", "get help now"),
    ("today", "get help today"),
    ("soon", "come soon"),
)


def _message(key: str, title: str, hint: str) -> Group:
    inside = (Line("title", "Heading"), Area("text", "Text", ONE_A_LINE, paragraphs=True))
    return Group(key, title, inside, hint)


CLINIC: Mapping[str, Sequence[Part]] = {
    "help_lines": (
        Rows(
            "help_lines",
            "Help lines",
            "help line",
            (
                Line("number", "Number to call", "Digits, and + ( ) - between them.", short=True),
                Line("text", "What for"),
            ),
            "They stand on the last page of every visit and below a crisis message.",
        ),
    ),
    "messages": (
        Group(
            "messages",
            "Messages to patients",
            (
                _message("crisis", "Crisis", "Shown after an answer that may mean danger to self."),
                _message(
                    "stop_tell_staff", "Stop and tell the staff",
                    "Shown after an answer that needs somebody at once.",
                ),
            ),
        ),
    ),
    "consent": (
        Group(
            "consent",
            "Consent text",
            (
                Line("title", "Question"),
                Area("text", "Text", ONE_A_LINE, paragraphs=True),
                Line("agree", "Button that agrees", at_most=80),
                Line("decline", "Button that does not", at_most=80),
            ),
            "A change is a new version of the consent text. Whoever agreed before keeps the old "
            "text in the record, and is asked again at the next hand-over of the same visit.",
        ),
    ),
    "outside_copy": (
        Group(
            "outside_copy",
            "Notice on copies for outside",
            (
                Line("dated", "Dated", "A day such as 2026-11-30.", short=True),
                Line("read_by", "Whose counsel has read it, and when (may be empty)", needed=False),
                Line("short", "At the foot of each page", "At most 90 characters.", at_most=90),
                Area("text", "On the first page", ONE_A_LINE, paragraphs=True),
            ),
            "Leave all of it empty where no copies for outside are made.",
        ),
    ),
}  # fmt: skip


def findings_form(questionnaires: Mapping[str, Questionnaire]) -> Sequence[Part]:
    """Findings that are worded or raised here; a level is only ever raised.

    questionnaires   by id, as their authors wrote them; for a site as the installation does
    """
    known: dict[str, Finding] = {}
    where: dict[str, str] = {}
    for questionnaire in questionnaires.values():
        for finding in questionnaire.findings:
            held = known.get(finding.id)
            # One id may stand in several: the most urgent of them must not be lowered either.
            if held is None or LEVELS.index(finding.level) < LEVELS.index(held.level):
                known[finding.id] = finding
                where[finding.id] = questionnaire.title

    def heading(row: Tree) -> str:
        found = known.get(row.get("id", ""))
        return f"{found.words} ({where[found.id]})" if found else str(row.get("id", ""))

    def levels(row: Tree) -> Choices:
        found = known.get(row.get("id", ""))
        # At a site a row may say what the installation has raised it to.
        is_same = found is not None and row.get("level") == found.level
        higher = LEVELS[: LEVELS.index(found.level) + is_same] if found else ()
        own = f"as the questionnaire has it: {LEVEL_WORDS[found.level]}" if found else "as it is"
        return (("", own), *((level, LEVEL_WORDS[level]) for level in higher))

    return (
        Rows(
            "findings",
            "Findings",
            "finding",
            (
                Line("id", "Finding", kept=True),
                Line("text", "The clinic’s own words (empty: those of the questionnaire)",
                     needed=False),
                Pick("level", "How soon", levels, "A level can be raised and never lowered."),
            ),
            "Staff read these words on screen and paper, in the language of this page.",
            tuple((one.id, f"{where[one.id]}: {one.words}") for one in known.values()),
            lambda chosen, _: {"id": chosen},
            heading,
            needed=False,
        ),
    )  # fmt: skip


_CLAIM: Sequence[Part] = (
    Line("id", "Name of the statement", SAME_NAME, at_most=60, short=True),
    Area("text", "Statement"),
    Rests(),
    Pick("grade", "How good the evidence is", GRADES),
)


_NEW_CLAIM: Tree = {"id": "", "text": "", "source": {"ref": ""}}
_SECTION: Sequence[Part] = (
    Line("id", "Name of the section", SAME_NAME, at_most=60, short=True),
    Line("title", "Heading"),
    Pick("urgency", "When to get help", URGENCIES),
    Rows("claims", "Statements", "statement", _CLAIM, new=lambda _, __: dict(_NEW_CLAIM)),
)
LEAFLET: Sequence[Part] = (
    Line("title", "Title"),
    Group("intro", "First sentences", _CLAIM),
    Rows("sections", "Sections", "section", _SECTION,
         new=lambda _, __: {"id": "", "title": "", "claims": [dict(_NEW_CLAIM)]},
         heading=lambda row: str(row.get("title", ""))),
    Group("questions", "Questions to ask", _SECTION),
    Group(
        "help",
        "Where to call",
        (
            Line("title", "Heading"),
            Rows(
                "lines", "Numbers", "number",
                (Line("number", "Number to call", short=True), *_CLAIM),
                new=lambda _, __: {"number": "", **_NEW_CLAIM},
            ),
        ),
    ),
    Line(
        "reviewed_by", "Reviewed by (may be empty)",
        "A named clinician who has read this very version. It is empty at first in each new one.",
        needed=False,
    ),
)  # fmt: skip
