"""Published versions of questionnaires, translations and packets. Rows are added, never changed."""

from datetime import datetime

from sqlalchemy import Integer, String, UniqueConstraint
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
