"""list, show, score, schema: what works on definition files alone."""

from __future__ import annotations

from typing import Any

import click

from screening.commands.given import questionnaire_folder, read_json
from screening.commands.reading import find
from screening.core.documents import read_document
from screening.core.elsewhere import with_others_figures
from screening.core.evaluation import Evaluation
from screening.core.moments import Moment, read_moment
from screening.core.result_json import definition_json, dump, result_json
from screening.core.schema import SCHEMAS, schema_text
from screening.library_folder import load_folder


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the questionnaires."""
    library = load_folder(questionnaire_folder(), cases=False)
    rows = [
        {"id": q.id, "version": q.version, "title": q.title, "rated_by": q.rated_by}
        for q in sorted(library.questionnaires.values(), key=lambda q: q.id)
    ]
    if as_json:
        click.echo(dump(rows))
    else:
        for row in rows:
            click.echo(f"{row['id']} {row['version']}  {row['title']} ({row['rated_by']})")
    for fault in library.faults:
        click.echo(str(fault), err=True)


@click.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(id_or_path: str, as_json: bool) -> None:
    """Show a definition."""
    questionnaire, _ = find(id_or_path)
    if as_json:
        click.echo(dump(definition_json(questionnaire)))
        return
    click.echo(f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})")
    for item in questionnaire.items:
        click.echo(f"  {item.id} [{item.type}, {questionnaire.rater(item)}] {item.text}")


@click.command()
@click.argument("id_or_path", metavar="ID|PATH")
@click.option("--answers", required=True, help="A JSON file, or - for standard input.")
@click.option("--visit", help="The moment of the visit, e.g. 2026-11-19T10:31.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def score(id_or_path: str, answers: str, visit: str | None, as_json: bool) -> None:
    """Score answers."""
    moment = _visit(visit)
    questionnaire, others = find(id_or_path)
    document = read_json(answers)
    read = read_document(questionnaire, document, visit=moment, others=others)
    seen = with_others_figures(questionnaire, read, others, moment)
    result = result_json(Evaluation(questionnaire, seen, moment))
    click.echo(dump(result) if as_json else _as_text(result))


def _visit(text: str | None) -> Moment | None:
    if text is None:
        return None
    try:
        return read_moment(text)
    except ValueError:
        raise click.BadParameter(
            "write 2026-11-19 or 2026-11-19T10:31", param_hint="--visit"
        ) from None


def _as_text(result: dict[str, Any]) -> str:
    lines = [f"{result['questionnaire']} {result['version']}"]
    for one in result["scores"]:
        low, high = one["possible"]
        value = f"not scored, possible {low} to {high}" if one["value"] is None else one["value"]
        bands = ", ".join(f"{band['text']} ({band['basis']})" for band in one["bands"])
        lines.append(f"  {one['id']}: {value} of {one['range'][1]}  {bands}".rstrip())
        lines += [f"    missing: {m['item']} ({m['reason']})" for m in one["missing"]]
    for finding in result["findings"]:
        lines.append(
            f"  {finding['state']}: {finding['text']} ({finding['level']}): {finding['because']}"
        )
    return "\n".join(lines)


@click.command()
@click.argument("kind", type=click.Choice(sorted(SCHEMAS)), default="questionnaire")
def schema(kind: str) -> None:
    """Print the JSON Schema of questionnaire files, or of packets, leaflets or translations."""
    click.echo(schema_text(kind), nl=False)


COMMANDS = (list_, show, score, schema)
