"""Sealed documents: the signature, the code, the translation, and no more about persons than is needed."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import typst
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.test import Client
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from creditport.consequences.notices.actions import make_notices
from creditport.consequences.notices.models import NoticeSet, SealedPaper
from creditport.consequences.notices.queries import document, documents_due, notices_of
from creditport.consequences.notices.sealing import grouped, sealed, spelled
from creditport.consequences.notices.wording import article_words, day_words, masked
from creditport.foundation.records.models import Record
from creditport.kernel.crypto.certificate import certificates_of
from creditport.kernel.identity.actor import SYSTEM
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.models import AccessOpening
from tests.factories.people import LIN_XIAOMEI
from tests.factories.records import draft, write
from tests.factories.repairs import fined_restaurant

pytestmark = pytest.mark.django_db
NAME, NUMBER = "符秀英", "460102199003074512"


def repair_notice(record: Record, at: datetime, id: str = "repair-notice") -> bytes:
    make_notices(actor=LIN_XIAOMEI, at=at, record_key=record.key)
    found = notices_of(record.key, at)
    assert found is not None
    pdf = document(found, id)
    assert pdf is not None
    return pdf


def checked(pdf: bytes) -> tuple[bool, bool, bool]:
    """Whether the signature is intact, trusted with our certificate, and over the whole file."""
    (own,) = load_certs_from_pemder_data(certificates_of(Path(settings.HOME, "keys", "seal.pem").read_bytes()))
    (seal,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    told = validate_pdf_signature(seal, ValidationContext(trust_roots=[own]))
    return told.intact and told.valid, told.trusted, told.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_every_document_is_signed_over_the_whole_file(at: datetime) -> None:
    _, record = fined_restaurant(at)
    for id in ("decision-cover", "repair-notice", "compliance-notice-en", "all", "all-en"):
        assert checked(repair_notice(record, at, id)) == (True, True, True)


def test_a_changed_byte_breaks_the_seal(at: datetime) -> None:
    _, record = fined_restaurant(at)
    pdf = bytearray(repair_notice(record, at))
    pdf[len(pdf) // 3] ^= 1
    assert checked(bytes(pdf))[0] is False


def test_the_key_is_made_once_and_only_its_owner_reads_it(at: datetime) -> None:
    _, record = fined_restaurant(at)
    repair_notice(record, at)
    path = Path(settings.HOME, "keys", "seal.pem")
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    repair_notice(record, at)
    assert path.read_bytes() == before


def test_the_code_on_the_paper_is_looked_up_by_anybody(at: datetime, client: Client) -> None:
    _, record = fined_restaurant(at)
    pdf = repair_notice(record, at)
    paper = SealedPaper.objects.get(label_en="Notice on credit repair", digest=sha256(pdf).hexdigest())
    sheet = NoticeSet.objects.get().content["sheets"][1]["data"]
    assert sheet["code"] == grouped(paper.code)
    page = client.get(f"/verify/{paper.code}/")
    text = page.content.decode()
    for told in ("信用修复提示书", paper.number, "海南省市场监督管理局", paper.digest, paper.together):
        assert told in text
    for untold in ("海口椰风餐饮有限公司", "91460100MA5RFXBU8P", "琼市监处罚"):
        assert untold not in text
    assert "no-store" in page["Cache-Control"]
    typed = client.get("/verify/", {"code": f" {grouped(paper.code).lower()} "})
    assert typed["Location"] == f"/verify/{paper.code}/"
    english = client.get(f"/en/verify/{paper.code}/").content.decode()
    assert "Notice on credit repair" in english and "Digest of the file (SHA-256)" in english


@pytest.mark.parametrize("code", ["AAAABBBBCCCCDDDD", "x", "1" * 40, "' OR 1=1 --"])
def test_a_code_that_was_never_given_is_no_document(code: str, client: Client, at: datetime) -> None:
    _, record = fined_restaurant(at)
    repair_notice(record, at)
    page = client.get(f"/verify/{code}/")
    assert page.status_code == 404
    assert "没有此验证码的文书" in page.content.decode()


def test_codes_differ_and_papers_are_append_only(at: datetime) -> None:
    _, record = fined_restaurant(at)
    repair_notice(record, at)
    codes = list(SealedPaper.objects.values_list("code", flat=True))
    assert (len(codes), len(set(codes))) == (6, 6)
    assert all(len(code) == 16 and spelled(grouped(code)) == code for code in codes)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedPaper.objects.update(digest="0" * 64)


def test_the_translation_says_the_same_days_in_english_and_which_text_prevails(at: datetime) -> None:
    _, record = fined_restaurant(at)
    repair_notice(record, at)
    data = NoticeSet.objects.get().content["sheets"][4]["data"]
    text = "\n".join(p for section in data["sections"] for p in section["paragraphs"]).replace("\u00a0", " ")
    assert "It is shown on Credit China (Hainan) from 1 March 2026 and ends by itself on 1 March 2027" in text
    assert "From 1 June 2026 on" in text
    assert "two at most, proof that the duties were performed and credit commitment" in text
    assert data["labels"]["translation"] == "Translation for information. The Chinese text prevails."
    assert "1 June 2026" in data["term_bar"].replace("\u00a0", " ")
    chinese = [each for each in json.dumps(data["sections"], ensure_ascii=False) if "\u4e00" <= each <= "\u9fff"]
    assert chinese == []


@pytest.fixture
def fined_person(at: datetime) -> Record:
    person = keep_person(actor=SYSTEM, at=at, identity=Identity(NAME, "resident-identity-card", NUMBER))
    one = replace(draft(person), linked_by="person-index", shown=False)
    return write(replace(one, public_from=None, repair_opens_on=None, public_until=None), at=at)


def test_a_document_is_sealed_inside_an_event_loop_too(at: datetime) -> None:
    async def sealed_there() -> bytes:
        return sealed(typst.compile(b"A page"), at)

    assert checked(asyncio.run(sealed_there())) == (True, True, True)


def openings_of(record: Record) -> QuerySet[AccessOpening]:
    """The openings of the identity of the person whom a record is about."""
    assert record.subject_id is not None
    return AccessOpening.objects.filter(subject_id=record.subject_id)


def test_a_natural_person_gets_documents_too_and_the_reading_is_in_the_log(fined_person: Record, at: datetime) -> None:
    pdf = repair_notice(fined_person, at, "decision-cover")
    assert checked(pdf) == (True, True, True)
    (opening,) = openings_of(fined_person)
    assert (opening.actor_name, opening.purpose, opening.agency) == (
        "lin.xiaomei",
        "statutory-duty",
        "hainan-market-regulation",
    )
    repair_notice(fined_person, at)  # the set is there: nothing is read again
    assert openings_of(fined_person).count() == 1


def test_of_a_person_nothing_is_kept_in_the_open(fined_person: Record, at: datetime, client: Client) -> None:
    repair_notice(fined_person, at)
    one = NoticeSet.objects.get()
    kept = json.dumps([one.content, one.manifest], ensure_ascii=False)
    papers = str(list(SealedPaper.objects.values_list()))
    page = client.get(f"/verify/{SealedPaper.objects.all()[0].code}/").content.decode()
    for text in (kept, papers, page):
        assert NAME not in text and NUMBER not in text


def test_of_a_person_nothing_is_made_ahead(fined_person: Record) -> None:
    assert documents_due(fined_person.submission_id, date(2020, 1, 1), 10) == ()


def test_numbers_days_and_articles_in_words() -> None:
    assert masked(NUMBER) == "**************4512"
    assert masked("E1234567") == "*******7"
    assert day_words(date(2026, 3, 1), "en").replace("\u00a0", " ") == "1 March 2026"
    assert day_words(date(2026, 3, 1), "zh") == "2026年3月1日"
    assert article_words("第一百二十六条之一第二款") == "Article 126-1 paragraph 2"
