"""Reading a page: its forms, links and text; and what every page of ours must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = {"a", "b", "strong", "em", "span", "bdi", "code", "textarea", "option"}
VOID = {"meta", "link", "input", "br", "hr", "img"}
CONTROLS = ("input", "select", "textarea")


@dataclass(slots=True)
class Element:
    """One element with its attributes, and the text inside it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    own: str = ""  # text that stands in it and in no element inside it
    # Its part of what the whole page holds, in the order in which it stands there.
    elements: list[Element] = field(default_factory=list, repr=False)
    texts: list[str] = field(default_factory=list, repr=False)
    part: tuple[int, int | None, int, int | None] = (0, None, 0, None)

    @property
    def pieces(self) -> list[str]:
        """The texts inside it."""
        return self.texts[self.part[2] : self.part[3]]

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def inside(self) -> list[Element]:
        """Itself and every element inside it."""
        return self.elements[self.part[0] : self.part[1]]

    def all(self, *tags: str) -> list[Element]:
        """Those of these tags, itself too; but what a template holds is not on the page until a
        script says so."""
        found = [e for e in self.inside() if e.tag in tags or e.tag == "template"]
        end, seen = 0, []
        for element in found:
            place, stop = element.part[:2]
            if place < end:
                continue
            if element.tag == "template" and element is not self:
                end = len(self.elements) if stop is None else stop
            elif element.tag in tags:
                seen.append(element)
        return seen


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.elements, self.texts = self.root.elements, self.root.texts
        self.elements.append(self.root)
        self.at = self.root
        self.faults: list[str] = []

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines and columns, which take a tenth of the time."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if len(known) < len(attrs):
            names = Counter(name for name, _ in attrs)
            self.faults += [f"<{tag}> has {n} twice" for n, c in names.items() if c > 1]
        element = Element(tag, known, self.at, elements=self.elements, texts=self.texts)
        self.at.children.append(element)
        if tag not in INLINE:
            self.handle_data(" ")
        place, text = len(self.elements), len(self.texts)
        self.elements.append(element)
        if tag in VOID:
            element.part = (place, place + 1, text, text)
        else:
            element.part = (place, None, text, None)
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        at = self.at
        if tag != at.tag:
            self.faults.append(f"</{tag}> closes <{at.tag}>")
        if at.parent is not None:
            place, _, text, _ = at.part
            at.part = (place, len(self.elements), text, len(self.texts))
            self.at = at.parent

    def handle_data(self, data: str) -> None:
        self.at.own += data
        self.texts.append(data)


@dataclass
class Form:
    """One form as it is shown."""

    action: str
    element: Element

    def data(self, values: Mapping[str, str | Sequence[str]], button: str) -> dict[str, object]:
        """What pressing a button sends: the shown values, with some put in their place."""
        known = {control.attributes.get("name", "") for control in _controls(self.element)}
        wrong = set(values) - known
        assert not wrong, f"the form has no {wrong}, only {sorted(known)}"
        sent: dict[str, object] = {}
        for control in _controls(self.element):
            name = control.attributes.get("name")
            if name and name not in values and (value := _shown(control)) is not None:
                sent.setdefault(name, [])
                sent[name].append(value)  # type: ignore[attr-defined]
        pressed = next(b for b in self.element.all("button") if b.text.startswith(button))
        if "name" in pressed.attributes:
            sent[pressed.attributes["name"]] = pressed.attributes["value"]
        return sent | dict(values)


class Page:
    """A page as somebody without script meets it."""

    def __init__(self, html: str) -> None:
        self.html = html
        reader = _Reader()
        reader.feed(html)
        self.root, self.faults = reader.root, list(reader.faults)
        if reader.at is not reader.root:
            self.faults.append(f"<{reader.at.tag}> is never closed")

    @property
    def title(self) -> str:
        return next((e.text for e in self.root.all("title")), "")

    @property
    def lang(self) -> str:
        """Of the whole page."""
        return self.root.all("html")[0].attributes["lang"]

    @property
    def h1(self) -> str:
        return next((e.text for e in self.root.all("h1")), "")

    @property
    def text(self) -> str:
        return next((e.text for e in self.root.all("main")), self.root.text)

    def link(self, words: str) -> str:
        """The address of the first link whose text begins so."""
        for element in self.root.all("a"):
            if element.text.startswith(words):
                return element.attributes["href"]
        raise AssertionError(f"no link {words!r} on {self.title!r}")

    def form(self, button: str) -> Form:
        """The form with the button whose text begins so."""
        for element in self.root.all("form"):
            if any(b.text.startswith(button) for b in element.all("button")):
                return Form(element.attributes.get("action", ""), element)
        raise AssertionError(f"no button {button!r} on {self.title!r}: {self.text[:200]}")

    def value(self, name: str) -> str:
        """What the field of that name shows; of a group what is ticked, with spaces between."""
        found = [c for c in _controls(self.root) if c.attributes.get("name") == name]
        return " ".join(value for c in found if (value := _shown(c)) is not None)


def check_page(page: Page) -> None:
    """Every page: well nested, one h1, no doubled id, all controls labelled, nothing inline."""
    faults = list(page.faults)
    if len(page.root.all("h1")) != 1:
        faults.append(f"{len(page.root.all('h1'))} h1")
    if len(page.root.all("main")) != 1 or not page.title:
        faults.append("no main or no title")
    elements = page.root.inside()
    ids = Counter(e.attributes["id"] for e in elements if "id" in e.attributes)
    faults += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    for element in elements:
        faults += _faults_of(element, ids)
    assert not faults, f"{page.title}: {faults}"


def _faults_of(element: Element, ids: Mapping[str, int]) -> list[str]:
    faults = []
    attributes = element.attributes
    for name in attributes:
        if name == "style" or name.startswith("on"):
            faults.append(f"<{element.tag}> has inline {name}")
    if element.tag == "style" or (element.tag == "script" and "src" not in attributes):
        faults.append(f"inline <{element.tag}>")
    for name in ("href", "src", "action"):
        if attributes.get(name, "").startswith(("http:", "https:", "//", "javascript:", "data:")):
            faults.append(f"{name} leaves the site: {attributes[name]}")
    for name in ("aria-describedby", "aria-labelledby", "for"):
        faults += [
            f"{name} {i} leads nowhere" for i in attributes.get(name, "").split() if i not in ids
        ]
    if element.tag == "a" and attributes.get("href", "").startswith("#"):
        target = attributes["href"][1:]
        faults += [] if target in ids else [f"link #{target} leads nowhere"]
    if element.tag in CONTROLS and attributes.get("type") != "hidden":
        faults += [] if _is_labelled(element) else [f"{attributes.get('name')} has no label"]
    if element.tag in CONTROLS and "autocomplete" not in attributes:
        faults.append(f"{attributes.get('name')} says nothing of autocomplete")
    return faults


def _is_labelled(control: Element) -> bool:
    if "aria-label" in control.attributes or "aria-labelledby" in control.attributes:
        return True
    root, place = control, control.parent
    while place is not None:
        if place.tag == "label":
            return bool(place.text)
        root, place = place, place.parent
    own = control.attributes.get("id")
    return any(label.attributes.get("for") == own and label.text for label in root.all("label"))


def _controls(root: Element) -> list[Element]:
    return root.all(*CONTROLS)


def _shown(control: Element) -> str | None:
    attributes = control.attributes
    if control.tag == "textarea":
        return "".join(control.pieces).removeprefix("\n")
    if control.tag == "select":
        options = control.all("option")
        picked = next((o for o in options if "selected" in o.attributes), options[0])
        return picked.attributes.get("value", picked.text)
    if attributes.get("type") in ("radio", "checkbox"):
        return attributes.get("value", "on") if "checked" in attributes else None
    if attributes.get("type") == "file":  # nothing chosen
        return None
    return attributes.get("value", "")
