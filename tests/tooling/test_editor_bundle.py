"""The bundled editor: what it was made of is locked, licensed, and asked of no host."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "js" / "vendor"
LOCK = ROOT / "tools" / "editor" / "package-lock.json"


def packages() -> dict[str, dict[str, object]]:
    """What is locked, by name; esbuild's programs for single machines left out."""
    held = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return {
        path.removeprefix("node_modules/"): entry
        for path, entry in held.items()
        if path and not path.startswith("node_modules/@esbuild/")
    }


def test_everything_that_went_in_has_its_licence_beside_it_in_the_locked_version() -> None:
    text = (VENDOR / "codemirror.LICENSES.txt").read_text(encoding="utf-8")
    told = dict(re.findall(r"^(@?[a-z][\w./-]*) (\d+\.\d+\.\d+) \(MIT\)$", text, re.MULTILINE))

    locked = {name: entry["version"] for name, entry in packages().items()}

    assert told["codemirror"].startswith("6.0.")
    assert told.items() <= locked.items()
    # Of these nothing is used, so nothing is in the bundle; esbuild made it.
    unused = {"@codemirror/autocomplete", "@codemirror/streamparser", "esbuild"}
    assert locked.keys() - told.keys() <= unused
    assert text.count("Permission is hereby granted, free of charge") == len(told)


def test_the_lock_has_a_hash_for_each_package_and_names_no_host() -> None:
    assert all(str(entry["integrity"]).startswith("sha512-") for entry in packages().values())
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_the_bundle_asks_no_host() -> None:
    text = (VENDOR / "codemirror.js").read_text(encoding="utf-8")

    # Names of XML, which nobody is asked for.
    assert set(re.findall(r"https?://[\w.-]+", text)) <= {"http://www.w3.org"}
    assert not re.search(r"\bfetch\(|XMLHttpRequest|\bimport\(|\beval\(", text)
