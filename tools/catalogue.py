"""Gather what the patient's pages say, bring the catalogues up to date, and compile them.

A new sentence stands in the .po file without a translation until somebody writes one; one that only
resembles an old sentence is never filled in from it. Compiled files are kept beside their sources,
so that a fresh clone speaks every language without a further step. `./run catalogue` runs this.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "screening" / "translations"
_PYTHON = {"Message": None, "counted": (1, 2), "gettext": None, "ngettext": (1, 2)}
_TEMPLATES = {"_": None, "ngettext": (1, 2)}
_METHODS = (("screening", "*.py", "python", _PYTHON),
            ("templates", "*.html", "jinja2.ext:babel_extract", _TEMPLATES))  # fmt: skip
# A moment of their own would make two catalogues of the same texts differ.
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def gather() -> Catalog:
    """Every sentence of the sources, in the order of the files."""
    found = _empty(None)
    for folder, pattern, method, keywords in _METHODS:
        for path in sorted((ROOT / folder).rglob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            options = {"silent": "false", "trimmed": "true"}
            for line, message, _, _ in extract_from_file(method, path, keywords, options=options):
                found.add(message, locations=[(place, line)])
    return found


def read(path: Path) -> Catalog:
    """The catalogue of one language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def renewed(old: Catalog, sources: Catalog) -> Catalog:
    """The catalogue with exactly the sentences of the sources; what told others is dropped."""
    new = _empty(str(old.locale))
    for message in sources:
        if message.id:
            known = old.get(message.id)
            new.add(
                message.id,
                known.string if known and known.id == message.id else None,
                locations=message.locations,
                flags=known.flags if known else (),
            )
    return new


def as_text(catalogue: Catalog) -> bytes:
    """The .po file. Lines are left out of its places: they would change with every other change."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file; the same catalogue gives the same bytes."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def catalogues() -> Iterator[Path]:
    """The .po file of each language."""
    yield from sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        header_comment="# What patients read; ./run catalogue keeps it in step with the sources.",
        project="Screening",
        version="1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
        creation_date=_UNDATED,
        revision_date=_UNDATED,
        charset="utf-8",
        fuzzy=False,
    )


def main() -> int:
    """Renew and compile every catalogue; 1 while a sentence has no translation."""
    missing = 0
    for path in catalogues():
        new = renewed(read(path), gather())
        path.write_bytes(as_text(new))
        path.with_suffix(".mo").write_bytes(compiled(new))
        untold = [message for message in new if _is_untold(message)]
        missing += len(untold)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(new)} sentences, {len(untold)} untold\n")
    return 1 if missing else 0


def _is_untold(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
    return bool(message.id) and (message.fuzzy or not all(forms))


if __name__ == "__main__":
    sys.exit(main())
