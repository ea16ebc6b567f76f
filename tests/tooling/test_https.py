"""The server speaks HTTPS with a certificate made here, and refuses one that is not its key's."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from screening.settings import ROOT

SCREENING = [sys.executable, "-P", "-m", "screening.cli"]


def write_key(
    path: Path, lock: KeySerializationEncryption | None = None
) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock or NoEncryption()))
    return key


def write_certificate(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Self-signed, for localhost, for a day."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path.write_bytes(made.public_bytes(Encoding.PEM))


def environ(folder: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCREENING_DATA": str(folder / "data"),
        "SCREENING_KEY_FILE": str(folder / "config" / "key"),
        "SCREENING_QUESTIONNAIRES": str(ROOT / "tests" / "web" / "definitions"),
        "SCREENING_SITE_NAME": "Harbour Clinic",
        "SCREENING_PORT": str(port),
        "SCREENING_CERTIFICATE": str(folder / "cert.pem"),
        "SCREENING_KEY_PEM": str(folder / "key.pem"),
    }


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The port of a real server; ended by its own id afterwards."""
    write_certificate(folder / "cert.pem", write_key(folder / "key.pem"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more = environ(folder, port)
    subprocess.run([*SCREENING, "database", "upgrade"], env=more, check=True, timeout=60)
    process = subprocess.Popen(
        [*SCREENING, "serve"], env=more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(300):
            assert process.poll() is None, "the server ended"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_tablet_is_served_by_https_and_told_to_stay_there(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
        secure = http.client.HTTPSConnection("localhost", port, context=trusting, timeout=30)
        secure.request("GET", "/")
        reply = secure.getresponse()
        page, cookies = reply.read().decode(), reply.headers.get_all("Set-Cookie") or []

        assert reply.status == 200
        assert reply.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Enter your code" in page
        assert [c.partition("=")[0] for c in cookies] == ["__Host-kiosk"]
        assert "Secure" in cookies[0]
        assert secure.sock.version() in ("TLSv1.2", "TLSv1.3")
        secure.close()

        stranger = http.client.HTTPSConnection("localhost", port, timeout=30)
        with pytest.raises(ssl.SSLCertVerificationError):
            stranger.request("GET", "/")
        with pytest.raises((http.client.HTTPException, OSError)):
            _plain(port)


def _plain(port: int) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    connection.request("GET", "/")
    connection.getresponse()


@pytest.mark.parametrize("kind", ["another key", "a key with a password", "no key at all"])
def test_a_key_that_does_not_go_with_the_certificate_is_named_at_start(
    tmp_path: Path, kind: str
) -> None:
    write_certificate(tmp_path / "cert.pem", write_key(tmp_path / "first.pem"))
    if kind == "no key at all":
        (tmp_path / "key.pem").write_text("not a key")
    else:
        locked = kind == "a key with a password"
        lock = BestAvailableEncryption(b"plum") if locked else None
        key = write_key(tmp_path / "key.pem", lock)
        if locked:
            write_certificate(tmp_path / "cert.pem", key)

    done = subprocess.run(
        [*SCREENING, "serve"],
        env=environ(tmp_path, 8443),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 1
    assert "does not go with the key" in done.stderr
    assert "Traceback" not in done.stderr
