"""Why a proceeding cannot be entered so, in both languages. Nothing was changed."""

from __future__ import annotations

from creditport.consequences.refusals import RefusedError


def nothing_contested() -> RefusedError:
    """There is no such act."""
    return RefusedError(
        code="nothing-contested",
        zh="没有这条记录、列入、措施或者核查结果，或者它不属于任何主体。",
        en="There is no such record, entry, measure or decision of a subject.",
    )


def noted_already() -> RefusedError:
    """The same proceeding was entered before."""
    return RefusedError(
        code="noted-already",
        zh="该案号的复议或者诉讼已经登记，请在已登记的程序上继续办理。",
        en="The proceeding with this number was entered before; go on with that one.",
    )


def not_yet() -> RefusedError:
    """A day in the future for what is said to have happened."""
    return RefusedError(
        code="not-yet",
        zh="所填日期尚未到来，请填写实际发生的日期。",
        en="The day given has not come yet. Give the day on which it happened.",
    )


def same_person() -> RefusedError:
    """Whoever noted a proceeding does not enter what was ordered in it: nobody hides a record alone."""
    return RefusedError(
        code="other-person",
        zh="登记复议、诉讼与录入其决定须由不同的人办理。",
        en="Whoever noted the proceeding does not enter what was ordered in it; a colleague does.",
    )


def without_reference() -> RefusedError:
    """The body and the number of its case or ruling are the proof."""
    return RefusedError(
        code="reference",
        zh="缺少复议机关或者法院名称、案号或者文书编号。",
        en="The body, or the number of its case or ruling, is missing.",
    )
