"""Which step of a version a change asks for: wording = patch, items = minor, scoring = major."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from screening.core.checks.fault import Fault, Faults
from screening.core.difference import Change, differences
from screening.core.difference_kinds import Kind
from screening.core.questionnaire import Questionnaire
from screening.core.translation import Translation

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
        yield _not_newer(old.version, new.version, least)
    elif parts_of(new.version) < parts_of(least):
        problem = f"Version {new.version} is too small a step from {old.version}. {_told(changes)}"
        fix = f"Write {least} or higher, or take the change back."
        yield Fault("version_too_small", ("version",), problem, fix)


def translation_version_faults(old: Translation, new: Translation) -> Faults:
    """Why a translation may not follow `old`, the one in use. It holds words: any step fits.

    returns  at most one fault, placed at `version`; nothing for the very same file
    """
    same = old.sha256 and old.sha256 == new.sha256
    if not same and parts_of(new.version) <= parts_of(old.version):
        yield _not_newer(old.version, new.version, next_version(old.version, "patch"))


def out_of_use(newest: Questionnaire) -> Fault:
    """The newest version was taken out of use: it does not come back under the same number."""
    problem = f"Version {newest.version} was taken out of use."
    least = next_version(newest.version, "patch")
    return Fault("version_not_newer", ("version",), problem, f"Write {least} or higher.")


def _not_newer(old: str, new: str, least: str) -> Fault:
    problem = f"Version {new} does not come after {old}, which is in use."
    return Fault("version_not_newer", ("version",), problem, f"Write {least} or higher.")


def _told(changes: Sequence[Change]) -> str:
    """The changes that weigh most."""
    step = step_for(changes)
    heavy = [change.sentence for change in changes if STEP_OF[change.kind] == step]
    more = f" And {len(heavy) - _TOLD} more." if len(heavy) > _TOLD else ""
    return " ".join(heavy[:_TOLD]) + more
