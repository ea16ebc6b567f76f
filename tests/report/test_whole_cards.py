"""A long band stands beside the figure of its card and never over it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from screening.core.answers import Answer
from screening.core.item import ChoiceItem
from screening.core.library import Library
from screening.core.retelling import translated
from screening.core.visit import VisitRecord
from screening.report.html import to_html
from screening.report.renderer import Renderer
from screening.report.retold import retold
from screening.report.summary import summarise
from tests.report.changes import only, with_answers

WORD = re.compile(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>')


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
@pytest.mark.parametrize(("language", "band"), [("en", "Moderately"), ("es", "Moderadamente")])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_band_of_two_words_covers_no_figure(
    renderer: Renderer,
    record: VisitRecord,
    library: Library,
    tmp_path: Path,
    language: str,
    band: str,
    paper: str,
) -> None:
    signs = [one for one in library.questionnaires["cows"].items if isinstance(one, ChoiceItem)]
    strong = {sign.id: Answer(sign.id, sign.choices[-1].id) for sign in signs[:7]}
    visit = replace(with_answers(only(record, "cows", "sows16"), "cows", strong), earlier=())
    if language != "en":
        told = library.translations
        visit = retold(visit, lambda own: translated(own, told[f"{own.id}.{language}"]))

    made = renderer.render_page(to_html(summarise(visit, library.references, language)), paper)

    (tmp_path / "page.pdf").write_bytes(made.pdf)
    args = ["pdftotext", "-bbox", "-l", "1", str(tmp_path / "page.pdf"), "-"]
    found = subprocess.run(args, capture_output=True, check=True).stdout.decode("utf-8")
    words = [(*map(float, place), word) for *place, word in WORD.findall(found)]
    # The largest of them stand in the card; the others in bar, chart and table.
    left, top, _, _, _ = max((w for w in words if w[4] == band), key=lambda w: w[3] - w[1])
    figure = max((w for w in words if w[4] == "35"), key=lambda w: w[3] - w[1])
    limit = next(w for w in words if w[4] == "48" and figure[1] < w[3] and w[0] > figure[2])
    rater = next(w for w in words if w[4] in ("Rated", "Valorado"))
    assert left > limit[2]
    assert top > rater[1]
