"""Why a step of an entry is not possible yet: asked by the act that refuses and by the page that tells beforehand.

Pure: an entry and its list in, a refusal or nothing out. The database asks the same when the entry comes in force.
"""

from __future__ import annotations

from datetime import date

from creditport.consequences.lists.choices import EntryState
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.lists.terms import months_later
from creditport.consequences.refusals import RefusedError
from creditport.kernel.packs.schema_consequences import CreditList, Evidence, RemovalGround


def hindrance_to_decide(
    entry: ListEntry, declared: CreditList, *, proposer: str, decider: str, on: date
) -> RefusedError | None:
    """Why this person may not decide on the entry on that day."""
    if Evidence.NOTICE in declared.evidence and entry.notice_served_on is None:
        return RefusedError(
            code="notice",
            zh="告知书尚未送达，不得作出列入决定。请先送达告知书并登记送达日期。",
            en="The notice was not served yet, so nothing may be decided. Serve it first and enter the day.",
        )
    if Evidence.OTHER_PERSON in declared.evidence and proposer == decider:
        return RefusedError(
            code="other-person",
            zh="该列入由您提出，须由本机关另一名负责人决定。",
            en="You proposed this entry yourself; another head of your agency has to decide.",
        )
    return hindrance_to_go_on(entry, declared, on=on)


def hindrance_to_go_on(entry: ListEntry, declared: CreditList, *, on: date) -> RefusedError | None:
    """Why the time for a statement is not over on that day."""
    if Evidence.STATEMENT not in declared.evidence or entry.statement_heard_on is not None:
        return None
    until = entry.statement_until
    if until is not None and on > until:
        return None
    until_zh = f"{until.year}年{until.month}月{until.day}日" if until else "告知书送达后"
    until_en = _in_english(until) if until else "some days after the notice is served"
    return RefusedError(
        code="statement",
        zh=f"陈述申辩期限至{until_zh}，期限届满或者听取陈述申辩之后，方可作出决定。",
        en=f"The time for a statement runs until {until_en}; decide once it is over or a statement was heard.",
    )


def _in_english(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def hindrance_to_have_heard(entry: ListEntry) -> RefusedError | None:
    """Why it cannot be said that the statement was heard."""
    if entry.statement_heard_on is not None:
        return None
    return RefusedError(
        code="no-statement",
        zh="还没有收到陈述申辩。请先记录主体的陈述申辩，或者等期限届满后转入决定。",
        en="No statement has come in. Write down what the subject says, or go on once the time is over.",
    )


def hindrance_to_ask_removal(
    entry: ListEntry, ground: RemovalGround, *, lasting_until: date | None, on: date
) -> RefusedError | None:
    """Why the subject may not ask on that day to be removed on this ground.

    `lasting_until`: the first day on which no measure that was applied after the entry for a term lasts any more.
    """
    holds = entry.state in {EntryState.IN_FORCE, EntryState.PAUSED}
    if not holds or (entry.ends_on is not None and on >= entry.ends_on):
        return RefusedError(
            code="not-listed",
            zh="该主体已经不在名单上，无须申请移出。",
            en="The subject is not on the list any more; there is nothing to ask for.",
        )
    if ground.by_itself:
        return RefusedError(
            code="by-itself",
            zh="期限届满自动移出，无须申请。",
            en="The term runs out by itself; nothing has to be asked for.",
        )
    opens_on = _opens_on(entry, ground, lasting_until)
    return None if opens_on is None or on >= opens_on else _too_early(opens_on)


def _opens_on(entry: ListEntry, ground: RemovalGround, lasting_until: date | None) -> date | None:
    """The first day on which the ground may be invoked; None: on every day."""
    days = [lasting_until if ground.after_measures else None]
    if ground.after_months is not None and entry.in_force_from is not None:
        days.append(months_later(entry.in_force_from, ground.after_months))
    return max((day for day in days if day is not None), default=None)


def _too_early(opens_on: date) -> RefusedError:
    return RefusedError(
        code="too-early",
        zh=f"尚未到可以申请移出的日期，自{opens_on.year}年{opens_on.month}月{opens_on.day}日起可以申请。",
        en=f"It is too early: the removal may be asked for from {_in_english(opens_on)}.",
    )


def must_have_come(day: date, today: date) -> None:
    """Refuse a day in the future for something that is said to have happened."""
    if day > today:
        raise RefusedError(
            code="not-yet",
            zh="所填日期尚未到来，请填写实际发生的日期。",
            en="The day given has not come yet. Give the day on which it happened.",
        )


def refuse(hindrance: RefusedError | None) -> None:
    """Raise it, if there is one."""
    if hindrance is not None:
        raise hindrance
