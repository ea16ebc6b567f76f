"""Questionnaires -> a blank form: which sheets there are, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from screening.core.answers import Role
from screening.core.condition import Condition
from screening.core.item import ChoiceItem, ChoicesItem, DateItem, DateTimeItem, Item
from screening.core.on_paper import (
    PaperPage,
    PaperPart,
    numbers,
    paper_part,
    paper_parts,
    whole_ref,
)
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.screens import stands_together
from screening.quick_dataclass import dataclass
from screening.report.blank.conditions import OnPaper, Untold, condition_words
from screening.report.blank.fields import field_of
from screening.report.blank.form import BlankForm, Grid, GridRow, Question, Run, Sheet
from screening.report.blank.words import Words, words_of

Parts = tuple[PaperPart, ...]
HEAD_DIGITS = 12  # as at the foot of a summary


def blank_questionnaire(questionnaire: Questionnaire) -> BlankForm:
    """One questionnaire on paper, in its own language."""
    parts = {role: paper_part(questionnaire, role) for role in ROLES}
    mark = f"{questionnaire.id} {questionnaire.version}"
    known = {questionnaire.id: questionnaire}
    return _form(parts, questionnaire.language, questionnaire.title, mark, known)


def blank_packet(
    packet: Packet, questionnaires: Mapping[str, Questionnaire], language: str
) -> BlankForm:
    """All of a packet on paper.

    questionnaires  by id, told in the language where there is a translation
    """
    parts = {role: paper_parts(packet, questionnaires, role) for role in ROLES}
    title = words_of(language).packet_title
    mark = f"{packet.id} {packet.version}"
    return _form(parts, language, title, mark, questionnaires)


def with_head(form: BlankForm, audit_head: str) -> BlankForm:
    """The form with the audit trail's head in its footer; without one, the form as it is.

    audit_head   hash of the event by which the newest of its definitions came in; 64 hex digits
    """
    if not audit_head:
        return form
    told = words_of(form.language).head.format(digits=audit_head[:HEAD_DIGITS])
    return replace(form, mark=f"{form.mark} · {told}")


ROLES: tuple[Role, ...] = ("patient", "clinician")


@dataclass(frozen=True, slots=True)
class _Teller:
    """What all sheets of one form share."""

    words: Words
    language: str
    numbers: Mapping[str, int]  # by "questionnaire.item"
    questionnaires: Mapping[str, Questionnaire]
    role: Role

    @property
    def way_out(self) -> str:
        return self.words.way_out if self.role == "patient" else self.words.not_assessed

    def lang(self, questionnaire: Questionnaire) -> str:
        """What the questionnaire's texts are marked with; empty where it is the form's own."""
        return "" if questionnaire.language == self.language else questionnaire.language

    def condition(self, condition: Condition, questionnaire: Questionnaire) -> str:
        """The rule as a part of a sentence; empty where the paper cannot tell it."""
        try:
            return condition_words(
                condition,
                lambda ref: self._look(whole_ref(questionnaire, ref)),
                self.words.condition,
            )
        except Untold:
            return ""

    def untold(self) -> str:
        words = self.words.condition
        return words.ask_staff if self.role == "patient" else words.staff_judge

    def _look(self, ref: str) -> OnPaper | None:
        name, _, item_id = ref.partition(".")
        owner = self.questionnaires.get(name)
        if owner is None or not owner.has_item(item_id):
            return None
        item = owner.item(item_id)
        for one in (ref, whole_ref(owner, item.same_as) if item.same_as else ref):
            if one in self.numbers:
                return OnPaper(self.numbers[one], item)
        return None


def _form(
    parts: Mapping[Role, Parts],
    language: str,
    title: str,
    mark: str,
    questionnaires: Mapping[str, Questionnaire],
) -> BlankForm:
    words = words_of(language)
    given = numbers([*parts["patient"], *parts["clinician"]])
    sheets = {
        role: tuple(_sheets(held, _Teller(words, language, given, questionnaires, role)))
        for role, held in parts.items()
    }
    return BlankForm(
        language=language,
        title=title,
        mark=f"{mark} · {language}",
        description=words.form.format(title=title, version=mark),
        sheets=sheets["patient"],
        staff_sheets=sheets["clinician"],
    )


def _sheets(parts: Parts, teller: _Teller) -> Iterator[Sheet]:
    begun: set[str] = set()
    for part in parts:
        lang = teller.lang(part.questionnaire)
        for paper_page in part.pages:
            recall = part.questionnaire.recall if part.questionnaire.id not in begun else None
            begun.add(part.questionnaire.id)
            yield Sheet(
                title=paper_page.page.title,
                tag=f"{part.questionnaire.id} {part.questionnaire.version}",
                recall=teller.words.recall.format(text=recall) if recall else "",
                conditions=tuple(_entry_conditions(part, teller)),
                runs=tuple(_runs(part, paper_page, teller)),
                lang=lang,
            )


def _entry_conditions(part: PaperPart, teller: _Teller) -> Iterator[str]:
    words = teller.words.condition
    if part.when is not None:
        told = teller.condition(part.when, part.questionnaire)
        yield words.only.format(condition=told) if told else teller.untold()
    if part.not_within_days is not None:
        yield words.rest.format(days=part.not_within_days)


def _runs(part: PaperPart, page: PaperPage, teller: _Teller) -> Iterator[Run]:
    """Neighbours with the same rule stand under one line."""
    together = stands_together(part.questionnaire, page.page)
    for condition, group in groupby(page.items, key=lambda item: item.enable_when):
        items = tuple(group)
        blocks = tuple(_blocks(part.questionnaire, items, teller, together=together))
        yield Run(_condition_line(part, condition, items, teller), blocks)


def _condition_line(
    part: PaperPart, condition: Condition | None, items: Sequence[Item], teller: _Teller
) -> str:
    if condition is None:
        return ""
    told = teller.condition(condition, part.questionnaire)
    words = teller.words.condition
    if not told:
        return teller.untold()
    ends = [teller.numbers[f"{part.questionnaire.id}.{i.id}"] for i in (items[0], items[-1])]
    if ends[0] == ends[1]:
        return words.only.format(condition=told)
    return words.only_run.format(first=ends[0], last=ends[1], condition=told)


def _blocks(
    questionnaire: Questionnaire, items: Iterable[Item], teller: _Teller, *, together: bool
) -> Iterator[Question | Grid]:
    """Items one by one; those of a grid with the same options as one table."""

    def heads(item: Item) -> tuple[str, ...]:
        return tuple(option.text for option in item.choices) if isinstance(item, ChoiceItem) else ()

    if not together:
        yield from (_question(questionnaire, item, teller) for item in items)
        return
    for options, group in groupby(items, key=heads):
        rows = tuple(
            GridRow(_number(questionnaire, item, teller), item.text, item.hint or "")
            for item in group
        )
        yield Grid(
            teller.words.tick_one, (*options, teller.way_out), rows, teller.lang(questionnaire)
        )


def _question(questionnaire: Questionnaire, item: Item, teller: _Teller) -> Question:
    field = field_of(item, teller.words)
    # As on the screen: a hint says by itself that several may be ticked, or a time left out.
    says_it = bool(item.hint) and isinstance(item, ChoicesItem | DateItem | DateTimeItem)
    return Question(
        number=_number(questionnaire, item, teller),
        text=item.text,
        help=_one_after_the_other(item.hint or "", "" if says_it else field.help),
        field=field,
        way_out=teller.way_out,
        lang=teller.lang(questionnaire),
    )


def _one_after_the_other(hint: str, more: str) -> str:
    """A hint that ends in a figure would run into the range that follows: 39.0 C 30 to 44."""
    if hint and more and hint[-1] not in ".?!:":
        hint += "."
    return f"{hint} {more}".strip()


def _number(questionnaire: Questionnaire, item: Item, teller: _Teller) -> int:
    return teller.numbers[f"{questionnaire.id}.{item.id}"]
