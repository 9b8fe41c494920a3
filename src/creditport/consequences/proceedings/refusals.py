"""Why a proceeding cannot be entered so, in both languages. Nothing was changed."""

from __future__ import annotations

from datetime import date

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


def noted_otherwise(body: str, filed_on: date) -> RefusedError:
    """The same number, with another body or day: what was entered first is kept."""
    return RefusedError(
        code="noted-otherwise",
        zh=f"该案号已经登记，受理机关为{body}，受理日期为{filed_on:%Y-%m-%d}，与所报不一致。",
        en=f"The proceeding with this number is on record before {body}, filed on {filed_on:%Y-%m-%d}; this differs.",
    )


def without_result() -> RefusedError:
    """An end says how."""
    return RefusedError(
        code="without-result",
        zh="程序终结须写明结果：维持、撤销，或者未对原行为作出裁判而终结。",
        en="An end needs its result: upheld, annulled, or discontinued.",
    )


def several_acts() -> RefusedError:
    """One document, several records: which of them is contested?"""
    return RefusedError(
        code="several-acts",
        zh="该主体有多条记录使用这一文书号（一份决定依据几部法律的，各为一条）。",
        en="Several records of this subject bear this document number (one for each law that a decision cites).",
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


_REMEDIES = {
    "nothing-contested": (
        "核对标识，或者统一社会信用代码与决定文书号；记录须先已入库",
        "Check the id, or code and document number; the record must have been reported before",
    ),
    "several-acts": ("在“标识”栏填写该条记录的标识", "Give the key of the record in the column id"),
    "noted-otherwise": (
        "与登记一致的，改正本行；登记有误的，请向平台管理员说明",
        "Correct the row; if what is on record is wrong, tell the platform",
    ),
    "not-yet": ("填写实际发生的日期", "Give the day on which it happened"),
    "reference": ("补填机关名称、案号或者文书编号", "Add the body, or the number of its case or ruling"),
    "proceeding-ended": ("不需处理；另案请以其案号报送", "Nothing to do; report another proceeding by its own number"),
    "suspended": ("不需处理；恢复执行后再次停止的，先报恢复执行", "Nothing to do; report first that execution went on"),
    "not-suspended": ("先报停止执行", "Report the suspension first"),
}
_OTHERWISE = ("按说明改正后重新报送本行", "Mend the row as told and send it again")


def remedy(code: str) -> tuple[str, str]:
    """What to do about a row that was refused so, in Chinese and English."""
    return _REMEDIES.get(code, _OTHERWISE)
