"""Passkeys (WebAuthn): what the browser is asked for, and whether its reply is right.

The library is imported when a passkey is first used: it takes longer than the start of the app.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from screening.quick_dataclass import dataclass

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

TIMEOUT_MS = 120_000
LONGEST_REPLY = 16_384  # characters
_ID = re.compile(r"[A-Za-z0-9_-]{1,1366}", re.ASCII)  # base64url of at most 1023 bytes


@dataclass(frozen=True, slots=True)
class Party:
    """This installation as the browser knows it."""

    host: str  # WebAuthn's relying party id: the host name, no port
    origin: str  # scheme, host and port
    name: str  # of the clinic


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """The public half of a passkey that was just made."""

    credential_id: str  # base64url
    public_key: bytes  # COSE
    sign_count: int


def can_have_passkeys(host: str, *, secure: bool) -> bool:
    """Whether browsers offer passkeys under this host: by name only, and over HTTPS or locally."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return secure or host == "localhost" or host.endswith(".localhost")
    return False


def creation_options(
    party: Party,
    *,
    account_id: bytes,
    name: str,
    full_name: str,
    challenge: bytes,
    known: Sequence[str],
) -> str:
    """What navigator.credentials.create() is asked for, as JSON.

    known   credential ids of the account; a device that holds one of them makes no second
    """
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=party.name,
        user_id=account_id,
        user_name=name,
        user_display_name=full_name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        exclude_credentials=_descriptors(known),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def request_options(party: Party, *, challenge: bytes, allowed: Sequence[str]) -> str:
    """What navigator.credentials.get() is asked for, as JSON.

    allowed   credential ids; none: any passkey that the device holds for this host
    """
    # Written out here: every sign-in page asks it, and the library would be imported for that.
    options = {
        "challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "timeout": TIMEOUT_MS,
        "rpId": party.host,
        "allowCredentials": [{"type": "public-key", "id": known} for known in allowed],
        "userVerification": "required",
    }
    return json.dumps(options)


def credential_id(reply: str) -> str:
    """Which passkey the browser's reply says it is of; nothing is verified by this.

    Empty where it says nothing that could be an id.
    """
    said = _read(reply).get("id")
    return said if isinstance(said, str) and _ID.fullmatch(said) else ""


def verify_new(party: Party, reply: str, *, challenge: bytes) -> NewPasskey | None:
    """The passkey that the browser made for this very challenge; None when it did not."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = webauthn.verify_registration_response(
            credential=_read(reply),
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_UNREADABLE):
        return None
    return NewPasskey(
        bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count
    )


def verify_use(
    party: Party, reply: str, *, challenge: bytes, public_key: bytes, sign_count: int
) -> int | None:
    """The passkey's new count, where it signed this very challenge; None when it did not."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        used = webauthn.verify_authentication_response(
            credential=_read(reply),
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *_UNREADABLE):
        return None
    return used.new_sign_count


# What the library's parsers raise besides their own errors, on replies that no browser makes.
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


def _read(reply: str) -> dict[str, Any]:
    """The reply as an object; an empty one where it is none."""
    try:
        found = json.loads(reply) if len(reply) <= LONGEST_REPLY else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _descriptors(ids: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes, structs

    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(known)) for known in ids]
