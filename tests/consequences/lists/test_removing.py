"""A subject asks itself to be removed from a list: on a ground of the list, when it is open, with proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.removing import PROOF, Asking, ask_removal, ways_out
from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.refusals import RefusedError
from creditport.engines.cases.actions import act
from creditport.engines.cases.models import Case
from creditport.engines.cases.queries import inbox_of
from creditport.engines.cases.refusals import AlreadyOpenError
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM, Actor, NotPermittedError
from tests.factories.cases import counsel_of, owner_of, pdf, read_everything
from tests.factories.consequences import EntryDraft, bar_from_procurement, enter, on_list_since, procurement_draft
from tests.factories.listing import HEAD, HR, OFFICER, officers
from tests.factories.records import make_subject

pytestmark = pytest.mark.django_db
MENDED = "The arrears are made good and the conditions of removal are met"
ONE_YEAR = "One year on the list, duties performed and no heavier penalty since"
THREE_YEARS = "Three years on the list"
BAR_OVER = "The bar from procurement has run out"


def listed(at: datetime) -> ListEntry:
    """On the list of wage arrears since 1 June 2026."""
    return enter(EntryDraft(subject_id=make_subject(at=at).pk), at=at)


def ask(entry: ListEntry, at: datetime, ground: str = MENDED, actor: Actor | None = None) -> Case:
    return ask_removal(
        actor=actor or owner_of(entry.subject_id),
        at=at,
        entry_id=entry.pk,
        asking=Asking(ground=ground, statement="工资已经付清"),
        documents=[pdf(PROOF)],
    )


def refusal(entry: ListEntry, at: datetime, ground: str = MENDED) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        ask(entry, at, ground)
    assert not Case.objects.exists()
    return refused.value


def test_the_application_waits_in_the_inbox_of_who_decided_and_ends_the_entry(at: datetime) -> None:
    entry = listed(at)
    case = ask(entry, at)
    assert (case.type_id, case.agency, case.about_id, case.opened_by) == (
        "list-removal",
        HR,
        str(entry.pk),
        "wang.zhiqiang",
    )
    assert case.fields == {"ground": MENDED, "statement": "工资已经付清"}
    assert [each.kind for each in case.documents.all()] == [PROOF]
    assert [each.case.pk for each in inbox_of(OFFICER, at).waiting] == [case.pk]
    elsewhere, _ = officers("hainan-finance", "xing.yun", "huang.hai")
    assert inbox_of(elsewhere, at).waiting == ()
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="accept", version=1)
    read_everything(HEAD, case, at)
    act(actor=HEAD, at=at, case_id=case.pk, act_id="remove", version=2, reason="已经付清")
    assert ListEntry.objects.get().state == "removed"


def test_a_counselling_body_asks_for_its_subject(at: datetime) -> None:
    entry = listed(at)
    assert ask(entry, at, actor=counsel_of(entry.subject_id)).opened_by == "haikou-counsel"


def test_nobody_asks_for_others(at: datetime) -> None:
    entry = listed(at)
    for stranger in (owner_of(entry.subject_id + 1), OFFICER, SYSTEM):
        with pytest.raises(NotPermittedError):
            ask(entry, at, actor=stranger)
    assert not Case.objects.exists()


def test_without_proof_nothing_is_filed(at: datetime) -> None:
    entry = listed(at)
    asking = Asking(ground=MENDED, statement="工资已经付清")
    with pytest.raises(RefusedError) as refused:
        ask_removal(actor=owner_of(entry.subject_id), at=at, entry_id=entry.pk, asking=asking, documents=[pdf()])
    assert refused.value.code == "proof"
    assert not Case.objects.exists()


def test_only_grounds_that_the_list_declares(at: datetime) -> None:
    assert refusal(listed(at), at, ONE_YEAR).code == "no-ground"


def test_one_application_at_a_time(at: datetime) -> None:
    entry = listed(at)
    ask(entry, at)
    with pytest.raises(AlreadyOpenError):
        ask(entry, at)


def market_entry(at: datetime, since: date) -> ListEntry:
    """On the list of market regulation, of which one may ask to be removed after a year."""
    draft = replace(
        EntryDraft(subject_id=make_subject(at=at).pk),
        list_id="market-regulation-serious",
        agency="hainan-market-regulation",
        instrument="enterprise-information-publicity-regulation",
        article="第十七条",
    )
    return enter(on_list_since(draft, since), at=at)


def test_before_its_year_is_over_a_ground_is_refused_with_the_day(at: datetime) -> None:
    today = civil_day(at)
    tomorrow_a_year = date(today.year - 1, today.month, today.day) + timedelta(days=1)
    early = refusal(market_entry(at, tomorrow_a_year), at, ONE_YEAR)
    tomorrow = today + timedelta(days=1)
    assert early.code == "too-early"
    assert f"自{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日起可以申请" in early.zh
    assert "25 Nov 2026" in early.en


def test_on_the_day_itself_it_is_open(at: datetime) -> None:
    today = civil_day(at)
    entry = market_entry(at, date(today.year - 1, today.month, today.day))
    assert ask(entry, at, ONE_YEAR).fields["ground"] == ONE_YEAR


def test_what_ends_by_itself_is_not_asked_for(at: datetime) -> None:
    entry = market_entry(at, date(2025, 3, 3))
    assert refusal(entry, at, THREE_YEARS).code == "by-itself"
    assert [(way.ground.en, way.hindrance is None) for way in ways_out(entry, civil_day(at))] == [
        (THREE_YEARS, False),
        (ONE_YEAR, True),
    ]


def test_while_the_bar_lasts_its_end_is_no_ground(at: datetime) -> None:
    entry, today = enter(procurement_draft(make_subject(at=at).pk), at=at), civil_day(at)
    assert ways_out(entry, today)[0].hindrance is None
    wanted = bar_from_procurement(entry, starts_on=today)
    apply_measure(actor=SYSTEM, at=at, agency="hainan-finance", wanted=wanted)
    early = refusal(entry, at, BAR_OVER)
    assert wanted.until is not None
    assert (early.code, "24 Nov 2027" in early.en) == ("too-early", True)
    assert ways_out(entry, wanted.until)[0].hindrance is None


def test_nobody_leaves_a_list_twice(at: datetime) -> None:
    entry = listed(at)
    ListEntry.objects.filter(pk=entry.pk).update(state="removed", version=2, ended_on=civil_day(at))
    entry.refresh_from_db()
    assert refusal(entry, at).code == "not-listed"


def test_who_is_asked_to_complete_completes_or_withdraws(at: datetime) -> None:
    entry = listed(at)
    case, subject = ask(entry, at), owner_of(entry.subject_id)
    act(actor=OFFICER, at=at, case_id=case.pk, act_id="ask", version=1, reason="请补交银行回单")
    act(actor=subject, at=at, case_id=case.pk, act_id="completed", version=2)
    assert act(actor=subject, at=at, case_id=case.pk, act_id="withdraw", version=3).outcome == "withdrawn"
    assert (ListEntry.objects.get().state, ask(entry, at).open) == ("in-force", True)
