"""Code lists: a value, or several joined by `,` `，` `;` `；` `、`, under any spelling that the list knows."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from creditport.engines.checks.text import half_width, let, without_blanks
from creditport.kernel.packs.schema import CodeList

SEPARATORS = "[,，;；、]"
JOINT = ";"


def _spellings(codes: CodeList) -> dict[str, tuple[str, ...]]:
    """By id: its label and aliases, folded like the cells; a spelling shared by two ids belongs to the first."""
    taken: dict[str, str] = {}
    for value in codes.values:
        for spelling in (value.id, value.label.zh, value.label.en, *value.aliases):
            taken.setdefault(_folded(spelling), value.id)
    return {value.id: tuple(s for s, id in taken.items() if id == value.id) for value in codes.values}


def _folded(spelling: str) -> str:
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in spelling)
    return "".join(narrow.split()).casefold()


def _lookup(folded: ir.StringValue, codes: CodeList) -> ir.StringValue:
    known = [(folded.isin(spellings), ibis.literal(id)) for id, spellings in _spellings(codes).items() if spellings]
    return ibis.cases(*known, else_=_other(folded, codes))


def _other(folded: ir.StringValue, codes: CodeList) -> ir.StringValue:
    """“其他” with its required remark, as in 其他(注明…), is the list's 其他."""
    for value in codes.values:
        if value.label.zh.startswith(("其他", "其它")):
            return ibis.cases(
                (folded.re_search("^其[他它][-—:：(（]"), ibis.literal(value.id)), else_=ibis.null("string")
            )
    return ibis.null("string")


def as_code(text: ir.StringValue, codes: CodeList) -> ir.StringValue:
    """The id of the value, or null where the list does not know it."""
    exact = [(text.isin((value.label.zh, value.id, *value.aliases)), ibis.literal(value.id)) for value in codes.values]
    folded = let(without_blanks(half_width(text)).lower(), lambda each: _lookup(each, codes))
    return ibis.cases(*exact, else_=folded)


def _each_once(ids: ir.ArrayValue) -> ir.ArrayValue:
    """Without repetitions, in the order given; the engine's own way would put them into any order."""
    return ids.filter(lambda id, place: ids.index(id) == place)


def as_codes(text: ir.StringValue, codes: CodeList) -> ir.StringValue:
    """The ids of all values joined by `;`, in the order given, or null where the list does not know one of them."""
    members = without_blanks(text).re_replace(SEPARATORS + "+", JOINT).re_replace(f"^{JOINT}|{JOINT}$", "").split(JOINT)
    ids = members.map(lambda member: as_code(member, codes).fill_null("?"))
    several = let(
        let(ids, _each_once).join(JOINT),
        lambda joined: ibis.cases((joined.contains("?"), ibis.null("string")), else_=joined),
    )
    return ibis.cases((text.re_search(SEPARATORS), several), else_=as_code(text, codes))


def has_code(joined: ir.StringValue, ids: tuple[str, ...]) -> ir.BooleanValue:
    """Whether the ids joined by `;` hold one of these."""
    framed = ibis.literal(JOINT) + joined + JOINT
    found: ir.BooleanValue = ibis.literal(False)
    for id in ids:
        found = found | framed.contains(f"{JOINT}{id}{JOINT}")
    return ibis.cases(
        (joined.isin(ids), ibis.literal(True)), (joined.contains(JOINT), found), else_=ibis.literal(False)
    )


def only_codes(joined: ir.StringValue, ids: tuple[str, ...]) -> ir.BooleanValue:
    """Whether every one of the ids joined by `;` is among these."""
    several = joined.re_search(f"^({'|'.join(ids)})({JOINT}({'|'.join(ids)}))*$")
    return ibis.cases(
        (joined.isin(ids), ibis.literal(True)), (joined.contains(JOINT), several), else_=ibis.literal(False)
    )
