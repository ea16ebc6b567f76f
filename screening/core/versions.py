"""Which step of a version a change asks for: wording = patch, items = minor, scoring = major."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from screening.core.checks.fault import Fault, Faults
from screening.core.difference import Change, differences
from screening.core.difference_kinds import Kind
from screening.core.questionnaire import Questionnaire

Step = Literal["patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("patch", "minor", "major")  # smallest first
STEP_OF: dict[Kind, Step] = {"wording": "patch", "items": "minor", "scoring": "major"}
_TOLD = 5  # changes that a fault names


def parts_of(version: str) -> tuple[int, int, int]:
    """(1, 2, 0) of "1.2.0", so that 1.10.0 comes after 1.9.0."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch


def step_for(changes: Sequence[Change]) -> Step:
    """The smallest step that these changes may be published with; no change asks for a patch."""
    return max((STEP_OF[change.kind] for change in changes), key=STEPS.index, default="patch")


def next_version(version: str, step: Step) -> str:
    """The version one step on: 2.0.0 for a major one after 1.2.3."""
    major, minor, patch = parts_of(version)
    following = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, patch + 1),
    }
    return ".".join(str(part) for part in following[step])


def version_faults(old: Questionnaire, new: Questionnaire) -> Faults:
    """Why `new` may not follow `old` under its version; nothing for the very same file.

    old      the version in use
    new      the file that is to be published, with the same id
    returns  at most one fault, placed at `version`
    """
    if old.sha256 and old.sha256 == new.sha256:
        return
    changes = differences(old, new)
    step = step_for(changes)
    least = next_version(old.version, step)
    if parts_of(new.version) <= parts_of(old.version):
        problem = f"Version {new.version} does not come after {old.version}, which is in use."
        yield Fault("version_not_newer", ("version",), problem, f"Write {least} or higher.")
    elif parts_of(new.version) < parts_of(least):
        problem = f"Version {new.version} is too small a step from {old.version}. {_told(changes)}"
        fix = f"Write {least} or higher, or take the change back."
        yield Fault("version_too_small", ("version",), problem, fix)


def _told(changes: Sequence[Change]) -> str:
    """The changes that weigh most."""
    step = step_for(changes)
    heavy = [change.sentence for change in changes if STEP_OF[change.kind] == step]
    more = f" And {len(heavy) - _TOLD} more." if len(heavy) > _TOLD else ""
    return " ".join(heavy[:_TOLD]) + more
