"""Sends the demo's files through the ingestion that agencies use, and remembers how far it came."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from creditport.foundation.ingestion import actions
from creditport.foundation.ingestion.choices import Channel, SubmissionState
from creditport.kernel.identity.actor import Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.sites.console.demo_data.province import SampleFile
from creditport.sites.console.errors import CommandError

_CLERK = "demo.clerk"


class Sent:
    """Which files were applied; an interrupted run goes on with the next one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: set[str] = set(json.loads(path.read_text())) if path.exists() else set()

    def note(self, name: str) -> None:
        self.names.add(name)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(sorted(self.names)))
        draft.replace(self._path)


def send(folder: Path, sample: SampleFile, at: datetime) -> int:
    """Hand in one file as a clerk of its agency and apply it; the number of rows accepted.

    Sending a file twice changes nothing, so a run that was killed in here is simply repeated.
    """
    clerk = Actor(kind=ActorKind.STAFF, name=_CLERK, role=Role.REPORTER, agency=sample.agency)
    with (folder / sample.path).open("rb") as stream:
        submission = actions.receive(
            actor=clerk,
            at=at,
            item=sample.item,
            agency=sample.agency,
            channel=Channel.CONSOLE,
            filename=sample.path,
            stream=stream,
        )
    submission = actions.apply(actor=clerk, at=at, submission_id=submission.id)
    if submission.state != SubmissionState.APPLIED:
        raise CommandError(
            zh=f"演示文件 {sample.path} 未被接收：{submission.refusal}",
            en=f"the demo's file {sample.path} was refused: {submission.refusal}",
        )
    return submission.accepted or 0


def send_all(
    folder: Path,
    files: tuple[SampleFile, ...],
    sent: Sent,
    at: Callable[[], datetime],
    tell: Callable[[SampleFile], None],
) -> None:
    """Send what was not sent yet; `tell` is called before each file."""
    for sample in files:
        tell(sample)
        if sample.path not in sent.names:
            send(folder, sample, at())
            sent.note(sample.path)
