"""One questionnaire on its way into use: sound, in step with the others, under a version that fits.

Whoever publishes a file and whoever edits a draft of it are told the same faults from here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from screening.core.anatomies import QUESTIONNAIRE
from screening.core.at_fault import tree_of
from screening.core.checks.clinic_texts import check_clinic_findings
from screening.core.checks.fault import Fault
from screening.core.checks.others import check_others
from screening.core.checks.packet_pages import check_pages
from screening.core.checks.packets import check_packet
from screening.core.checks.typical import check_typical
from screening.core.clinic_texts import ClinicTexts
from screening.core.loading import load_questionnaire, place_faults
from screening.core.packet import Packet
from screening.core.questionnaire import Questionnaire
from screening.core.references import Reference
from screening.core.salvage import told_beside
from screening.core.shapes import in_order
from screening.core.versions import version_faults
from screening.errors import DefinitionError, DefinitionErrors
from screening.quick_dataclass import dataclass

Questionnaires = Mapping[str, Questionnaire]


@dataclass(frozen=True, slots=True)
class InUse:
    """What is in use where the questionnaire goes; sound by itself, whatever it says of others."""

    before: Questionnaire | None  # the version of the same file; None for a new one
    others: Questionnaires  # by id, without that one
    packets: Collection[Packet]
    clinic: Collection[ClinicTexts]
    references: Mapping[str, Reference] | None  # None leaves sources unchecked
    file_of: Callable[[str], tuple[str, bytes]]  # id or key -> path in front of faults, bytes

    @property
    def questionnaires(self) -> Questionnaires:
        """All of them as they are."""
        return {**self.others, **({self.before.id: self.before} if self.before else {})}


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a file."""

    questionnaire: Questionnaire | None  # None while it is at fault by itself
    faults: tuple[DefinitionError, ...]  # of the file, by place
    elsewhere: tuple[DefinitionError, ...]  # what it would bring to others, by their files

    @property
    def all_faults(self) -> tuple[DefinitionError, ...]:
        return (*self.faults, *self.elsewhere)


def judge(path: str, data: bytes, in_use: InUse, *, wanted_id: str = "") -> Judged:
    """The file with every fault that stands in the way of its use, worked cases run.

    path        stands in front of its faults
    wanted_id   the only id that it may have; empty for any
    """
    try:
        found = load_questionnaire(path, data, in_use.references)
    except DefinitionErrors as error:
        told = told_beside(
            path, tree_of(data), QUESTIONNAIRE, partial(check_others, others=in_use.others)
        )
        return Judged(None, tuple(in_order((*error.faults, *told))), ())
    if wanted_id and found.id != wanted_id:
        return Judged(None, tuple(place_faults(path, data, [_other_id(found.id, wanted_id)])), ())
    if in_use.before is None and any(packet.id == found.id for packet in in_use.packets):
        return Judged(None, tuple(place_faults(path, data, [_packets_id(found.id)])), ())
    beside = {**in_use.others, found.id: found}
    held = list(check_others(found, beside))
    if held:
        return Judged(None, tuple(place_faults(path, data, held)), ())
    steps = list(version_faults(in_use.before, found)) if in_use.before else []
    faults = tuple(place_faults(path, data, steps)) if steps else ()
    return Judged(found, faults, tuple(_brought(in_use, beside)))


def without(in_use: InUse) -> tuple[DefinitionError, ...]:
    """What the others would be at fault by, were `before` in use no more."""
    return tuple(_brought(in_use, in_use.others))


def _other_id(found: str, wanted: str) -> Fault:
    problem = f"This is the draft of “{wanted}”, not of “{found}”."
    return Fault("other_id", ("id",), problem, f"Write {wanted}; a new id needs a new draft.")


def _packets_id(found: str) -> Fault:
    return Fault("doubled_id", ("id",), f"“{found}” is the id of a packet.", "Give it another id.")


def _brought(in_use: InUse, beside: Questionnaires) -> Iterator[DefinitionError]:
    """Faults of the others that they did not have before: those are not this file's doing."""
    known = {key: set(faults) for key, faults in _misfits(in_use, in_use.questionnaires)}
    for key, faults in _misfits(in_use, beside):
        if new := [fault for fault in faults if fault not in known[key]]:
            yield from place_faults(*in_use.file_of(key), new)


def _misfits(in_use: InUse, beside: Questionnaires) -> Iterator[tuple[str, list[Fault]]]:
    """What each of the others says of all and is not so, by id or key."""
    for other in in_use.others.values():
        yield other.id, list(check_others(other, beside))
    for texts in in_use.clinic:
        yield texts.key, list(check_clinic_findings(texts, beside))
    for packet in in_use.packets:
        # Leaflets are no business of a questionnaire's: they stay unchecked.
        of_packet = (check_packet, check_pages, check_typical)
        yield packet.id, [fault for check in of_packet for fault in check(packet, beside)]
