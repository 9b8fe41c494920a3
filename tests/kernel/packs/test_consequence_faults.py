"""No basis, no sanction, in the packs themselves: what declares one without does not load, and says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.location import pack_folders

MEASURE = """
id: bad-measure
label: {{zh: 测试措施, en: A measure}}
kind: {kind}
group: {group}
basis: [{{instrument: sanction-list-2024}}]
valid_from: {since}
verified: false
content: {{zh: 内容, en: Content}}
subject_kinds: [enterprise]
appliers: [{applier}]
cuts_rights: {cuts}
effect: forbidden
follows:
  - {ground}
"""
LIST = """
id: bad-list
label: {{zh: 测试名单, en: A list}}
kind: serious
basis: [{basis}]
valid_from: 2026-01-01
verified: false
subject_kinds: [enterprise]
deciders: [any]
entry: [{{zh: 情形, en: Case}}]
removal: [{{zh: 情形, en: Case}}]
evidence: [{evidence}]
statement_workdays: {days}
on_repair: removes
"""
ALL = "notice, statement, decision, head, service"
LOCAL = """
- id: other-province-rules
  label: {zh: 外省条例, en: Rules of another province}
  level: local-regulation
  in_force_from: 2020-01-01
  verified: false
"""


def _measure(
    ground: str,
    *,
    kind: str = "sanction",
    group: str = "A",
    cuts: str = "true",
    applier: str = "any",
    since: str = "2026-01-01",
) -> str:
    return MEASURE.format(ground=ground, kind=kind, group=group, cuts=cuts, applier=applier, since=since)


def _faults(tmp_path: Path, folder: str, text: str, instruments: str = "") -> str:
    """What the loader says of the installed packs with one more that holds the text."""
    pack = tmp_path / "extra"
    (pack / folder).mkdir(parents=True)
    (pack / "pack.yml").write_text("id: extra\nlabel: {zh: 测试, en: Test}\nextends: [national]\n", "utf-8")
    (pack / folder / "bad.yml").write_text(text, "utf-8")
    if instruments:
        (pack / "instruments.yml").write_text(instruments, "utf-8")
    with pytest.raises(PackFaultsError) as refused:
        load([*pack_folders(), pack])
    return str(refused.value)


WAGES = "{list: wage-arrears, basis: [{instrument: %s}], verified: false}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_measure(WAGES % "credit-repair-measures"), "none of the cited bases is a law or a regulation"),
        (_measure(WAGES % "joint-incentive-opinion-2016"), "none of the cited bases is a law or a regulation"),
        (_measure(WAGES % "hainan-credit-key-measures"), "none of the cited bases is a law or a regulation"),
        (
            _measure(WAGES % "hainan-credit-key-measures", group="B", cuts="false"),
            "none of the cited bases is a law, a regulation or a policy of the centre",
        ),
        (_measure(WAGES % "medical-security-law"), "in force on 2026-01-01"),
        (_measure(WAGES % "environmental-protection-law", since="2026-09-01"), "in force on 2026-09-01"),
        (_measure("{list: wage-arrears, basis: [], verified: false}"), "'basis' needs at least one entry"),
        (_measure("{list: wage-arrears, verified: false}"), "'basis' is required and missing"),
        (_measure(WAGES % "my-own-law"), "'my-own-law' is not declared in instruments.yml"),
        (
            _measure("{list: gossip, basis: [{instrument: company-law}], verified: false}"),
            "'gossip' is not declared in lists/",
        ),
        (
            _measure("{basis: [{instrument: company-law}], verified: false}"),
            "a ground names either a list or a severity",
        ),
        (_measure(WAGES % "migrant-wages-regulation", cuts="false"), "cut rights or add duties"),
        (_measure(WAGES % "migrant-wages-regulation", group="public"), "sanctions have group A, B or C"),
        (
            _measure(WAGES % "migrant-wages-regulation", applier="moonlight-bureau"),
            "'moonlight-bureau' is not declared in agencies.yml",
        ),
    ],
)
def test_a_measure_without_a_sufficient_basis_does_not_load(tmp_path: Path, text: str, words: str) -> None:
    said = _faults(tmp_path, "measures", text)
    assert words in said
    assert re.search(r"[一-鿿]{4,}", said)


@pytest.mark.parametrize(
    ("basis", "evidence", "days", "words"),
    [
        ("{instrument: hainan-credit-key-measures}", ALL, "5", "a law, a regulation or a policy of the centre"),
        ("{instrument: tax-serious-list-measures}", ALL, "5", "a law, a regulation or a policy of the centre"),
        ("{instrument: company-law}", "decision", "5", "may not do without the step 'notice'"),
        ("{instrument: company-law}", ALL, "0", "a serious list must leave time for a statement"),
    ],
)
def test_a_serious_list_needs_law_or_central_policy_and_due_process(
    tmp_path: Path, basis: str, evidence: str, days: str, words: str
) -> None:
    assert words in _faults(tmp_path, "lists", LIST.format(basis=basis, evidence=evidence, days=days))


def test_a_local_norm_must_say_where_it_holds(tmp_path: Path) -> None:
    said = _faults(tmp_path, "measures", _measure(WAGES % "other-province-rules"), instruments=LOCAL)
    assert "does not say where it holds" in said


def test_a_regulation_of_the_free_trade_port_may_cut_rights(tmp_path: Path) -> None:
    pack = tmp_path / "extra"
    (pack / "measures").mkdir(parents=True)
    (pack / "pack.yml").write_text("id: extra\nlabel: {zh: 测试, en: Test}\nextends: [hainan]\n", "utf-8")
    (pack / "measures" / "good.yml").write_text(_measure(WAGES % "hainan-credit-regulation"), "utf-8")
    assert "bad-measure" in load([*pack_folders(), pack]).measure_versions
