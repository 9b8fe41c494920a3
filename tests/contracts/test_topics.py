"""Every topic has the same closed set of files, and calls go one way inside it."""

from __future__ import annotations

import pytest

from tests.contracts.sources import Topic, imports, rules, topics

ROLES = {
    "choices": 0,
    "models": 1,
    "queries": 2,
    "access": 2,
    "events": 2,
    "actions": 3,
    "handlers": 4,
    "tasks": 4,
}


@pytest.mark.parametrize("topic", topics(), ids=str)
def test_files_are_roles_or_listed_with_a_reason(topic: Topic) -> None:
    listed = rules()["roles"]
    strangers = [
        name for name in topic.modules if name not in ROLES and f"{topic.chapter}.{topic.name}.{name}" not in listed
    ]
    assert strangers == [], "choose one of the roles, or list the module in [tool.creditport.roles] with its reason"


def test_nothing_is_listed_that_does_not_exist() -> None:
    existing = {f"{topic.chapter}.{topic.name}.{name}" for topic in topics() for name in topic.modules}
    assert set(rules()["roles"]) - existing == set()


@pytest.mark.parametrize("topic", topics(), ids=str)
def test_a_readme_says_what_it_serves(topic: Topic) -> None:
    readme = topic.folder / "README.md"
    assert readme.exists()
    assert 3 <= len(readme.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("topic", topics(), ids=str)
def test_calls_inside_a_topic_go_one_way(topic: Topic) -> None:
    wrong = []
    package = f"creditport.{topic.chapter}.{topic.name}."
    for importer in set(topic.modules) & set(ROLES):
        for name in imports(topic.folder / f"{importer}.py"):
            imported = name.removeprefix(package).split(".")[0] if name.startswith(package) else None
            if imported in ROLES and ROLES[imported] > ROLES[importer]:
                wrong.append(f"{importer} imports {imported}")
    assert wrong == []
