"""A record is disputed: marked at once, compared, corrected or upheld by its source; repeating it keeps the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest

from creditport.consequences.objections.actions import Disputed, file_objection
from creditport.consequences.objections.choices import Comparison, Disputable
from creditport.consequences.objections.comparison import compare
from creditport.consequences.objections.models import Objection
from creditport.consequences.objections.queries import disputed_records, objections_of, public_disputes
from creditport.consequences.objections.refusals import (
    NotRepeatedError,
    NotTheirsError,
    ObjectionRefusedError,
    SourceMustAmendError,
)
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.engines.cases.pauses import extend
from creditport.engines.cases.refusals import AlreadyOpenError
from creditport.foundation.publicity.queries import public_records
from creditport.foundation.records.choices import Cause
from creditport.foundation.records.models import Record
from creditport.foundation.records.queries import history
from creditport.kernel.identity.actor import Actor, NotPermittedError
from tests.factories.cases import AGENCY, MANAGER, OFFICER, OPERATOR, owner_of, read_everything
from tests.factories.listed import listed_firm
from tests.factories.records import draft, next_version, write
from tests.factories.repairs import fined_restaurant, granted

pytestmark = pytest.mark.django_db


def dispute(at: datetime, record: Record, *, field: str = "document_number", actor: Actor | None = None) -> Objection:
    subject = record.subject_id or 0
    return file_objection(
        actor=actor or owner_of(subject),
        at=at,
        disputed=Disputed(Disputable.RECORD, str(record.key), subject, field),
        claimed="琼市监处罚〔2026〕10号",
        ground="文号写错",
    )


def forwarded(at: datetime, objection: Objection) -> Case:
    return act(actor=OPERATOR, at=at, case_id=objection.case_id, act_id="forward", version=1)


def test_the_mark_stands_at_once_and_goes_with_the_outcome(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    assert public_disputes(subject.pk) == ()
    objection = dispute(at, record)
    (mark,) = public_disputes(subject.pk)
    assert (mark.about_kind, mark.about_id, mark.since) == (Disputable.RECORD, str(record.key), at)
    assert disputed_records([subject.pk]) == {str(record.key)}
    assert len(public_records(subject.pk)) == 1  # still shown, and marked
    case = forwarded(at, objection)
    assert public_disputes(subject.pk) != ()
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="uphold", version=2, reason="与决定书一致")
    assert public_disputes(subject.pk) == ()
    assert objections_of(subject.pk)[0].outcome == "not-upheld"


def test_compared_in_one_working_day_answered_in_two_and_three_more(at: datetime) -> None:
    _, record = fined_restaurant(at)
    objection = dispute(at, record)
    assert Case.objects.get(pk=objection.case_id).due_on == date(2026, 11, 25)
    case = forwarded(at, objection)
    assert case.due_on == date(2026, 11, 26)
    with pytest.raises(NotPermittedError):
        extend(actor=OFFICER, at=at, case_id=case.pk, version=2, workdays=3, reason="调卷")
    case = extend(actor=MANAGER, at=at, case_id=case.pk, version=2, workdays=3, reason="调卷")
    assert case.due_on == date(2026, 12, 1)


def test_a_source_in_the_wrong_corrects_and_everybody_is_told(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = forwarded(at, dispute(at, record))
    act(
        actor=OFFICER,
        at=at,
        case_id=case.pk,
        act_id="correct",
        version=2,
        reason="文号录入有误",
        fields={"value": "琼市监处罚〔2026〕10号"},
    )
    (shown,) = public_records(subject.pk)
    assert (shown.version, shown.content["document_number"]) == (2, "琼市监处罚〔2026〕10号")
    assert (shown.public_from, shown.public_until) == (record.public_from, record.public_until)
    assert Record.objects.get(key=record.key, version=2).digest == record.digest  # the same row again changes nothing


def test_a_copy_that_differs_is_corrected_by_the_platform(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    first = replace(draft(subject.pk), key=record.key)
    write(replace(next_version(first), cause=Cause.RULES), at=at)  # a later version of the platform's own, number 2
    answer, ours, theirs = compare(history(record.key), "document_number")
    assert (answer, ours, theirs) == (Comparison.DIFFERS, "琼市监处罚〔2026〕2号", "琼市监处罚〔2026〕1号")
    objection = dispute(at, record)
    act(
        actor=OPERATOR,
        at=at,
        case_id=objection.case_id,
        act_id="correct-copy",
        version=1,
        fields={"value": "琼市监处罚〔2026〕1号"},
    )
    assert compare(history(record.key), "document_number")[0] is Comparison.EQUAL


def test_an_item_in_the_wrong_is_withdrawn(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    case = forwarded(at, dispute(at, record))
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="remove", version=2, reason="处罚决定已被撤销")
    assert public_records(subject.pk) == ()
    assert Record.objects.filter(key=record.key).latest("version").state == "withdrawn"


@pytest.mark.parametrize(("field", "error"), [("fine_amount", SourceMustAmendError), ("colour", ObjectionRefusedError)])
def test_what_dates_rest_on_is_not_corrected_by_hand(at: datetime, field: str, error: type[Exception]) -> None:
    _, record = fined_restaurant(at)
    case = forwarded(at, dispute(at, record, field=field))
    with pytest.raises(error):
        act(
            actor=OFFICER,
            at=at,
            case_id=case.pk,
            act_id="correct",
            version=2,
            reason="x",
            fields={"value": "3"},
        )
    assert Record.objects.filter(key=record.key).count() == 1


def test_repeated_objections_keep_the_right(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    for number in range(2):
        objection = dispute(at, record)
        with pytest.raises(NotRepeatedError):
            act(
                actor=OPERATOR,
                at=at,
                case_id=objection.case_id,
                act_id="nothing-new",
                version=1,
                reason="同前",
            )
        case = forwarded(at, objection)
        act(actor=OFFICER, at=at, case_id=case.pk, act_id="uphold", version=2, reason=f"第{number + 1}次核实")
    third = dispute(at, record)  # accepted and marked like the first
    assert (third.earlier_not_upheld, len(public_disputes(subject.pk))) == (2, 1)
    act(actor=OPERATOR, at=at, case_id=third.case_id, act_id="nothing-new", version=1, reason="无新证据")
    assert public_disputes(subject.pk) == ()


def test_only_ones_own_items_and_one_at_a_time(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    with pytest.raises(NotTheirsError):
        file_objection(
            actor=owner_of(subject.pk + 1),
            at=at,
            disputed=Disputed(Disputable.RECORD, str(record.key), subject.pk + 1),
            claimed="",
            ground="x",
        )
    for stranger in (owner_of(subject.pk + 1), OFFICER):
        with pytest.raises(NotPermittedError):
            dispute(at, record, actor=stranger)
    dispute(at, record)
    with pytest.raises(AlreadyOpenError):
        dispute(at, record)
    assert Objection.objects.count() == 1


def test_a_correction_of_a_repaired_record_does_not_show_it(at: datetime) -> None:
    subject, record = fined_restaurant(at)
    granted(at, record)
    case = forwarded(at, dispute(at, record))
    read_everything(OFFICER, case, at)
    act(
        actor=OFFICER,
        at=at,
        case_id=case.pk,
        act_id="correct",
        version=2,
        reason="x",
        fields={"value": "琼市监处罚〔2026〕10号"},
    )
    assert public_records(subject.pk) == ()
    assert Record.objects.filter(key=UUID(str(record.key))).latest("version").shown is False


def test_list_entries_and_decisions_are_disputed_by_whom_they_concern(at: datetime) -> None:
    subject, _ = fined_restaurant(at)
    listed = listed_firm(subject)
    entry = Disputed(Disputable.LIST_ENTRY, str(listed.entry.pk), subject.pk)
    filed = file_objection(actor=owner_of(subject.pk), at=at, disputed=entry, claimed="", ground="事实不清")
    assert filed.agency == AGENCY
    assert [mark.about_kind for mark in public_disputes(subject.pk)] == [Disputable.LIST_ENTRY]
    case = forwarded(at, filed)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="remove", version=2, reason="认定有误")
    listed.entry.refresh_from_db()
    assert listed.entry.state == "annulled"
    unknown = (
        Disputed(Disputable.DECISION, "0190-nothing", subject.pk),
        Disputed(Disputable.LIST_ENTRY, "999999999999999999999", subject.pk),
        Disputed(Disputable.EVALUATION, "1", subject.pk),
        Disputed(Disputable.RECORD, "not-a-key", subject.pk),
    )
    for nothing in unknown:
        with pytest.raises(NotTheirsError):
            file_objection(actor=owner_of(subject.pk), at=at, disputed=nothing, claimed="", ground="x")
    with pytest.raises(NotTheirsError):
        file_objection(
            actor=owner_of(subject.pk + 1),
            at=at,
            disputed=Disputed(Disputable.LIST_ENTRY, str(listed.entry.pk), subject.pk + 1),
            claimed="",
            ground="x",
        )
