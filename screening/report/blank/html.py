"""A blank form -> HTML -> PDF, by way of the render worker."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from screening.report.blank.form import BlankForm
from screening.report.blank.words import words_of
from screening.report.html import BETWEEN_TAGS, environment
from screening.report.renderer import Rendered, Renderer


def blank_html(form: BlankForm) -> str:
    """The form as a page, which is well-formed XML too."""
    drawn = _template().render(form=form, words=words_of(form.language))
    return BETWEEN_TAGS.sub("><", drawn).strip()


def blank_pdf(form: BlankForm, renderer: Renderer, paper: str = "a4") -> Rendered:
    """The form on paper; the same form gives the same bytes.

    paper   a4 or letter
    raises  RendererDown, RendererTimedOut, RendererRefused
    """
    return renderer.render_page(blank_html(form), f"blank-{paper}")


@cache
def _template() -> Template:
    return environment().get_template("report/blank.html")
