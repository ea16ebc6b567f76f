"""Colours that somebody has set for every page, and no movement: nothing of a question is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.served import served
from tests.web.conftest import Clinic
from tests.web.test_question_script import go_to_questions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., Any]
BORDER = """(tile) => {
  const style = getComputedStyle(tile);
  return [style.borderTopColor, style.borderTopWidth];
}"""
MOVES = """() => {
  const main = document.querySelector("main");
  main.style.transition = "opacity 5s";
  main.style.opacity = 0.5;
  return getComputedStyle(main).opacity !== "0.5" || document.getAnimations().length > 0;
}"""


@pytest.fixture
def opened(clinic: Clinic, chromium: Any) -> Iterator[Open]:
    """Opens a question in a browser with these wishes."""
    contexts = []
    with served(clinic.app) as address:

        def at_question(number: int, **wishes: str) -> Any:
            contexts.append(chromium.new_context(base_url=address, **wishes))
            page = contexts[-1].new_page()
            go_to_questions(clinic, page)
            page.goto(f"/sitting/{number}")
            return page

        yield at_question
        for context in contexts:
            context.close()


def ends_of_bar(page: Any) -> tuple[object, object]:
    """The colour of its done part and of the rest."""
    shot = Image.open(BytesIO(page.locator(".progress__bar").screenshot())).convert("RGB")
    width, height = shot.size
    return shot.getpixel((width // 20, height // 2)), shot.getpixel((width * 19 // 20, height // 2))


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_shows_how_far_in_any_colours(opened: Open, colours: str, scheme: str) -> None:
    page = opened(4, forced_colors=colours, color_scheme=scheme)

    done, rest = ends_of_bar(page)

    assert done != rest


def test_a_chosen_tile_is_another_than_the_rest_in_any_colours(opened: Open) -> None:
    page = opened(1, forced_colors="active")
    page.check("#gate-no")

    chosen = page.locator(".tile:has(#gate-no)").evaluate(BORDER)
    other = page.locator(".tile:has(#gate-yes)").evaluate(BORDER)

    assert chosen[0] != other[0]
    assert chosen[1] != other[1]


def test_nothing_moves_for_whoever_wants_that(opened: Open) -> None:
    still = opened(1, reduced_motion="reduce")
    moving = opened(1)

    assert not still.evaluate(MOVES)
    assert moving.evaluate(MOVES)  # else the question above finds nothing
