"""verify: whether the paper and the data of a summary's PDF agree, without any database."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from screening.commands.given import questionnaire_folder
from screening.core.result_json import dump
from screening.library_folder import load_folder
from screening.report.translated import by_files
from screening.summary_file.checking import Checked, Library, ScoreAgain, check
from screening.summary_file.difference import Difference

NO_DATA = "This PDF carries no data to compare: it is no summary of ours, or a copy for outside."
SHA256_DIGITS = 12  # of 64, as on paper


@click.command()
@click.argument("path", metavar="FILE.pdf", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(path: Path, as_json: bool) -> None:
    """Score the data in a summary's PDF again and compare it with the pages."""
    pdf = path.read_bytes()
    library = load_folder(questionnaire_folder(), cases=False)
    by_sha256 = {one.sha256: one for one in library.questionnaires.values()}
    known = Library(
        by_sha256.get,
        library.references,
        lambda language: by_files(library.translations, language),
    )
    found = check(pdf, known)
    if found is None:
        raise click.ClickException(NO_DATA)
    click.echo(dump(as_told(found)) if as_json else "\n".join(lines_of(found)))
    if not found.agrees:
        sys.exit(1)


def as_told(found: Checked) -> dict[str, Any]:
    """What `verify --json` prints."""
    return {
        "agrees": found.agrees,
        "as_made": found.as_made,
        "figures": {"compared": found.compared, "all": found.figures},
        "scores": [asdict(score) for score in found.scores],
        "differences": [
            {"in": where, **asdict(difference)}
            for where, several in (("paper", found.on_paper), ("data", found.in_data))
            for difference in several
        ],
    }


def lines_of(found: Checked) -> list[str]:
    """What `verify` prints."""
    agreed = not (found.on_paper or found.in_data)
    return [
        "Paper and data agree." if agreed else "Paper and data do not agree.",
        *(_difference("Paper", one) for one in found.on_paper),
        *(_difference("Data", one) for one in found.in_data),
        *(_score(score) for score in found.scores),
        f"{found.compared} of {found.figures} figures on the pages were compared; the others rest"
        " on earlier visits or on the clinic's own record.",
        "The file is as it was written."
        if found.as_made
        else "The file is not as it was written: what could not be compared may have been changed.",
    ]


def _difference(where: str, one: Difference) -> str:
    there = f"“{one.found}” stands there" if one.found else "nothing like it stands there"
    return f"{where}, {one.place}: expected “{one.expected}”; {there}."


def _score(score: ScoreAgain) -> str:
    value = f"{score.value} / {score.maximum}" if score.value else "not scored"
    short = score.sha256[:SHA256_DIGITS]
    return f"Scored again: {score.name} {value}, version {score.version} (SHA-256 {short})."


COMMANDS = (verify,)
