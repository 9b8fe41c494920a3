"""The key and certificate by which this installation seals documents, in `CREDITPORT_HOME/keys/seal.pem`.

Made at the first need, signed by itself. An operator with a certificate from an authority puts key, certificate and
chain (PEM, in this order) in its place.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_BITS = 3072
_YEARS = 10


def seal_file(home: Path, name: str, at: datetime) -> bytes:
    """Key, certificate and chain as PEM; made atomically if absent, in the name of the installation's site."""
    path = home / "keys" / "seal.pem"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.new")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(_made(name, at))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _made(name: str, at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def key_of(pem: bytes) -> bytes:
    """The private key's part of the file."""
    end = b"-----END PRIVATE KEY-----"
    head, found, _rest = pem.partition(end)
    if not found:
        raise ValueError("keys/seal.pem must begin with an unencrypted PKCS#8 key (BEGIN PRIVATE KEY)")
    return head + found + b"\n"


def certificates_of(pem: bytes) -> bytes:
    """The certificates' part of the file: the sealing one first, then its chain."""
    return pem.partition(b"-----END PRIVATE KEY-----")[2].lstrip()
