"""What the loader makes of a draft's text, beside everything that is in use; worked out once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Hashable, Iterator
from datetime import timedelta
from threading import Lock
from typing import cast

from flask import current_app, g
from sqlalchemy.orm import Session

from screening.core.cases import run_case
from screening.core.judging import InUse, Judged, judge
from screening.core.loading import load_stored, place_faults
from screening.core.mutants import run_mutants
from screening.core.questionnaire import Questionnaire
from screening.core.yaml_tree import mark_at, read_tree
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass
from screening.store import library
from screening.store.library import Version
from screening.web.draft_value import Drafted
from screening.web.parts import parts
from screening.web.recent import Recent

EXTENSION = "screening.draft_checks"
KEPT_FOR = timedelta(hours=2)
AT_MOST = 40  # texts
COUNTED_S = 8.0  # seconds; the longest questionnaire that is shipped takes six
WAITED_S = 0.5  # seconds, for another count to end
# Beside these the worked cases were run all the same.
_CASES_RUN = frozenset({"case_fails", "edge_without_case", "wrong_range"})


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One worked case and what came of it."""

    id: str
    line: int  # 1-based
    problems: tuple[str, ...]  # none: it comes out as it should


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that is told of a text at once."""

    judged: Judged
    cases: tuple[CaseRun, ...] | None  # None: other faults come first, so none was run
    lines: int

    @property
    def faults(self) -> tuple[DefinitionError, ...]:
        return self.judged.faults

    @property
    def elsewhere(self) -> tuple[DefinitionError, ...]:
        return self.judged.elsewhere

    @property
    def failing(self) -> int:
        """How many cases do not come out as they should."""
        return sum(1 for case in self.cases or () if case.problems)


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The deliberate mistakes that were made in a sound text, and those that no case notices."""

    tried: int
    unnoticed: tuple[DefinitionError, ...]
    whole: bool  # False: there was no time for all of them


class Checks:
    """What was worked out lately, by the text and by what is in use."""

    def __init__(self) -> None:
        self.checked: Recent[Checked] = Recent(AT_MOST, KEPT_FOR)
        self.mistakes: Recent[Mistakes] = Recent(AT_MOST, KEPT_FOR)
        self.counting = Lock()  # one at a time: patients' pages need the processor too


def checks_here() -> Checks:
    """Those of the app that serves this request."""
    return cast(Checks, current_app.extensions.setdefault(EXTENSION, Checks()))


def check(session: Session, draft: Drafted) -> Checked:
    """Faults and worked cases of a draft's newest text."""
    checks = checks_here()
    versions, packets = library.current(session), library.current_packets(session)
    data = draft.held.text.data
    in_use_now = tuple(version.sha256 for version in (*versions, *packets))
    texts, _ = parts().shelf.texts_mark  # of the installation: a site's own are not held against it
    key: Hashable = (draft.item_id, hashlib.sha256(data).hexdigest(), in_use_now, texts)
    known = checks.checked.find(key, g.now)
    if known is None:
        in_use = _in_use(session, draft.item_id, versions, packets)
        judged = judge(draft.item_id, data, in_use, wanted_id=draft.item_id)
        known = Checked(judged, _cases(judged, data), data.count(b"\n") + 1)
        checks.checked.keep(key, known, g.now)
    return known


def count_mistakes(questionnaire: Questionnaire, data: bytes) -> Mistakes | None:
    """Which mistakes no case of a sound text would notice, as far as there is time to try them.

    returns  None while those of another text are counted
    """
    checks = checks_here()
    known = checks.mistakes.find(questionnaire.sha256, g.now)
    if known is None and checks.counting.acquire(timeout=WAITED_S):
        try:
            known = _count(questionnaire, data)
        finally:
            checks.counting.release()
        checks.mistakes.keep(questionnaire.sha256, known, g.now)
    return known


def _count(questionnaire: Questionnaire, data: bytes) -> Mistakes:
    until = time.monotonic() + COUNTED_S
    run = run_mutants(questionnaire, lambda: time.monotonic() < until)
    placed = place_faults(questionnaire.id, data, run.faults) if run.unnoticed else []
    return Mistakes(run.tried, tuple(placed), run.whole)


def in_use_around(session: Session, item_id: str) -> InUse:
    """What is in use beside one questionnaire."""
    versions, packets = library.current(session), library.current_packets(session)
    return _in_use(session, item_id, versions, packets)


def _in_use(
    session: Session,
    item_id: str,
    versions: tuple[Version, ...],
    packets: tuple[Version, ...],
) -> InUse:
    shelf = parts().shelf
    held = {version.id: version for version in (*versions, *packets)}
    clinic = {texts.key: texts for texts in shelf.clinic.values()}
    before = library.newest(session, item_id)  # what is retired comes back as a later version

    def file_of(key: str) -> tuple[str, bytes]:
        if key in clinic:
            return key, clinic[key].source
        return f"{key} {held[key].version}", held[key].data

    return InUse(
        # Not the shelf's: that one has the clinic's own words in its findings.
        before=load_stored(item_id, before.data) if before else None,
        others={v.id: shelf.questionnaire(session, v.sha256) for v in versions if v.id != item_id},
        packets=[shelf.packet(session, version.sha256) for version in packets],
        clinic=list(clinic.values()),
        references=shelf.references or None,
        file_of=file_of,
    )


def _cases(judged: Judged, data: bytes) -> tuple[CaseRun, ...] | None:
    if judged.questionnaire is not None:
        passed: dict[str, tuple[str, ...]] = {}
        return tuple(_case_runs(judged.questionnaire, data, passed))
    if any(fault.code not in _CASES_RUN for fault in judged.faults):
        return None
    try:
        questionnaire = load_stored("", data)
    except DefinitionErrors:
        return None
    problems = {
        case.id: tuple(
            f"{mismatch.problem} {mismatch.fix}"
            for mismatch in run_case(questionnaire, case).mismatches
        )
        for case in questionnaire.cases
    }
    return tuple(_case_runs(questionnaire, data, problems))


def _case_runs(
    questionnaire: Questionnaire, data: bytes, problems: dict[str, tuple[str, ...]]
) -> Iterator[CaseRun]:
    tree, _ = read_tree(data)
    for n, case in enumerate(questionnaire.cases):
        line = mark_at(tree, ("cases", n, "id")).line
        yield CaseRun(case.id, line, problems.get(case.id, ()))
