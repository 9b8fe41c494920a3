"""The electronic seal: a digital signature (PAdES) over the whole file, by the installation's key."""

from __future__ import annotations

import io
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from creditport.kernel.crypto.certificate import certificates_of, key_of, seal_file

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD = "Seal"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none is misread for another


def new_code() -> str:
    """What is printed on a document and looked up: sixteen letters by chance, 79 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def grouped(code: str) -> str:
    """A code as it is printed: four letters and four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def spelled(code: str) -> str:
    """A code as people type it: without spaces and hyphens, in capitals."""
    return re.sub(r"[\s\-]", "", code).upper()


def sealed(pdf: bytes, at: datetime) -> bytes:
    """The same document with the seal: whoever changes a byte of it afterwards breaks the signature."""
    # pyHanko takes most of a second to load, and few processes ever seal.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    said = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=settings.SITE_TITLE_ZH,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    home: Path = settings.HOME
    signer = _signer(seal_file(home, f"{settings.SITE_TITLE_ZH} CreditPort", at))
    out = io.BytesIO()
    sign = partial(sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf)), said, signer=signer, output=out)
    with ThreadPoolExecutor(1) as apart:  # pyHanko starts an event loop, which a thread that runs one already refuses
        apart.submit(sign).result()
    return out.getvalue()


@lru_cache(maxsize=2)
def _signer(pem: bytes) -> SimpleSigner:
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *chain = load_certs_from_pemder_data(certificates_of(pem))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    store.register_multiple(chain)
    key = load_private_key_from_pemder_data(key_of(pem), passphrase=None)
    return SimpleSigner(signing_cert=own, signing_key=key, cert_registry=store)
