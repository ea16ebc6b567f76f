"""Published versions of questionnaires, translations, packets, texts. Added, never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from screening.store.db import Base, UtcDateTime


class QuestionnaireVersion(Base):
    """One questionnaire file as it was imported, pinned by its bytes."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the bytes
    item_id: Mapped[str] = mapped_column(String(64))  # the questionnaire's id
    version: Mapped[str] = mapped_column(String(32))
    data: Mapped[bytes]
    sequence: Mapped[int] = mapped_column(Integer, unique=True)  # order of import
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TranslationVersion(Base):
    """One translation or wording pack as it was imported, pinned by its bytes."""

    __tablename__ = "translation_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the bytes
    item_id: Mapped[str] = mapped_column(String(64))  # e.g. hair_check.es
    version: Mapped[str] = mapped_column(String(32))
    for_version: Mapped[str] = mapped_column(String(32))  # of the questionnaire that it tells
    data: Mapped[bytes]
    sequence: Mapped[int] = mapped_column(Integer, unique=True)  # order of import
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PacketVersion(Base):
    """One packet file as it was imported, pinned by its bytes."""

    __tablename__ = "packet_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)  # of the bytes
    item_id: Mapped[str] = mapped_column(String(64))  # the packet's id
    version: Mapped[str] = mapped_column(String(32))
    data: Mapped[bytes]
    sequence: Mapped[int] = mapped_column(Integer, unique=True)  # order of import
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # An account, or None: from the folder. For a foreign key SQLite would write the table anew.
    made_by: Mapped[UUID | None]


class TextVersion(Base):
    """One version of a clinic text or of a leaflet, pinned by its bytes.

    The same bytes may come again: a text that was restored is a version of its own.
    """

    __tablename__ = "text_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)  # order of taking, without gap
    kind: Mapped[str] = mapped_column(String(16))  # clinic, site or leaflet
    item_id: Mapped[str] = mapped_column(String(80))  # clinic.en, clinic.en.<site>, waiting.es
    version: Mapped[str] = mapped_column(String(32))  # a leaflet's own; of a clinic text a number
    part: Mapped[str] = mapped_column(String(32))  # what was edited: consent; empty for all of it
    sha256: Mapped[str] = mapped_column(String(64))  # of the bytes
    data: Mapped[bytes]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # None: from the folder
