"""R18: number and name of a natural person come out nowhere: in no table, file, log, page, answer or sheet."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from psycopg import sql

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.queries import resend_sheet
from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.identity.actor import SYSTEM
from creditport.kernel.postgres.establishing import superuser_url
from creditport.kernel.postgres.layout import Layout
from creditport.settings.logs import JsonFormatter
from tests.database import SERVER_HOME
from tests.factories.people import LIN_XIAOMEI
from tests.factories.staff import MADE_AT, MARKET, every_role, signed_in
from tests.foundation.ingestion.sending import AT
from tests.trials.canaries import PERSONAL, Aviary, Canary, Sent, personal_file, wide
from tests.trials.scale import tell

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True, slots=True)
class Flock:
    """All canaries that were sent."""

    canaries: tuple[Canary, ...]

    def seen_in(self, place: str, content: bytes | str, *, without: Canary | None = None) -> set[str]:
        """The canaries that this content holds, in any usual encoding: where, how they were sent, and what shows."""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        return {
            f"{place}: {bird.way}: {kind}"
            for bird in self.canaries
            for kind, what in (("number", bird.number), ("name", bird.name))
            if bird != without and any(form in raw for form in forms(what))
        }


def forms(text: str) -> tuple[bytes, ...]:
    """How a text may stand in bytes: plain, in other encodings, escaped, and as hexadecimal of a binary column."""
    utf8 = text.encode()
    quoted = (quote(text).encode(), text.encode("unicode_escape"), utf8.hex().encode())
    spelled = wide(text).encode() if text[:17].isdigit() else utf8
    return (utf8, spelled, text.encode("gb18030"), text.encode("utf-16-le"), *quoted, text.lower().encode())


def send_all(key: str) -> Flock:
    """Every file, in turn by the office's path and by the interface."""
    sent = tuple(Aviary().files())
    for number, each in enumerate(sent):
        by_interface(key, each) if number % 2 else by_action(each)
    return Flock(tuple(bird for each in sent for bird in each.canaries))


def by_action(sent: Sent) -> None:
    kept = receive(
        actor=LIN_XIAOMEI,
        at=AT,
        item="penalty",
        agency=MARKET,
        channel=Channel.PAGE,
        filename=sent.filename,
        stream=io.BytesIO(sent.content),
    )
    apply(actor=LIN_XIAOMEI, at=AT, submission_id=kept.id)


def by_interface(key: str, sent: Sent) -> None:
    file = SimpleUploadedFile(sent.filename, sent.content)
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client().post("/api/v1/submissions?item=penalty", {"file": file}, headers=headers)
    assert answer.status_code == 201, answer.content


def tables(database_url: str) -> Iterator[tuple[str, str]]:
    """Every table as text, row by row, as the server's own superuser sees it."""
    name = database_url.rpartition("/test_")[2].partition("?")[0]
    database = f"test_{name}"
    with psycopg.connect(superuser_url(Layout(SERVER_HOME), database)) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in names:
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(table)))
            yield table, "\n".join(str(row[0]) for row in rows)


PUBLIC = (
    "/", "/search/?q={name}", "/en/search/?q={name}", "/search/?q={number}", "/subjects/{number}/",
    "/publicity/penalty/", "/publicity/penalty/?q={name}", "/publicity/penalty/export.csv", "/metrics", "/figures/",
    "/api/v1/subjects?q={name}", "/api/v1/subjects?q={number}", "/api/v1/subjects/{number}",
    "/api/v1/publicity/changes", "/healthz", "/en/no-such-page", "/api/no-such-page",
)  # fmt: skip
OFFICE = ("/office/", "/office/submissions/", "/office/records/", "/office/audit/", "/office/scoreboard/")
OWN_COLUMNS = {PERSONAL[field] for field in ("person_document_number", "legal_representative_document_number")}
ROLES = ("reporter", "operator", "auditor", "reporter_other")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def kept(flock: Flock, database_url: str) -> set[str]:
    found: set[str] = set()
    for table, text in tables(database_url):
        found |= flock.seen_in(f"table {table}", text)
    for folder, _, names in os.walk(settings.HOME):
        for name in names:
            found |= flock.seen_in(f"file {folder}", (Path(folder) / name).read_bytes())
    return found


def public(flock: Flock) -> set[str]:
    """What the asker wrote is said back to the asker; no other canary is."""
    found: set[str] = set()
    for asked in flock.canaries[:: len(flock.canaries) // 4]:
        for path in PUBLIC:
            answer = Client(raise_request_exception=False).get(path.format(name=asked.name, number=asked.number))
            assert answer.status_code < 500, path
            found |= flock.seen_in(path, body(answer), without=asked if "{" in path else None)
    return found


def office(flock: Flock) -> set[str]:
    """Pages of every role, and every page of every submission."""
    users, found = every_role(), set()
    for role in ROLES:
        browser = signed_in(users[role])
        paths = [*OFFICE, *(f"/office/submissions/{one.reference}/" for one in Submission.objects.all())]
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code in {200, 302, 403, 404}, (role, path)
            found |= flock.seen_in(f"{role} {path[:20]}", body(answer))
    return found


def interface(flock: Flock, key: str) -> set[str]:
    found: set[str] = set()
    for one in Submission.objects.all():
        for path in (f"/api/v1/submissions/{one.reference}", f"/api/v1/submissions/{one.reference}/problems"):
            answer = Client().get(path, headers={"Authorization": f"Bearer {key}"})
            found |= flock.seen_in("interface", body(answer))
    return found


def sheets(flock: Flock) -> set[str]:
    """Rows to mend go back to who sent them: a number stands where it belongs, and nowhere else."""
    found: set[str] = set()
    for one in Submission.objects.filter(state="applied"):
        book = load_workbook(io.BytesIO(resend_sheet(one)))
        sheet = book[book.sheetnames[0]]
        head = [str(cell.value) for cell in sheet[1]]
        rows = [zip(head, row, strict=True) for row in sheet.iter_rows(min_row=2)]
        texts = [str(cell.value) for row in rows for header, cell in row if header not in OWN_COLUMNS]
        texts += [str(cell.comment.text) for row in sheet.iter_rows() for cell in row if cell.comment]
        found |= flock.seen_in("sheet to mend", "\n".join(texts))
    return {seen for seen in found if seen.endswith("number")}


def test_no_canary_gets_out(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    key = give_key(actor=SYSTEM, at=MADE_AT, agency=MARKET, label="canaries")
    flock = send_all(key)
    leaks = kept(flock, database_url) | public(flock) | office(flock) | interface(flock, key) | sheets(flock)
    leaks |= flock.seen_in("log", caplog.text)
    tell(f"R18: {len(flock.canaries)} persons, each sent another way: {len(leaks)} leaks")
    assert not leaks, "\n".join(sorted(leaks))


def test_errors_are_told_without_what_was_sent(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A failure in the middle of a file writes neither value into log or answer."""
    bird = Aviary().one("failure")
    caplog.set_level(logging.DEBUG, logger="creditport")
    content = personal_file([Aviary().person(bird)])
    with pytest.MonkeyPatch.context() as patch:

        def fail(*_: object, **__: object) -> None:
            raise ValueError(f"{bird.name} {bird.number}")

        patch.setattr("creditport.foundation.ingestion.writing.Writer.finish", fail)
        key = give_key(actor=SYSTEM, at=MADE_AT, agency=MARKET, label="canaries")
        client = Client(raise_request_exception=False)
        headers = {"Authorization": f"Bearer {key}"}
        file = SimpleUploadedFile("file", content)
        answer = client.post("/api/v1/submissions?item=penalty", {"file": file}, headers=headers)
    written = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert answer.status_code == 500
    flock = Flock((bird,))
    assert flock.seen_in("answer", answer.content) | flock.seen_in("log", written) == set()
