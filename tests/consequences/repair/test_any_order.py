"""No order of events leaves a repaired record visible, or a masked one; and a failed plan brings back only the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Disputable
from creditport.consequences.repair.actions import grant_repair, revoke_repair
from creditport.consequences.repair.choices import Ending
from creditport.consequences.repair.offers import mask_arrivals
from creditport.consequences.repair.protection import begin_protection, end_protection
from creditport.consequences.repair.queries import protection_of
from creditport.consequences.repair.refusals import NothingToProtectError, NotOpenError
from creditport.engines.cases.actions import CaseAbout, act, open_case
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause, RecordState
from creditport.foundation.records.models import Record
from creditport.kernel.clock.clock import SHANGHAI
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.cases import AGENCY, OFFICER, OPERATOR, owner_of, pdf
from tests.factories.records import draft, write
from tests.factories.repairs import fined_restaurant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


@dataclass
class World:
    """One record of one subject, and what the events so far say of it."""

    subject_id: int
    record: Record
    at: datetime
    repaired: bool = False
    case_id: int = 0

    @property
    def latest(self) -> Record:
        return Record.objects.filter(key=self.record.key).latest("version")

    def amend(self) -> None:
        """The source sends the row again, changed; ingestion would show it."""
        latest = self.latest
        one = replace(draft(self.subject_id), key=self.record.key, version=latest.version + 1, cause=Cause.AMENDED)
        write(one, at=self.at)
        mask_arrivals(actor=SYSTEM, at=self.at, submission_id=1)

    def withdraw(self) -> None:
        one = replace(draft(self.subject_id), key=self.record.key, version=self.latest.version + 1)
        write(replace(one, cause=Cause.WITHDRAWN, state=RecordState.WITHDRAWN, shown=False), at=self.at)

    def new_rules(self) -> None:
        one = replace(draft(self.subject_id), key=self.record.key, version=self.latest.version + 1, cause=Cause.RULES)
        write(replace(one, public_until=date(2028, 3, 1)), at=self.at)
        mask_arrivals(actor=SYSTEM, at=self.at, submission_id=1)

    def _case(self, kind: str, about: CaseAbout, fields: dict[str, str]) -> int:
        return open_case(
            actor=SYSTEM, at=self.at, type_id=kind, subject_id=self.subject_id, about=about, fields=fields
        ).pk

    def grant(self) -> None:
        try:
            with transaction.atomic():
                case = self._case("repair", CaseAbout("test", f"{self.at}", AGENCY), {})
                grant_repair(actor=OFFICER, at=self.at, case_id=case, record_key=self.record.key, reason="")
        except NotOpenError:
            return
        self.repaired, self.case_id = True, case

    def revoke(self) -> None:
        if self.repaired:
            revoke_repair(
                actor=OFFICER, at=self.at, case_id=self.case_id, record_key=self.record.key, reason="材料虚假"
            )
            self.repaired = False

    def protect(self) -> None:
        fields = {"court": "海口中院", "ruling_number": "1", "ruled_on": "2026-11-01"}
        try:
            with transaction.atomic():
                case = self._case("bankruptcy-protection", CaseAbout("subject", f"{self.at}"), fields)
                begin_protection(actor=OPERATOR, at=self.at, case_id=case, subject_id=self.subject_id)
        except NothingToProtectError:
            return

    def plan_fails(self) -> None:
        standing = protection_of(self.subject_id)
        if standing is not None:
            end_protection(
                actor=OPERATOR, at=self.at, case_id=standing.case_id, ending=Ending.FAILED, reason="终止重整"
            )

    def correct(self) -> None:
        key = str(self.record.key)
        filed = file_objection(
            actor=owner_of(self.subject_id),
            at=self.at,
            disputed=Disputed(Disputable.RECORD, key, self.subject_id, "document_number"),
            claimed="x",
            ground="x",
            documents=(pdf("evidence"),),
        )
        act(
            actor=SYSTEM,
            at=self.at,
            case_id=filed.case_id,
            act_id="correct-copy",
            version=1,
            fields={"value": f"{self.at:%Y-%m-%d}"},
        )

    def may_show(self) -> bool:
        return not self.repaired and protection_of(self.subject_id) is None


EVENTS: tuple[Callable[[World], None], ...] = (
    World.amend,
    World.withdraw,
    World.new_rules,
    World.grant,
    World.revoke,
    World.protect,
    World.plan_fails,
    World.correct,
)


class _UndoneError(Exception):
    """Takes an example's writes back."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=9))
def test_no_order_of_events_shows_what_must_be_hidden(order: list[Callable[[World], None]]) -> None:
    try:
        with transaction.atomic():
            subject, record = fined_restaurant(AT)
            world = World(subject.pk, record, AT)
            for event in order:
                world.at += timedelta(minutes=1)
                event(world)
                shown = bool(public_records(subject.pk))
                assert not shown or world.may_show()
                if world.may_show() and world.latest.state == RecordState.IN_FORCE:
                    assert shown, "what nothing hides any more must show as it would have"
            raise _UndoneError
    except _UndoneError:
        pass
