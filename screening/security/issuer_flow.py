"""What an issuer of identities is asked with, apart from the libraries that ask it."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from urllib.parse import urlsplit

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Registration:
    """How this installation is known to the issuer."""

    issuer: str  # as the issuer writes itself, e.g. https://id.clinic.example/realm
    client_id: str
    secret: str = field(repr=False)
    certificates: Path | None = None  # PEM of who vouches for the issuer; None: the usual ones

    @property
    def name(self) -> str:
        """What people know the issuer by: its host name."""
        return urlsplit(self.issuer).hostname or ""


@dataclass(frozen=True, slots=True)
class Flow:
    """What binds one way there and back together. Secret until the code is redeemed."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)  # of PKCE: 43 to 128 letters, digits, - . _ ~
    redirect_uri: str
