"""Six-digit codes of an authenticator app.

source   RFC 6238: HMAC-SHA-1, steps of 30 seconds; 5.2 asks that a code is taken only once
"""

import hmac
from datetime import datetime
from urllib.parse import quote

import pyotp

STEP_S = 30
DIGITS = 6
STEPS_AROUND = 1  # clocks of phones are off, and typing takes a while


def new_secret() -> str:
    """160 random bits in base32, 32 characters."""
    return pyotp.random_base32(32)


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, now or one step around; None when it is none of them.

    The caller refuses a step that was taken before.

    typed   as typed; spaces do not matter
    """
    code = "".join(typed.split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    here = int(now.timestamp()) // STEP_S
    generator = pyotp.TOTP(secret)
    found = None
    for step in range(here - STEPS_AROUND, here + STEPS_AROUND + 1):
        if hmac.compare_digest(generator.generate_otp(step), code):
            found = step
    return found


def address(secret: str, *, account_name: str, site_name: str) -> str:
    """What the QR code says, for the app to keep under these names."""
    issuer = quote(site_name or "Screening")
    return f"otpauth://totp/{issuer}:{quote(account_name)}?secret={secret}&issuer={issuer}"


def shown_secret(secret: str) -> str:
    """The secret for typing it by hand: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
