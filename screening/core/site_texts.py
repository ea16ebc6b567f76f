"""What one site says in place of the installation: parts of the clinic's texts, one by one.

A part that a site does not have of its own is the installation's, whatever that becomes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from screening.core.clinic_findings import more_urgent
from screening.core.clinic_texts import (
    CalledNumber,
    ClinicFinding,
    ClinicTexts,
    Consent,
    Messages,
    OutsideCopy,
)
from screening.core.loading import load_stored_clinic_texts
from screening.core.scalars import Definition
from screening.core.shapes import read_model
from screening.core.written import plain
from screening.core.yaml_writing import write_yaml

PartName = Literal["help_lines", "messages", "consent", "findings", "outside_copy"]


class SiteTexts(Definition):
    """The parts that a site has of its own, in one language."""

    language: str
    own: tuple[PartName, ...] = ()  # one that is named here and missing below says nothing
    help_lines: tuple[CalledNumber, ...] = ()
    messages: Messages | None = None
    consent: Consent | None = None
    findings: tuple[ClinicFinding, ...] = ()
    outside_copy: OutsideCopy | None = None


@lru_cache(maxsize=512)
def read_site_texts(name: str, data: bytes) -> SiteTexts:
    """A stored version."""
    found: SiteTexts = read_model(name, data, SiteTexts)[1]
    return found


def write_site_texts(whole: Mapping[str, Any], own: Iterable[str]) -> bytes:
    """The file that keeps these parts of a whole text, given as a tree; others are left out."""
    named = [key for key in ClinicTexts.keys() if key in set(own)]
    tree = {"language": whole["language"], "own": named}
    return write_yaml(tree | {key: whole[key] for key in named if key in whole}).data


@lru_cache(maxsize=512)
def laid_over(installation: bytes, own: bytes) -> bytes:
    """The whole file as the site says it.

    installation   the installation's file
    own            the site's, as write_site_texts wrote it
    """
    site = read_site_texts("site", own)
    below = load_stored_clinic_texts("installation", installation)
    if not site.own:
        return installation
    tree: dict[str, Any] = plain(below)
    tree |= {key: plain(getattr(site, key)) for key in site.own}
    if "findings" in site.own:
        tree["findings"] = plain(_findings(below.findings, site.findings))
    kept = {key: tree[key] for key in ClinicTexts.keys() if tree.get(key)}
    return write_yaml(kept).data


def _findings(below: Iterable[ClinicFinding], own: Iterable[ClinicFinding]) -> list[ClinicFinding]:
    """The site's findings with the installation's: no level is less urgent than either."""
    found = {one.id: one for one in below}
    for one in own:
        held = found.get(one.id, one)
        found[one.id] = ClinicFinding(
            id=one.id, text=one.text or held.text, level=more_urgent(one.level, held.level)
        )
    return list(found.values())
