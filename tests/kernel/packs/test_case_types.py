"""Case types, desks and rules of repair in packs: what cannot work does not load, and says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.packs.loader import load
from creditport.kernel.packs.registry import packs

ROOT = Path(__file__).resolve().parents[3] / "packs"
TYPE = {
    "id": "inquiry",
    "label": {"zh": "核查", "en": "Inquiry"},
    "basis": [{"instrument": "civil-code"}],
    "valid_from": "2026-01-01",
    "verified": False,
    "opened_by": ["platform"],
    "steps": [
        {
            "id": "look",
            "label": {"zh": "查", "en": "Look"},
            "desk": "platform",
            "acts": [{"id": "end", "label": {"zh": "办结", "en": "End"}, "outcome": "ended"}],
        }
    ],
    "outcomes": [{"id": "ended", "label": {"zh": "办结", "en": "Ended"}}],
}
Change = Callable[[dict[str, object]], None]


def faults(tmp_path: Path, change: Change, *, desks: object = None) -> list[str]:
    """What the loader says of a pack with one case type that was changed so."""
    pack = tmp_path / "local"
    (pack / "case-types").mkdir(parents=True)
    manifest = {"id": "local", "label": {"zh": "本地", "en": "Local"}, "extends": ["national"]}
    (pack / "pack.yml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
    told = yaml.safe_load(yaml.safe_dump(TYPE))
    told["valid_from"] = "2026-01-01"
    change(told)
    text = yaml.safe_dump(told, allow_unicode=True).replace("'2026-01-01'", "2026-01-01")
    (pack / "case-types" / "inquiry.yml").write_text(text, encoding="utf-8")
    if desks is not None:
        (pack / "desks.yml").write_text(yaml.safe_dump(desks), encoding="utf-8")
    try:
        load((ROOT / "national", pack))
    except PackFaultsError as error:
        return [fault.en for fault in error.faults]
    return []


def test_a_sound_case_type_loads(tmp_path: Path) -> None:
    assert faults(tmp_path, lambda told: None) == []


def _desk(told: dict[str, object]) -> None:
    told["steps"][0]["desk"] = "platfrom"  # type: ignore[index]


def _nowhere(told: dict[str, object]) -> None:
    told["steps"][0]["acts"][0]["outcome"] = "endet"  # type: ignore[index]


def _both(told: dict[str, object]) -> None:
    told["steps"][0]["acts"][0]["to"] = "look"  # type: ignore[index]


def _unreached(told: dict[str, object]) -> None:
    told["outcomes"].append({"id": "lost", "label": {"zh": "失", "en": "Lost"}})  # type: ignore[attr-defined]


def _acts_without_desk(told: dict[str, object]) -> None:
    again = {"id": "again", "label": {"zh": "再", "en": "Again"}, "to": "look"}
    told["outcomes"][0]["acts"] = [again]  # type: ignore[index]


def _unknown_key(told: dict[str, object]) -> None:
    told["steps"][0]["deadlin"] = 3  # type: ignore[index]


def _begins_on_nothing(told: dict[str, object]) -> None:
    told["steps"][0]["acts"][0]["begins_on"] = "served_on"  # type: ignore[index]


def _effects_of_an_outcome(told: dict[str, object]) -> None:
    told["steps"][0]["acts"][0]["effects"] = ["ended"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_begins_on_nothing, "'served_on'"),
        (_effects_of_an_outcome, "what follows an outcome is written there"),
        (_desk, "did you mean platform?"),
        (_nowhere, "did you mean ended?"),
        (_both, "to a step or to an outcome, not to both"),
        (_unreached, "no act leads to 'lost'"),
        (_acts_without_desk, "need a desk"),
        (_unknown_key, "unknown key 'deadlin'"),
    ],
)
def test_what_cannot_work_does_not_load(tmp_path: Path, change: Change, said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, change))


def test_a_named_desk_names_its_agency(tmp_path: Path) -> None:
    desks = [{"id": "county", "label": {"zh": "县", "en": "County"}, "kind": "named-agency"}]
    assert any("names its agency" in fault for fault in faults(tmp_path, lambda told: None, desks=desks))


def test_what_the_packs_say_of_repair() -> None:
    repair = packs().case_type("repair", packs().case_type_versions["repair"][0].valid_from)
    days = [(step.id, step.deadline.workdays if step.deadline else None) for step in repair.steps]
    assert days == [("acceptance", 3), ("completion", 20), ("examination", 10)]
    assert [document.id for document in repair.documents] == ["proof-of-duties", "commitment"]
    for rule in packs().repair_rules:
        kind = packs().case_type_versions[rule.case_type][-1]
        assert {"repair-granted", "repair-refused", "repair-revoked"} <= {
            effect for outcome in kind.outcomes for effect in outcome.effects
        }
    assert len(packs().case_type_versions) == 8
