"""Trial R5: granting a repair is one transaction. The process is killed between any two statements; nothing is half.

What belongs together: the record hidden, the decision made, the subject off the list, its sanction ended, the case
closed. One statement reads all of it in one snapshot, as a reader beside the work would see it.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections

from creditport.consequences.repair.models import RepairDecision
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.models import Case
from creditport.engines.cases.refusals import ConcurrentActError
from creditport.foundation.exchange.queries import changes, full_export
from creditport.foundation.exchange.replay import Replica
from creditport.foundation.records.actions import RecordMovedOnError
from creditport.foundation.records.choices import Cause, Severity
from creditport.foundation.records.models import Record
from creditport.kernel.identity.actor import SYSTEM, Actor
from tests.factories.cases import MANAGER, OFFICER, read_everything
from tests.factories.listed import Listed, listed_firm
from tests.factories.records import draft, make_subject, write
from tests.factories.repairs import ready_to_decide

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = """
SELECT record.key,
       NOT EXISTS (SELECT FROM public_record AS shown WHERE shown.key = record.key) AS hidden,
       EXISTS (SELECT FROM consequences_repairdecision AS made
               WHERE made.record_key = record.key AND made.kind = 'granted') AS decided,
       EXISTS (SELECT FROM consequences_hiding AS hiding
               WHERE hiding.record_key = record.key AND hiding.ended_at IS NULL) AS held,
       entry.state = 'removed' AS off_the_list,
       EXISTS (SELECT FROM consequences_measureapplication AS applied
               JOIN consequences_measureevent AS ended ON ended.application_id = applied.id AND ended.act = 'ended'
               WHERE applied.list_entry_id = entry.id) AS ended,
       EXISTS (SELECT FROM engines_case AS decided
               WHERE decided.about_id = record.key::text AND decided.outcome = 'granted') AS closed,
       EXISTS (SELECT FROM kernel_auditentry AS told
               WHERE told.act = 'repair.grant' AND told.object_id = record.key::text) AS audited
FROM foundation_record AS record
JOIN consequences_listentry AS entry ON entry.record_key = record.key
WHERE record.version = 1
"""


def seen() -> dict[str, tuple[bool, ...]]:
    """Each record, with everything that belongs together."""
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER)
        return {str(row[0]): tuple(row[1:]) for row in cursor.fetchall()}


def scene(at: datetime, number: int) -> tuple[Listed, Case]:
    """One listed firm with an application that is ready to be decided."""
    uscc = f"91460100MA5RF{number:05d}"[:18]
    listed = listed_firm(make_subject(at=at, name=f"海口椰风{number}号贸易有限公司", uscc=uscc))
    return listed, ready_to_decide(at, listed.record)


def grant(at: datetime, case: Case, actor: Actor = OFFICER) -> Case:
    return act(actor=actor, at=at, case_id=case.pk, act_id="grant", version=case.version)


def kill_before(wanted: int) -> Callable[..., Any]:
    """Kills this process before its statement number `wanted`."""
    passed = 0

    def wrapper(execute: Callable[..., Any], sql: str, params: object, many: bool, context: object) -> Any:
        nonlocal passed
        passed += 1
        if passed == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return wrapper


def killed_at(wanted: int, at: datetime, case: Case) -> bool:
    """Grant in a child that is killed before its statement number `wanted`; False if it got through alive."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        connections.close_all()  # a browser's event loop hides connections of its thread until the fork; they are stale
        try:
            with connection.execute_wrapper(kill_before(wanted)):
                grant(at, case)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def test_killed_between_any_two_statements_nothing_is_half(at: datetime) -> None:
    listed, case = scene(at, 0)
    key = str(listed.record.key)
    assert seen() == {key: (False,) * 7}
    statement = 1
    while killed_at(statement, at, case):
        assert seen() == {key: (False,) * 7}, f"half of it stands when killed before statement {statement}"
        assert Case.objects.get(pk=case.pk).version == case.version
        statement += 1
    assert statement > 20  # there was something to interrupt
    assert seen() == {key: (True,) * 7}


def test_thirty_two_at_once_and_no_reader_sees_half(at: datetime) -> None:
    cases = [scene(at, number)[1] for number in range(32)]
    halves: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            halves.extend(row for row in seen().values() if len(set(row)) != 1)
        connection.close()

    def work(case: Case) -> str:
        try:
            return grant(at, case).outcome
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(work, cases))
    over.set()
    for reader in readers:
        reader.join()
    assert outcomes == ["granted"] * 32
    assert halves == []
    assert set(seen().values()) == {(True,) * 7}


def test_two_officers_cannot_both_decide(at: datetime) -> None:
    _, case = scene(at, 0)
    read_everything(MANAGER, case, at)
    start = threading.Barrier(2)

    def decide(actor: Actor, act_id: str) -> str:
        try:
            start.wait()
            return act(
                actor=actor, at=at, case_id=case.pk, act_id=act_id, version=case.version, reason="已核查"
            ).outcome
        except ConcurrentActError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(decide, (OFFICER, MANAGER), ("grant", "refuse")))
    assert outcomes in (["granted", "refused"], ["refused", "refused"])
    assert RepairDecision.objects.count() == 1
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_the_source_amends_at_the_moment_of_the_repair(at: datetime) -> None:
    """Whoever comes second is refused or hidden; the record never shows once it is repaired."""
    for number in range(6):
        listed, case = scene(at, number)
        start = threading.Barrier(2)

        def amend(listed: Listed = listed, start: threading.Barrier = start) -> str:
            one = replace(draft(listed.subject.pk), key=listed.record.key, item="serious-list-entry")
            try:
                start.wait()
                latest = Record.objects.filter(key=listed.record.key).latest("version").version
                write(replace(one, version=latest + 1, cause=Cause.AMENDED, severity=Severity.SERIOUS), at=at)
            except IntegrityError:
                return "refused"
            finally:
                connection.close()
            return "written"

        def repair(case: Case = case, start: threading.Barrier = start) -> str:
            try:
                start.wait()
                return grant(at, case).outcome
            except (IntegrityError, RecordMovedOnError):
                return "refused"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            outcomes = (pool.submit(amend), pool.submit(repair))
            told = [each.result() for each in outcomes]
        row = seen()[str(listed.record.key)]
        assert set(row) == ({True} if told[1] == "granted" else {False}), told


def test_a_copy_that_follows_the_feed_is_exact_through_repair_protection_and_failure(at: datetime) -> None:
    """What anyone copied equals what is shown: after a repair, a mask, and a plan that failed."""
    copy, cursor = Replica(), ""
    kinds: list[str] = []

    def follow() -> list[str]:
        """What the feed tells next; it waits for transactions that run anywhere on the server, also other tests'."""
        nonlocal cursor
        for _ in range(600):
            told = changes(cursor, limit=100, at=at)
            for change in told.changes:
                copy.apply(change)
            cursor = told.cursor.text()
            kinds.extend(str(change.kind) for change in told.changes)
            if copy.export(at.date()) == b"".join(full_export(at=at)):
                break
            time.sleep(0.1)
        assert copy.export(at.date()) == b"".join(full_export(at=at))
        found = [*kinds]
        kinds.clear()
        return found

    _, case = scene(at, 0)
    other = write(draft(case.subject_id), at=at)
    assert follow() == ["published", "published"]
    protection = open_case(
        actor=SYSTEM,
        at=at,
        type_id="bankruptcy-protection",
        subject_id=case.subject_id,
        about=CaseAbout("subject", "1"),
        fields={"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-20"},
    )
    protection = act(actor=SYSTEM, at=at, case_id=protection.pk, act_id="protect", version=1)
    assert follow() == ["withdrawn", "withdrawn"]
    grant(at, case)  # applied for before the ruling, decided after it
    act(actor=SYSTEM, at=at, case_id=protection.pk, act_id="failed", version=2, reason="终止重整")
    assert follow() == ["withdrawn", "amended"]
    assert list(copy.lines) == [str(other.key)]
