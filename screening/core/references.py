"""The sources that questionnaires name: references.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from screening.core.scalars import Definition, RefId, Text


class Reference(Definition):
    """One source, as printed with what rests on it."""

    id: RefId
    title: Text
    citation: Text | None = None
    url: Text | None = None
    doi: Text | None = None
    pmid: Text | None = None

    @property
    def words(self) -> str:
        """The source in one line."""
        doi = f"DOI {self.doi}" if self.doi else None
        pmid = f"PMID {self.pmid}" if self.pmid else None
        return ". ".join(part for part in (self.title, self.citation, doi, pmid) if part)


class References(Definition):
    """All sources."""

    references: Annotated[tuple[Reference, ...], Field(min_length=1)]
