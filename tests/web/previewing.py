"""A draft put straight into the store, and the screen in the frame of its preview."""

from __future__ import annotations

from urllib.parse import urlencode

from screening.store import definition_drafts
from screening.store.definition_drafts import QUESTIONNAIRE
from tests.web.browser import Browser
from tests.web.conftest import SMALL, Clinic
from tests.web.pages import Element, Form, Page, check_page

TEXT = (SMALL / "check_in.yaml").read_text()
HOSTILE = "\"'></textarea></iframe><script src=//evil.example></script><img src=x onerror=alert(1)>"


def begin(
    clinic: Clinic, text: str = TEXT, item_id: str = "check_in", kind: str = QUESTIONNAIRE
) -> str:
    """A draft with this text; returns the address of its preview."""
    with clinic.parts.database.write() as session:
        held = definition_drafts.begin(
            session,
            kind,
            item_id,
            text.encode(),
            based_on=None,
            by=clinic.moss.id,
            now=clinic.clock(),
        )
    return f"/admin/drafts/{held.id}/preview"


def screen(browser: Browser) -> Page:
    """The document in the frame."""
    (frame,) = browser.page.root.all("iframe")
    inner = Page(frame.attributes["srcdoc"])
    check_page(inner)
    return inner


def press(browser: Browser, button: str, /, **fields: str) -> Page:
    """A button of the screen, whose form leads out of the frame. `x__y` is the field `x.y`."""
    values = {name.replace("__", "."): value for name, value in fields.items()}
    page = screen(browser)
    (form,) = page.root.all("form")
    assert form.attributes["target"] == "_parent"
    return _send(browser, page, form, values, button)


def choose(browser: Browser, button: str) -> Page:
    """A button round the frame that leads to the preview again."""
    form = browser.page.form("Clear all answers").element
    return _send(browser, browser.page, form, {}, button)


def draw(browser: Browser, seed: int | str) -> Page:
    """Fill in at random: a form whose fields become the address."""
    form = browser.page.form("Fill in at random")
    assert form.element.attributes["method"] == "get"
    data = form.data({"seed": str(seed)}, "Fill in at random")
    browser.open(f"{form.action}?{urlencode(data, doseq=True)}")
    return screen(browser)


def _send(browser: Browser, page: Page, form: Element, values: dict[str, str], button: str) -> Page:
    """Press a button that may stand outside of its form, as those of a preview do."""
    (pressed, *_) = [one for one in page.root.all("button") if one.text.startswith(button)]
    inside = form.all("button")
    if all(pressed is not one for one in inside):
        assert pressed.attributes["form"] == form.attributes["id"]
    shown = Form(form.attributes["action"], form)
    data = shown.data(values, inside[0].text)
    data.pop("page-act", None)
    if "name" in pressed.attributes:
        data[pressed.attributes["name"]] = pressed.attributes["value"]
    browser._show(browser.post(shown.action, data))
    return screen(browser)


def told(browser: Browser) -> str:
    """What stands beside the screen."""
    (part,) = [
        one
        for one in browser.page.root.all("section")
        if one.attributes.get("id") == "preview-results"
    ]
    return part.text
