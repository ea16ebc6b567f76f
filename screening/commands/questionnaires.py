"""questionnaire publish, diff, export, simulate; and new: working on definitions."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import click

from screening.commands import blank, given, reading, simulating, simulating_packets
from screening.core.difference import differences
from screening.core.loading import load_stored
from screening.core.questionnaire import LANGUAGE, Questionnaire
from screening.core.result_json import dump
from screening.core.starter import LONGEST_ID, is_id, starter_text
from screening.core.translation import PUBLISHED, Translation
from screening.core.translation_starter import translation_starter
from screening.core.versions import STEP_OF, next_version, step_for
from screening.core.written import plain
from screening.exchange.bundle import encode
from screening.exchange.questionnaire import write_questionnaire
from screening.library_folder import load_folder
from screening.quick_dataclass import dataclass

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def questionnaire() -> None:
    """Publish, compare, export and try out questionnaires."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One file of a comparison."""

    name: str
    text: str
    questionnaire: Questionnaire


@questionnaire.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@as_json_option
def diff(old: str, new: str, as_json: bool) -> None:
    """Show what differs between two versions (each an ID or a PATH), in meaning and in text."""
    one, other = _side(old), _side(new)
    found = _difference(one, other)
    if as_json:
        click.echo(dump(found))
        return
    for change in found["changes"]:
        click.echo(f"{change['kind']}: {change['sentence']}")
    if not found["changes"]:
        click.echo("Nothing differs in meaning or words.")
    if found["text"]:
        click.echo(f"\nThis asks for version {found['least_version']} or higher.\n")
        click.echo(found["text"], nl=False)


def _difference(old: _Side, new: _Side) -> dict[str, Any]:
    changes = differences(old.questionnaire, new.questionnaire)
    step, version = step_for(changes), old.questionnaire.version
    before, after = old.text.splitlines(keepends=True), new.text.splitlines(keepends=True)
    return {
        "old": _named(old.questionnaire),
        "new": _named(new.questionnaire),
        "step": step if old.text != new.text else None,
        "least_version": next_version(version, step) if old.text != new.text else version,
        "changes": [
            {"kind": c.kind, "where": c.where, "what": c.what, "sentence": c.sentence}
            for c in sorted(changes, key=lambda c: list(STEP_OF).index(c.kind), reverse=True)
        ],
        "text": "".join(difflib.unified_diff(before, after, old.name, new.name)),
    }


def _named(found: Questionnaire | Translation) -> dict[str, str]:
    return {"id": found.id, "version": found.version, "sha256": found.sha256}


def _side(id_or_path: str) -> _Side:
    """A well-formed file; its meaning is not checked, so that a faulty one can be compared too."""
    path = Path(id_or_path)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        data = reading.questionnaire_bytes(path)
    else:
        library = load_folder(given.questionnaire_folder(), cases=False)
        if id_or_path not in library.questionnaires:
            reading.find(id_or_path)  # says what there is
        data = library.data[id_or_path]
    return _Side(id_or_path, data.decode("utf-8-sig"), load_stored(id_or_path, data))


@questionnaire.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.option("--format", "kind", type=click.Choice(["json", "fhir"]), default="json")
def export(id_or_path: str, kind: str) -> None:
    """Print a definition as JSON, with its checksum, or as a FHIR R4 Questionnaire.

    json reads as the same definition. Of fhir, what it cannot say is listed on standard error.
    """
    if kind == "fhir":
        _export_fhir(id_or_path)
        return
    told = reading.find_translation(id_or_path)
    found = told or reading.find(id_or_path)[0]
    click.echo(dump({**_named(found), "definition": plain(found)}))


def _export_fhir(id_or_path: str) -> None:
    exported = write_questionnaire(reading.find(id_or_path)[0])
    click.echo(encode(exported.resource).decode(), nl=False)
    for loss in exported.losses:
        click.echo(loss, err=True)


@questionnaire.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Only try it, as if this file were the version in use; nothing is published.",
)
def publish(path: Path, against: Path | None) -> None:
    """Put a file into use, if it is sound and its version fits what was changed."""
    # The database's libraries take longer to import than a comparison takes.
    from screening.commands import publishing, translating

    way = translating if reading.is_translation(path) else publishing
    if against is None:
        click.echo(way.publish(path), err=True)
    else:
        found = way.judge_beside(path, against)
        click.echo(f"{found.id} {found.version} could be published.", err=True)


@questionnaire.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.option("--sets", type=click.IntRange(1, 1_000_000), default=2000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same figures.")
@as_json_option
def simulate(id_or_path: str, sets: int, seed: int, as_json: bool) -> None:
    """Fill a questionnaire or a packet with random answers and report what comes of it.

    A packet is held to its minutes by the typical visit that it tells of.
    """
    packet, questionnaires = simulating_packets.packet_of(id_or_path)
    if packet is not None:
        found = simulating_packets.of_packet(packet, questionnaires, sets, seed)
        click.echo(dump(found) if as_json else simulating_packets.packet_text(found))
        return
    questionnaire, others = reading.find(id_or_path)
    found = simulating.of_questionnaire(questionnaire, others, sets, seed)
    click.echo(dump(found) if as_json else simulating.questionnaire_text(found))


@click.command()
@click.argument("questionnaire_id", metavar="ID")
def new(questionnaire_id: str) -> None:
    """Write ID.yaml: a small sound questionnaire with comments, to be changed."""
    if not is_id(questionnaire_id):
        problem = f"use small letters, digits and _, beginning with a letter, {LONGEST_ID} at most"
        raise click.BadParameter(problem, param_hint="ID")
    path = Path(f"{questionnaire_id}.yaml")
    # "x": a file that is there already was somebody's work.
    with path.open("x", encoding="utf-8") as file:
        file.write(starter_text(questionnaire_id))
    click.echo(f"Wrote {path}. Check it with: screening check {path}", err=True)


@questionnaire.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.argument("language", metavar="LANGUAGE")
@click.option("--published", is_flag=True, help="A wording pack: the words as they were published.")
def translate(id_or_path: str, language: str, published: bool) -> None:
    """Write ID.LANGUAGE.yaml: every text of a questionnaire, to be told in other words."""
    if re.fullmatch(LANGUAGE, language, re.ASCII) is None:
        raise click.BadParameter("write a language such as es or es-US", param_hint="LANGUAGE")
    found, _ = reading.find(id_or_path)
    path = Path(f"{found.id}.{language}{PUBLISHED if published else ''}.yaml")
    with path.open("x", encoding="utf-8") as file:
        file.write(translation_starter(found, language, published=published))
    click.echo(f"Wrote {path}. Check it with: screening check {path}", err=True)


questionnaire.add_command(blank.paper)
COMMANDS = (questionnaire, new)
