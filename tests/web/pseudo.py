"""A made-up language: each sentence longer by a third, full of accents, and between marks.

What stands on a page without marks was never translated.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from screening.core.loading import load_questionnaire
from screening.core.retelling import slots_of
from screening.settings import ROOT
from tests.web.pages import Element, Page
from tools import catalogue

OPEN, CLOSE = "⟦", "⟧"
_ACCENTS = str.maketrans("aeinouyAEINOUY", "áéíñóúýÁÉÍÑÓÚÝ")
_VALUE = re.compile(r"(%\(\w+\)s)")
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_READ_OUT = ("aria-label", "alt", "title", "placeholder")
SILENT = ("script", "style")


def pseudo(text: str) -> str:
    """The text as this language has it; values keep their places."""
    parts = _VALUE.split(text)
    told = "".join(p if _VALUE.fullmatch(p) else p.translate(_ACCENTS) for p in parts)
    return f"{OPEN}{told}{'~' * (len(text) * 35 // 100)}{CLOSE}"


def write_catalogue(folder: Path, language: str = "es") -> None:
    """A compiled catalogue of this language, under the code of another."""
    own = catalogue.FOLDER / language / "LC_MESSAGES" / "messages.po"
    found = catalogue.renewed(catalogue.read(own), catalogue.gather())
    for message in found:
        if isinstance(message.id, tuple):
            message.string = tuple(pseudo(text) for text in message.id)
        elif message.id:
            message.string = pseudo(message.id)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(catalogue.compiled(found))


def copy_told(source: Path, folder: Path, language: str = "es") -> Path:
    """The definitions of a folder, each questionnaire with a whole translation beside it."""
    shutil.copytree(source, folder)
    for path in sorted(folder.glob("*.yaml")):
        if "." not in path.stem and path.stem != "references":
            text = write_translation(path, language)
            path.with_name(f"{path.stem}.{language}.yaml").write_text(text, encoding="utf-8")
    place = folder / "clinic"
    place.mkdir(exist_ok=True)
    for path in (ROOT / "questionnaires" / "clinic").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.stem == language:
            told = _marked(yaml.safe_load(text))
            text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
        (place / path.name).write_text(text, encoding="utf-8")
    return folder


def write_translation(path: Path, language: str) -> str:
    """Every text of a questionnaire in this language."""
    questionnaire = load_questionnaire(str(path), path.read_bytes())
    told: dict[Any, Any] = {
        "translates": questionnaire.id,
        "for_version": questionnaire.version,
        "version": "1.0.0",
        "language": language,
    }
    for slot in slots_of(questionnaire):
        if slot.part != "instead":
            at = told
            for part in slot.place[:-1]:
                at = at.setdefault(part, {})
            at[slot.place[-1]] = pseudo(slot.text)
    return yaml.safe_dump(_lists(told), allow_unicode=True, sort_keys=False)


def untold(page: Page, allowed: set[str]) -> list[str]:
    """The words of a page that are not in this language, but for those allowed.

    What says of itself that it is in another language (`lang`) is left aside, and so is what
    somebody typed.
    """
    texts = _texts(page.root, page.lang)
    return [text for text in texts if set(_WORD.findall(_bare(text))) - allowed]


def _bare(text: str) -> str:
    while (shorter := _MARKED.sub("", text)) != text:
        text = shorter
    return text


def _texts(element: Element, lang: str) -> list[str]:
    if element.tag in (*SILENT, "textarea") or element.attributes.get("lang", lang) != lang:
        return []
    if element.attributes.get("class") == "leaflet":  # the installation's own text, in its own file
        return []
    found = [element.attributes[name] for name in _READ_OUT if name in element.attributes]
    found += [" ".join(element.own.split())] if element.own.strip() else []
    return found + [text for child in element.children for text in _texts(child, lang)]


def _marked(value: Any) -> Any:
    """The clinic's own texts in this language; what is no text stays."""
    if isinstance(value, dict):
        # What goes on a copy that leaves the clinic is no patient’s page, and has its own limits.
        fixed = ("language", "version", "number", "outside_copy")
        return {k: part if k in fixed else _marked(part) for k, part in value.items()}
    return [_marked(part) for part in value] if isinstance(value, list) else pseudo(value)


def _lists(value: Any) -> Any:
    """What is told by number becomes a list."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_lists(value[number]) for number in sorted(value)]
    return {key: _lists(part) for key, part in value.items()}
