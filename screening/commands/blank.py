"""questionnaire paper: a questionnaire or a packet as a blank form, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from screening.commands import given, reading, simulating_packets
from screening.commands.writing import refuse_early, write_whole
from screening.core.questionnaire import Questionnaire
from screening.core.retelling import translated
from screening.core.translation import Translation
from screening.errors import ScreeningError
from screening.library_folder import load_folder
from screening.report.blank.form import BlankForm
from screening.report.blank.html import blank_pdf
from screening.report.blank.telling import blank_packet, blank_questionnaire
from screening.report.renderer import own_renderer


class NotTold(ScreeningError):
    """No translation into the language asked for. Seen by whoever asked for it."""


@click.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="The PDF to write."
)
@click.option(
    "--paper", "--size", "size", type=click.Choice(["a4", "letter"]), default="a4",
    show_default=True,
)  # fmt: skip
@click.option("--language", default="en", show_default=True)
def paper(id_or_path: str, out: Path, size: str, language: str) -> None:
    """Write a questionnaire or a packet as a blank form to fill in by hand."""
    refuse_early(out)
    form = _form(id_or_path, language)
    with own_renderer() as renderer:
        made = blank_pdf(form, renderer, size)
    write_whole(out, made.pdf)


def _form(id_or_path: str, language: str) -> BlankForm:
    translations = load_folder(given.questionnaire_folder(), cases=False).translations
    packet, known = simulating_packets.packet_of(id_or_path)
    if packet is not None:
        wanted = {entry.questionnaire for entry in packet.entries}
        told = {
            name: _told(one, translations, language)
            for name, one in known.items()
            if name in wanted
        }
        return blank_packet(packet, told, language)
    found, _ = reading.find(id_or_path)
    told_one = _told(found, translations, language)
    if told_one.language != language:
        there = sorted({found.language, *_languages(found, translations)})
        problem = f"{found.id} {found.version} is not told in “{language}”."
        raise NotTold(f"{problem} There is: {', '.join(there)}.")
    return blank_questionnaire(told_one)


def _told(
    found: Questionnaire, translations: Mapping[str, Translation], language: str
) -> Questionnaire:
    """The questionnaire in the language, or in its own where there is no such translation."""
    known = translations.get(f"{found.id}.{language}")
    fits = known is not None and known.for_version == found.version
    return translated(found, known) if known is not None and fits else found


def _languages(found: Questionnaire, translations: Mapping[str, Translation]) -> list[str]:
    return [
        one.language
        for one in translations.values()
        if one.translates == found.id and one.for_version == found.version
    ]
