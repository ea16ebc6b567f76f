"""A passkey in software: answers what a page asks as an authenticator would, or almost."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.web.browser import Browser

PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


def text_of(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SoftPasskey:
    """One key pair for one host. Its faults are set by the test."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0
        self.flags = PRESENT | VERIFIED
        self.origin = ORIGIN
        self.host = "localhost"

    def make(self, options: str) -> str:
        """Reply to navigator.credentials.create()."""
        key = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: key.x.to_bytes(32, "big"), -3: key.y.to_bytes(32, "big")}
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(HOLDS_KEY) + held}
        return self._reply(
            clientDataJSON=self._client("webauthn.create", options),
            attestationObject=cbor2.dumps(attested),
        )

    def use(self, options: str) -> str:
        """Reply to navigator.credentials.get()."""
        self.count += 1
        client, data = self._client("webauthn.get", options), self._data()
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._reply(clientDataJSON=client, authenticatorData=data, signature=signed)

    def _client(self, kind: str, options: str) -> bytes:
        asked = json.loads(options)["challenge"]
        said = {"type": kind, "challenge": asked, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, more: int = 0) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _reply(self, **response: bytes) -> str:
        own = text_of(self.id)
        told = {name: text_of(value) for name, value in response.items()}
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": told})


def options_on(browser: Browser, button: str) -> str:
    """What the form with this button asks of a passkey."""
    return browser.page.form(button).element.attributes["data-options"]


def add_passkey(browser: Browser, key: SoftPasskey, name: str = "own phone") -> None:
    """From one's own page, by somebody who is signed in."""
    browser.open("/your-account/passkeys/new")
    reply = key.make(options_on(browser, "Make the passkey"))
    browser.press("Make the passkey", name=name, passkey=reply)


def use_passkey(browser: Browser, key: SoftPasskey, button: str, field: str = "passkey") -> None:
    """Press a button that asks for it."""
    browser.press(button, **{field: key.use(options_on(browser, button))})
