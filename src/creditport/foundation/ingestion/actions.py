"""Every write of ingestion: a file is received, applied, resumed after a crash."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from creditport.engines.batch.session import Batch, open_batch, sweep
from creditport.engines.checks.numbers import masked
from creditport.foundation.ingestion.access import may_report_for
from creditport.foundation.ingestion.choices import Channel, SubmissionState
from creditport.foundation.ingestion.copying import Cursor
from creditport.foundation.ingestion.events import SubmissionApplied
from creditport.foundation.ingestion.intake import file_warnings, open_intake, reportable_item
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.ingestion.refusals import SubmissionRefusedError
from creditport.foundation.ingestion.staging import Staging
from creditport.foundation.ingestion.writing import Writer
from creditport.kernel.audit.actions import record_act
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.crypto.keys import data_keys, index_key
from creditport.kernel.crypto.sealing import Readable
from creditport.kernel.documents.store import forget, keep, write_plain
from creditport.kernel.events.announcements import announce
from creditport.kernel.identity.actor import Actor, NotPermittedError
from creditport.kernel.packs.registry import packs
from creditport.kernel.packs.schema import CatalogueItem, Openness
from creditport.kernel.workdays.workdays import UnknownYearError, workdays_between
from creditport.subjects.persons.actions import open_access

Progress = Callable[[str, int], None]  # stage and rows done; told by the thread that checks, while others write

GIVING_BACK = "ingestion"  # the purpose, as the packs declare it
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def receive(
    *,
    actor: Actor,
    at: datetime,
    item: str,
    agency: str,
    channel: Channel,
    filename: str,
    stream: Readable,
    mends: str | None = None,
) -> Submission:
    """Keep a file as received. `mends` is the reference of the submission whose bad rows it brings.

    Refuses with `NotPermittedError` or `SubmissionRefusedError` (unknown item or agency, an item this agency does not
    report, an empty file); then nothing is kept.
    """
    if not may_report_for(actor, agency):
        raise NotPermittedError(f"{actor.name} may not report for {agency}")
    reportable_item(packs(), item, agency, civil_day(at))
    kept = keep(stream, civil_day(at))
    try:
        if kept.size == 0:
            raise SubmissionRefusedError("file-empty")
        with transaction.atomic():
            submission = Submission.objects.create(
                reference=_reference(at),
                item=item,
                agency=agency,
                channel=channel,
                filename=masked(Path(filename).name)[:255],
                digest=kept.digest,
                size=kept.size,
                document=kept.name,
                mends_id=_mended(mends, agency),
                received_at=at,
                received_by=actor.name,
            )
            _record(actor, at, "submission.receive", submission, {"digest": kept.digest, "size": kept.size})
    except BaseException:
        forget(kept.name)
        raise
    return submission


def _reference(at: datetime) -> str:
    """What people quote: the day and six letters that cannot be misread."""
    return f"S{civil_day(at):%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _mended(reference: str | None, agency: str) -> int | None:
    if not reference:
        return None
    return Submission.objects.filter(reference=reference, agency=agency).values_list("id", flat=True).first()


def _record(actor: Actor, at: datetime, act: str, submission: Submission, details: Mapping[str, object]) -> None:
    record_act(
        actor=actor,
        at=at,
        act=act,
        object_kind="submission",
        object_id=submission.reference,
        details={"item": submission.item, "agency": submission.agency, **details},
    )


def apply(*, actor: Actor, at: datetime, submission_id: int, progress: Progress | None = None) -> Submission:
    """Check a received submission and write it whole, in one transaction. Applying it again changes nothing.

    A file that is no table of its item is marked as refused, with the reason; a killed process leaves the submission
    as received, and `resume` finishes it.
    """
    submission = Submission.objects.get(id=submission_id)
    if not may_report_for(actor, submission.agency):
        raise NotPermittedError(f"{actor.name} may not report for {submission.agency}")
    if submission.state != SubmissionState.RECEIVED:
        return submission
    begun = time.perf_counter()
    scratch = _home() / "scratch"
    sweep(scratch)
    with open_batch(scratch, threads=1) as batch:  # the parts are checked in threads of our own
        try:
            staging = _open(batch, submission, civil_day(at), progress or _silent)
            late_before = _late_before(staging.intake.item, civil_day(submission.received_at))
            writer = Writer(staging, submission, at, data_keys(_home()), late_before)
            return _write(actor, at, submission, writer, begun, progress or _silent)
        except SubmissionRefusedError as refused:
            return _refuse(actor, at, submission, refused)


def _silent(stage: str, rows: int) -> None:
    """Nobody watches."""


def _home() -> Path:
    home: Path = settings.HOME
    return home


def _open(batch: Batch, submission: Submission, day: date, progress: Progress) -> Staging:
    """The file in plain text, its columns known, and a session for its rows."""
    registry = packs()
    item = reportable_item(registry, submission.item, submission.agency, day)
    progress("opening", 0)
    path = write_plain(submission.document, batch.folder / "received")
    intake = open_intake(path, registry, item, submission.agency, day)
    return Staging(batch, intake, submission.agency, index_key(_home()))


def _refuse(actor: Actor, at: datetime, submission: Submission, refused: SubmissionRefusedError) -> Submission:
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(id=submission.id)
        if locked.state != SubmissionState.RECEIVED:
            return locked
        locked.state = SubmissionState.REFUSED
        locked.refusal = refused.as_json()
        locked.save(update_fields=["state", "refusal"])
        _record(actor, at, "submission.refuse", locked, {"code": refused.code})
    return locked


def _write(
    actor: Actor, at: datetime, submission: Submission, writer: Writer, begun: float, progress: Progress
) -> Submission:
    """Check, match, version, copy, count, audit, announce: all of it or nothing."""
    checked = writer.staging.parts(lambda rows: progress("checking", rows), writer.outcome.find_problems)
    with checked as parts, transaction.atomic(), connection.cursor() as wrapped:
        cursor: Cursor = wrapped.cursor
        _in_turn(cursor, submission)
        if Submission.objects.values_list("state", flat=True).get(id=submission.id) != SubmissionState.RECEIVED:
            return Submission.objects.get(id=submission.id)
        linker = writer.linker(cursor)
        for part in parts:
            writer.write(part, linker, cursor)
        if not writer.outcome.counts()["received"]:
            raise SubmissionRefusedError("file-no-rows")
        writer.finish(cursor)
        applied = Submission.objects.select_for_update().get(id=submission.id)
        _complete(applied, writer, at, begun)
        details = {"accepted": applied.accepted, "rejected": applied.rejected, "subjects": linker.made}
        _record(actor, at, "submission.apply", applied, {**details, "rules": applied.rules})
        announce(
            SubmissionApplied(
                actor=actor,
                at=at,
                submission_id=applied.id,
                item=applied.item,
                agency=applied.agency,
                accepted=applied.accepted or 0,
                registers_subjects=writer.intake.item.registers_subject,
            )
        )
    return applied


def _in_turn(cursor: Cursor, submission: Submission) -> None:
    """One submission of an item and agency at a time, until the transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{submission.item}|{submission.agency}"])


def _complete(submission: Submission, writer: Writer, at: datetime, begun: float) -> None:
    """The counts and the state, as the last change of the transaction."""
    for name, number in writer.outcome.counts().items():
        setattr(submission, name, number)
    if writer.late_before is None:
        submission.late = None
    submission.state = SubmissionState.APPLIED
    submission.rules = writer.intake.registry.version
    submission.file_warnings = file_warnings(writer.intake)
    submission.unchanged_rows = writer.outcome.unchanged_ranges()
    submission.progress = 100
    submission.stage = "applied"
    submission.applied_at = at
    submission.seconds = round(time.perf_counter() - begun, 3)
    submission.save()


def _late_before(item: CatalogueItem, received_on: date) -> date | None:
    """Decisions before this day were reported after the update term; None while the year's working days are unknown,
    and for registers.
    """
    if item.registers_subject:
        return None
    day = received_on
    try:
        while workdays_between(day, received_on) <= item.update_term_workdays:
            day -= timedelta(days=1)
    except UnknownYearError:
        return None
    return day + timedelta(days=1)


def resume(*, actor: Actor, at: datetime) -> list[Submission]:
    """Apply what was received and never finished, oldest first, after a crash or a restart."""
    waiting = Submission.objects.filter(state=SubmissionState.RECEIVED).order_by("id").values_list("id", flat=True)
    return [apply(actor=actor, at=at, submission_id=id) for id in list(waiting)]


def note_giving_back(*, actor: Actor, at: datetime, submission: Submission, what: str) -> None:
    """Put into the log of accesses that what was sent of natural persons is given back to who may report it.

    `what`: the file as received, or the rows to mend. Nothing is noted for items without personal fields.
    """
    if not may_report_for(actor, submission.agency):
        raise NotPermittedError(f"{actor.name} may not read what {submission.agency} sent")
    item = packs().items[submission.item]
    if not any(field.openness is Openness.SEALED for field in item.fields):
        return
    basis = " ".join(filter(None, (item.basis[0].instrument, item.basis[0].article)))
    with open_access(actor=actor, at=at, purpose=GIVING_BACK, basis=basis, case=f"{submission.reference} {what}"):
        return
