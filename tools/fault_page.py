"""Write docs/questionnaire-faults.md: what every fault of a file means, with an example.

The meaning comes from screening/core/checks/catalogue.py, the examples from the loader's tests,
and their sentences from the loader itself. `python -m tools.fault_page` writes the page.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from screening.core.checks.catalogue import GROUPS
from screening.core.library import SourceFile, build_library, kind_of
from screening.core.loading import load_leaflet, load_questionnaire
from screening.core.references import Reference
from screening.core.versions import version_faults
from screening.core.wording import shape_fault
from screening.errors import DefinitionError, DefinitionErrors

PAGE = Path(__file__).resolve().parents[1] / "docs" / "questionnaire-faults.md"
_BOTH = "{item: other.a, answer: [yes, no]}"
_LONGEST = 90  # signs of an example line that are shown
_OUTSIDE = {  # faults that no file has by itself, as the command and the app put them
    "finding_not_there": "No questionnaire has a finding “si_item99”. Correct its id.",
    "lowered_level": "“si_item9” is before_leaving; a clinic may only raise a level. "
    "Write before_leaving, a more urgent level, or none.",
    "unnoticed_mistake": "No case would notice this mistake: high of total begins at 1. "
    "Add a case that comes out otherwise with it.",
    "other_id": "This is the draft of “base”, not of “other”. "
    "Write base; a new id needs a new draft.",
    "retired": "The packet brings what is retired: base. "
    "Take it out of the packet, or publish a new version of it.",
    "version_in_use": "base 1.0.0 is already in use with other content. "
    "Give the changed file a new version.",
}
_HEAD = """\
# What can be wrong with a questionnaire file

`./run screening check PATH` shows every fault of a file in one pass, each with its line, its column
and what to write instead; with `--json` also with its code. Below, each code: what it means, and,
where a few lines show it, what is wrong, what `check` says to it, and what is right.

This page is written by `python -m tools.fault_page`.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One fault, shown."""

    wrong: str  # lines of a file; empty where no few lines can show it
    right: str
    said: str  # problem and fix, as `check` prints them


def page_text() -> str:
    """The whole page."""
    examples = _examples()
    parts = [_HEAD]
    for title, group in GROUPS.items():
        parts.append(f"\n## {title}\n")
        for code, meaning in sorted(group.items()):
            parts.append(f"\n### `{code}`\n\n{meaning}\n")
            if code in examples:
                parts.append(_shown(examples[code]))
    return "".join(parts)


def _shown(example: Example) -> str:
    said = f"\n> {example.said}\n"
    if not example.wrong:
        return said
    wrong, right = (f"```yaml\n{text}\n```\n" for text in (example.wrong, example.right))
    return f"\nWrong:\n\n{wrong}{said}\nRight:\n\n{right}"


def _examples() -> dict[str, Example]:
    found: dict[str, Example] = {}
    # Named late: the tests bring no types, and only this page needs them.
    tests = importlib.import_module("tests.core.catalogue")
    sound = str(tests.SOUND)
    for code, *marked in tests.CATALOGUE:
        right, wrong = (text.replace("§", "") for text in marked)
        if code not in found:
            faults = _faults(sound.replace(right, wrong).encode(), tests.REFERENCES)
            found[code] = _example(sound, right, wrong, _said(code, faults))
    for more in (_of_leaflets(found), _of_translations()):
        for code, example in more.items():
            found.setdefault(code, example)
    others = importlib.import_module("tests.core.test_loading_together")
    for code, faults in _elsewhere(sound, str(others.OTHER), str(others.PACKET)).items():
        found[code] = Example("", "", _said(code, faults))
    strange = {"type": "a_new_kind", "loc": ("title",), "input": "Base"}
    found["wrong_value"] = Example("", "", " ".join(shape_fault(strange)[1:]))
    return found | {code: Example("", "", said) for code, said in _OUTSIDE.items()}


def _of_leaflets(known: Mapping[str, Example]) -> dict[str, Example]:
    """The faults that only a leaflet can have."""
    tests = importlib.import_module("tests.core.test_leaflet")
    found: dict[str, Example] = {}
    for code, *marked in tests.CATALOGUE:
        right, wrong = (text.replace("§", "") for text in marked)
        if code in known or code in found:
            continue
        try:
            load_leaflet("sleep.yaml", tests.SOUND.replace(right, wrong).encode(), {})
        except DefinitionErrors as error:
            found[code] = _example(tests.SOUND, right, wrong, _said(code, error.faults))
    packet = SourceFile("packets/first.yaml", tests.PACKET.encode(), "packet")
    lost = build_library((packet,), cases=False).faults
    return found | {"unknown_leaflet": Example("", "", _said("unknown_leaflet", lost))}


def _of_translations() -> dict[str, Example]:
    tests = importlib.import_module("tests.core.test_translation_faults")
    found: dict[str, Example] = {}
    for name, text, catalogue in (
        ("hair_check.es.yaml", str(tests.SPANISH), tests.CATALOGUE),
        ("hair_check.en-published.yaml", str(tests.PUBLISHED), tests.OF_PUBLISHED),
    ):
        for code, right, marked in catalogue:
            if code not in found:
                wrong = marked.replace("§", "")
                faults = tests.faults_of(text.replace(right, wrong), name)
                found[code] = _example(text, right, wrong, _said(code, faults))
    return found


def _example(sound: str, right: str, wrong: str, said: str) -> Example:
    """The lines that the stretch `right` of the sound file lies in, with `wrong` and without."""
    at = sound.index(right)
    start, end = sound.rfind("\n", 0, at) + 1, sound.index("\n", at + len(right) - 1)
    lines = (sound[start:at] + wrong + sound[at + len(right) : end], sound[start:end])
    shown = ["\n".join(_line(row) for row in dedent(text).splitlines()) for text in lines]
    return Example(shown[0], shown[1], said)


def _line(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} ..."


def _said(code: str, faults: tuple[DefinitionError, ...]) -> str:
    fault = next(fault for fault in faults if fault.code == code)
    said = f"{fault.problem} {fault.fix}"
    return said if len(said) <= 3 * _LONGEST else f"{said[: 3 * _LONGEST]} ..."


def _faults(data: bytes, references: Mapping[str, Reference]) -> tuple[DefinitionError, ...]:
    try:
        load_questionnaire("base.yaml", data, references)
    except DefinitionErrors as error:
        return error.faults
    return ()


def _elsewhere(sound: str, other: str, packet: str) -> dict[str, tuple[DefinitionError, ...]]:
    """Faults that need other bytes, other files or an older version."""
    chain = "".join(
        f"      - {{id: w{n}, text: W, type: choice, options: yes_no, "
        f"enable_when: {{{f'w{n - 1}' if n else 'a'}: yes}}}}\n"
        for n in range(40)
    )
    shared = sound.replace("id: t, text: T,", "id: t, text: T, same_as: other.a,")
    bass = packet.replace("questionnaire: base", "questionnaire: bass")
    later = packet.replace("{other.a: yes}", "{base.a: yes}")
    paged = other.replace(
        "      - {id: p,", "  - id: two\n    title: Two\n    items:\n      - {id: p,"
    )
    return {
        "too_large": _faults(sound.encode() + b"#" * 262_144, {}),
        "not_utf8": _faults(b"title: B\xff", {}),
        "chain_too_long": _faults(sound.replace("computed:\n", f"{chain}computed:\n").encode(), {}),
        "not_the_same": _together(shared, other, packet),
        "unknown_questionnaire": _together(sound, other, bass),
        "asked_later": _together(sound, other, later),
        "unknown_page": _together(sound, paged, _bringing(packet, "to")),
        "page_twice": _together(sound, paged, _bringing(packet, "one, one")),
        "page_not_brought": _together(sound, paged, _bringing(packet, "two")),
        "page_never_asked": _together(sound, paged, _bringing(packet, "two")),
        "answer_unfit": _together(sound, other, f"{packet}typical: [{_BOTH}]\n"),
        "version_not_newer": tuple(_versions(sound, "{from: 2, id: high}", "{from: 1, id: high}")),
        "version_too_small": tuple(_versions(sound, "version: 1.0.0", "version: 1.0.1", "Ask A")),
    }


def _bringing(packet: str, pages: str) -> str:
    """The packet with only these pages of its first questionnaire."""
    return packet.replace("questionnaire: other\n", f"questionnaire: other\n    pages: [{pages}]\n")


def _together(base: str, other: str, packet: str) -> tuple[DefinitionError, ...]:
    texts = {"base.yaml": base, "other.yaml": other, "packets/first.yaml": packet}
    files = (SourceFile(name, text.encode(), kind_of(name)) for name, text in texts.items())
    return build_library(tuple(files), cases=False).faults


def _versions(sound: str, right: str, wrong: str, text: str = "A") -> Iterator[DefinitionError]:
    """The faults of a changed file beside the sound one."""
    changed = sound.replace(right, wrong).replace("text: A,", f"text: {text},")
    changed = changed.replace("id: a, text: Ask A,", "id: a, rated_by: patient, text: Ask A,")
    old, new = (
        load_questionnaire("base.yaml", one.encode(), cases=False) for one in (sound, changed)
    )
    for fault in version_faults(old, new):
        yield DefinitionError("base.yaml", 2, 10, fault.code, fault.problem, fault.fix)


if __name__ == "__main__":
    PAGE.write_text(page_text(), encoding="utf-8")
