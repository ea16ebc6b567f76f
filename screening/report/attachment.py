"""A file that travels inside the PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from screening.quick_dataclass import dataclass

# What the file is to the page: what the page was made from, or its figures once more.
Relationship: TypeAlias = Literal["Source", "Data"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file, and what the PDF says of it. It says nothing of a patient outside content.

    Equal attachments give equal bytes: nothing is taken from a clock or a folder.
    """

    name: str  # file name, e.g. response.json
    content: bytes
    media_type: str  # e.g. application/fhir+json
    relationship: Relationship
    description: str  # one plain sentence for who lists the attachments
    made: datetime  # aware; given, so that the same input has the same bytes
