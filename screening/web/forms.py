"""Items -> a WTForms form. Its fields hold text and ask core; they have no rules of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field, HiddenField
from wtforms.form import BaseForm

from screening.core.answers import (
    Answer,
    Answers,
    Missing,
    Role,
    Setting,
    read_answer,
    read_missing,
)
from screening.core.item import Item, RowsItem
from screening.core.not_assessed import OWN
from screening.core.refusals import WAYS_OUT, refuse_blank, refuse_both
from screening.errors import AnswerError
from screening.quick_dataclass import dataclass
from screening.web import cookies
from screening.web.controls import Control, build_control
from screening.web.csrf import FIELD, TokenMeta
from screening.web.language import told
from screening.web.plain_values import save_number
from screening.web.typed import Form, change_rows, raw_of, raw_row, read_typed, typed_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary."""

    target: str  # HTML id it leads to
    message: str
    about: str = ""  # the question, where the page has several
    lang: str = ""  # of the question; empty where that is the page's own


class ItemField(Field):
    """One item: what was typed, and the answer core made of it."""

    def __init__(
        self,
        item: Item,
        role: Role,
        setting: Setting,
        given: Answer | Missing | None,
        must: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(label=item.label, **kwargs)
        self.item, self.role, self.setting, self.must = item, role, setting, must
        self.typed = typed_of(item, given)
        self.answer: Answer | Missing | None = given
        self.wrong: dict[str, str] = {}

    def process(
        self, formdata: Form | None, data: object = None, extra_filters: Any = None
    ) -> None:
        """Take what was typed; without a posted form the stored answer stays."""
        if formdata is not None:
            self.typed = read_typed(self.item, self.name, formdata)

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """Ask core; what it refuses is kept beside the text."""
        self.wrong, self.answer = {}, None
        raw = raw_of(self.item, self.typed)
        if self.typed.out:
            self._leave_out(raw)
        elif raw is None:
            if self.must:
                self.wrong[self.name] = refuse_blank(self.item, self.role).message
        else:
            self._read(raw)
        self.errors = tuple(self.wrong.values())
        return not self.wrong

    def control(self) -> Control:
        """What the macro draws."""
        return build_control(
            self.item,
            self.typed,
            name=self.name,
            way_out=told(WAYS_OUT[self.role]),
            asks_why=self.role == "clinician",
            wrong={name: told(message) for name, message in self.wrong.items()},
        )

    def _leave_out(self, raw: object | None) -> None:
        if raw is not None:
            self.wrong[self.name] = refuse_both(self.item, self.role).message
            return
        if self.role == "patient":
            self.answer = Missing(self.item.id, "declined")
            return
        words = self.typed.why_words.strip()
        # Whoever types words need not pick the last line of the list as well.
        why = OWN if words else self.typed.why
        try:
            self.answer = read_missing(self.item, "not_assessed", self.role, why, words)
        except AnswerError as error:
            self.wrong[f"{self.name}.why"] = error.message

    def need_why(self) -> bool:
        """Whether it was left out without a reason; then that is its fault."""
        found = self.answer
        lacks = isinstance(found, Missing) and found.reason == "not_assessed" and not found.why
        if lacks:
            self.wrong[f"{self.name}.why"] = "Choose why it was not assessed, or write it."
        return lacks

    def _read(self, raw: object) -> None:
        if isinstance(self.item, RowsItem):
            self._read_fields(self.item)
            if self.wrong:
                return
        try:
            self.answer = read_answer(self.item, raw, self.setting)
        except AnswerError as error:
            self.wrong[self.name] = error.message

    def _read_fields(self, item: RowsItem) -> None:
        """Core names the field of a row; here the row is known as well."""
        for at, row in enumerate(self.typed.rows):
            raws = raw_row(item, row)
            for part in item.fields:
                if part.id not in raws:
                    continue
                try:
                    read_answer(part, raws[part.id], self.setting)
                except AnswerError as error:
                    self.wrong[f"{self.name}.{at}.{part.id}"] = error.message


class ItemsForm(BaseForm):
    """The items of one page, with the page's key and the save number it was shown with."""

    def __init__(self, fields: Mapping[str, Any], meta: TokenMeta) -> None:
        # Names with a hyphen, which no item can have.
        hidden = {
            "form_key": HiddenField(name="form-key"),
            "save_number": HiddenField(name="save-number"),
        }
        super().__init__({**hidden, **fields}, meta=meta)

    @property
    def item_fields(self) -> list[ItemField]:
        """The fields of the items, in their order."""
        return [field for field in self if isinstance(field, ItemField)]

    @property
    def controls(self) -> list[Control]:
        """What the macros draw."""
        return [field.control() for field in self.item_fields]

    @property
    def answers(self) -> dict[str, Answer | Missing]:
        """The answers that core took; an item left blank is absent."""
        return {f.item.id: f.answer for f in self.item_fields if f.answer is not None}

    @property
    def faults(self) -> list[Fault]:
        """Every refusal, in the order of the page; that of the token first."""
        token = [Fault("main", told(message)) for message in self[FIELD].errors]
        return token + [fault for field in self.item_fields for fault in faults_of(field)]

    @property
    def shown_save_number(self) -> int:
        """The posted save number; a wrong one is -1, which no draft has."""
        return save_number(str(self["save_number"].data or ""))

    @property
    def key(self) -> str:
        """The posted key of the page."""
        return str(self["form_key"].data or "")

    def change_rows(self, act: str) -> bool:
        """Do what an "add a row" or "take away" button asks for; False for any other button."""
        for field in self.item_fields:
            changed = change_rows(field.item, field.typed, act)
            if changed is not None:
                field.typed = changed
                return True
        return False


def page_form(
    items: Sequence[Item],
    *,
    role: Role,
    purpose: str,
    given: Answers | None = None,
    setting: Setting | None = None,
    formdata: Form | None = None,
    must: bool = True,
    cookie: str = "",
) -> ItemsForm:
    """The form of a page of items.

    role      who answers; decides the way out and the cookie the token is bound to
    purpose   of the form token
    given     stored answers, shown where nothing was posted
    setting   of core's readers; a decimal comma is always taken
    formdata  what was posted, None on GET
    must      whether an item left blank is an error
    cookie    the token is bound to, where it is not that of who answers
    """
    known = given or {}
    asked = Setting(setting.visit if setting else None, comma=True)
    meta = TokenMeta()
    meta.purpose = purpose
    meta.cookie = cookie or (cookies.KIOSK if role == "patient" else cookies.STAFF)
    form = ItemsForm(
        # Neutral attribute names: an item named "data" would replace a part of the form.
        {
            f"a{at}": _unbound(item, role, asked, known.get(item.id), must)
            for at, item in enumerate(items)
        },
        meta,
    )
    form.process(formdata)
    return form


def show_item(item: Item, given: Answer | Missing | None, role: Role) -> Control:
    """An item as it stands, for a page that only shows it. Spares building a form."""
    return build_control(item, typed_of(item, given), way_out=told(WAYS_OUT[role]))


def _unbound(
    item: Item, role: Role, setting: Setting, given: Answer | Missing | None, must: bool
) -> Any:
    return ItemField(item, role, setting, given, must, name=item.id)


def faults_of(field: ItemField, labelled: bool = False) -> list[Fault]:
    """What is wrong with one item.

    labelled   with its label in front: of thirty items the message alone says little
    """
    control = field.control()
    targets = {c.name: c.first for row in control.rows for c in row}
    targets[control.name] = control.first
    targets[f"{control.name}.why"] = f"{control.anchor}-why"
    label = f"{field.item.label}: " if labelled else ""
    return [Fault(targets[name], label + told(words)) for name, words in field.wrong.items()]
