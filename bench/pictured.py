"""The visit of the picture that the page was drawn from, as files that any command can read.

COWS and SOWS-16 with three earlier visits, and a short history of use: what is on the page is what
the picture shows. The files are cut from questionnaires/ and demo/visit.json.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SCALES = ("sows16", "cows")
USE = ("substance_use", "kratom_use")
# Of the use what the picture tells: product, amount and doses, last dose, duration, break, reason,
# others; and what the finding on others rests on. What is not here is not on the page either.
ITEMS = frozenset(
    """products kratom_last_use seven_oh_last_use daily_since longest_break reasons other_drugs
    shop_products street_opioids treatment_medicine days_of_7""".split()
)
LINES = frozenset(
    """products since_kratom since_seven_oh daily_since since_daily longest_break breaks_felt
    reasons other_drugs""".split()
)

UNITS = frozenset(("h", "mo"))


def write(folder: Path) -> tuple[Path, Path]:
    """The questionnaires' folder and the visit's file, made in a folder."""
    library = folder / "questionnaires"
    library.mkdir()
    shutil.copy(ROOT / "questionnaires" / "references.yaml", library)
    for name in SCALES + USE:
        whole = ROOT / "questionnaires" / f"{name}.yaml"
        # Every scalar stays text, as our own reader has it.
        tree = yaml.load(whole.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        cut = yaml.safe_dump(_cut(tree), sort_keys=False, allow_unicode=True)
        (library / whole.name).write_text(cut, encoding="utf-8")
    visit = folder / "visit.json"
    visit.write_text(json.dumps(_visit()), encoding="utf-8")
    return library, visit


def _cut(tree: dict[str, Any]) -> dict[str, Any]:
    """The questionnaire with what the picture shows, and without its cases."""
    whole = tree["id"] in SCALES
    pages = [
        {**page, "items": [_freed(item) for item in page["items"] if whole or item["id"] in ITEMS]}
        for page in tree["pages"]
    ]
    shown = {item["id"] for page in pages for item in page["items"]}
    known = shown | {f"substance_use.{name}" for name in ITEMS} | {"visit"}
    computed = [
        one
        for one in tree.get("computed", [])
        if (whole or one["id"] in LINES) and known >= set(one["between"].values()) - UNITS
    ]
    known |= {one["id"] for one in computed} | {one["id"] for one in tree.get("scores", [])}
    summary = {
        part: [
            {**line, "of": [ref for ref in line["of"] if ref in known]}
            for line in lines
            if LINES.issuperset(line["of"])
        ]
        for part, lines in tree.get("summary", {}).items()
    }
    return {
        **{key: value for key, value in tree.items() if key not in ("cases", "summary")},
        "uses": [ref for ref in tree.get("uses", []) if ref in known],
        "pages": [page for page in pages if page["items"]],
        "computed": computed,
        "scores": [_known_cautions(score, known) for score in tree.get("scores", [])],
        "findings": [one for one in tree.get("findings", []) if known >= _named(one["when"])],
        **({"summary": summary} if any(summary.values()) else {}),
    }


def _freed(item: dict[str, Any]) -> dict[str, Any]:
    """An item that hangs on no other that was cut."""
    hangs = "enable_when" in item and not _named(item["enable_when"]) <= ITEMS
    return {key: value for key, value in item.items() if not (hangs and key == "enable_when")}


def _known_cautions(score: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """A score with the cautions, or parts of them, that look at what is known."""
    cautions = []
    for one in score.get("cautions", []):
        when = one.get("when")
        if when is not None:
            parts = [part for part in when.get("any", [when]) if known >= _named(part)]
            when = {"any": parts} if parts else None
        if when or "when" not in one:
            cautions.append({**one, "when": when} if when else one)
    return {**score, "cautions": cautions}


def _named(condition: dict[str, Any]) -> frozenset[str]:
    """What a condition looks at."""
    parts = [*condition.get("all", ()), *condition.get("any", ())]
    parts += [condition["not"]] if "not" in condition else []
    return frozenset(condition.keys() - {"all", "any", "not"}).union(*map(_named, parts))


def _visit() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        (ROOT / "demo" / "visit.json").read_text(encoding="utf-8")
    )
    for visit in (document, *document["earlier"]):
        visit["responses"] = [r for r in visit["responses"] if r["questionnaire"] in SCALES + USE]
        for response in visit["responses"]:
            if response["questionnaire"] in USE:
                held = response["answers"]
                response["answers"] = {ref: held[ref] for ref in held if ref in ITEMS}
    return document
