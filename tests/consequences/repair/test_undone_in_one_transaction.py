"""Trial R5, the way back: a repair revoked, a plan that failed, an act annulled; killed between any two statements.

What belongs together: the record shows again, the entry holds, the measure applies, the bar stands, the decision is
made; or nothing of it. One statement reads all of it in one snapshot.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, connections

from creditport.consequences.proceedings.choices import Contested, Result
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.engines.cases.models import Case
from creditport.kernel.identity.actor import SYSTEM
from tests.consequences.repair.test_one_transaction import grant, kill_before, scene
from tests.factories.cases import MANAGER, read_everything
from tests.factories.proceedings import contest, end, suspend

pytestmark = pytest.mark.django_db(transaction=True)

TOGETHER = """
SELECT EXISTS (SELECT FROM public_record AS shown WHERE shown.key = record.key) AS shown,
       entry.state = 'in-force' AS listed,
       EXISTS (SELECT FROM consequences_measureapplication AS applied
               WHERE applied.list_entry_id = entry.id
                 AND NOT EXISTS (SELECT FROM consequences_measureevent AS event
                                 WHERE event.application_id = applied.id AND event.act = 'ended')
                 AND coalesce((SELECT event.act FROM consequences_measureevent AS event
                               WHERE event.application_id = applied.id ORDER BY event.id DESC LIMIT 1), '')
                     <> 'paused') AS applies,
       NOT EXISTS (SELECT FROM consequences_hiding AS hiding
                   WHERE hiding.record_key = record.key AND hiding.ended_at IS NULL) AS free,
       %(done)s
FROM foundation_record AS record
JOIN consequences_listentry AS entry ON entry.record_key = record.key
WHERE record.version = 1
"""
REVOKED = """
       EXISTS (SELECT FROM consequences_repairbar) AND EXISTS (
           SELECT FROM consequences_repairdecision WHERE kind = 'revoked') AND EXISTS (
           SELECT FROM engines_case WHERE outcome = 'revoked') AND EXISTS (
           SELECT FROM kernel_auditentry WHERE act = 'repair.revoke') AS done
"""
FAILED = """
       NOT EXISTS (SELECT FROM consequences_protection WHERE ended_on IS NULL) AND EXISTS (
           SELECT FROM engines_case WHERE outcome = 'failed') AND NOT EXISTS (
           SELECT FROM subjects_subject WHERE status = 'reorganisation') AS done
"""
NOT_ANNULLED = """
       NOT EXISTS (SELECT FROM consequences_proceedingevent WHERE act = 'ended') AND NOT EXISTS (
           SELECT FROM foundation_record AS gone WHERE gone.state = 'withdrawn') AS done
"""


def seen(done: str) -> tuple[bool, ...]:
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER.replace("%(done)s", done))
        (row,) = cursor.fetchall()
    return tuple(row)


def killed_at(wanted: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed before its statement number `wanted`; False if it got through alive."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        connections.close_all()  # a browser's event loop hides connections of its thread until the fork; they are stale
        try:
            with connection.execute_wrapper(kill_before(wanted)):
                work()
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


def whole_or_nothing(work: Callable[[], object], done: str, *, before: bool) -> int:
    """Kill the work before each of its statements; how many there were."""
    assert seen(done) == (before,) * 5
    statement = 1
    while killed_at(statement, work):
        assert seen(done) == (before,) * 5, f"half of it stands when killed before statement {statement}"
        statement += 1
    assert seen(done) == (not before,) * 5
    return statement


def test_revoked_between_any_two_statements_nothing_is_half(at: datetime) -> None:
    _, case = scene(at, 0)
    case = grant(at, case)
    read_everything(MANAGER, case, at)

    def revoke() -> Case:
        return act(actor=MANAGER, at=at, case_id=case.pk, act_id="reopen", version=case.version, reason="凭证系伪造")

    assert whole_or_nothing(revoke, REVOKED, before=False) > 30


def test_a_plan_that_fails_between_any_two_statements_leaves_nothing_half(at: datetime) -> None:
    _, case = scene(at, 0)
    court = open_case(
        actor=SYSTEM,
        at=at,
        type_id="bankruptcy-protection",
        subject_id=case.subject_id,
        about=CaseAbout("subject", "1"),
        fields={"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-20"},
    )
    court = act(actor=SYSTEM, at=at, case_id=court.pk, act_id="protect", version=1)

    def fail() -> Case:
        return act(actor=SYSTEM, at=at, case_id=court.pk, act_id="failed", version=court.version, reason="终止重整")

    assert whole_or_nothing(fail, FAILED, before=False) > 20


def test_annulled_between_any_two_statements_nothing_is_half(at: datetime) -> None:
    listed, _ = scene(at, 0)
    noted = contest(at, Contested.RECORD, listed.record.key)
    statement = 1
    assert seen(NOT_ANNULLED) == (True,) * 5
    while killed_at(statement, lambda: end(at, noted, Result.ANNULLED)):
        assert seen(NOT_ANNULLED) == (True,) * 5, f"half of it stands when killed before statement {statement}"
        statement += 1
    assert statement > 20
    assert seen(NOT_ANNULLED) == (False, False, False, True, False)  # withdrawn, and nothing hides it any more
    assert Case.objects.get(subject_id=listed.subject.pk).outcome == "lapsed"


def test_suspended_between_any_two_statements_nothing_is_half(at: datetime) -> None:
    listed, _ = scene(at, 0)
    noted = contest(at, Contested.LIST_ENTRY, listed.entry.pk)
    standing = "NOT EXISTS (SELECT FROM consequences_suspension) AS done"
    assert whole_or_nothing(lambda: suspend(at, noted), standing, before=True) > 20
