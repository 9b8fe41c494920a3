"""Every model and every topic has an entry in the glossary, and the glossary names nothing that does not exist."""

from __future__ import annotations

import pytest
import yaml
from django.apps import apps
from pydantic import BaseModel, ConfigDict, Field

from tests.contracts.sources import PACKAGE, ROOT, tracked

GLOSSARY = ROOT / "docs" / "glossary.yml"
NO_TOPICS = {"migrations", "templatetags"}  # folders of code that are no topics
NO_CHAPTERS = {"settings"}


class Term(BaseModel):
    """One entry."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    definition: str = Field(pattern=r"^[A-Z].*\.$")
    topic: str | None = None
    models: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def terms() -> tuple[Term, ...]:
    return tuple(Term.model_validate(told) for told in yaml.safe_load(GLOSSARY.read_text(encoding="utf-8")))


def topics() -> set[str]:
    """Folders `chapter/topic` that hold code."""
    folders = {path.parent.relative_to(PACKAGE) for path in tracked("src/creditport/**/*.py")}
    return {
        folder.as_posix()
        for folder in folders
        if len(folder.parts) == 2 and folder.parts[0] not in NO_CHAPTERS and folder.parts[1] not in NO_TOPICS
    }


def models() -> set[str]:
    """Django labels of the project's own models."""
    own = (config for config in apps.get_app_configs() if config.name.startswith("creditport."))
    return {model._meta.label for config in own for model in config.get_models()}


def test_every_topic_has_an_entry_and_every_topic_named_exists(terms: tuple[Term, ...]) -> None:
    assert {term.topic for term in terms if term.topic} == topics()


def test_every_model_has_an_entry_and_every_model_named_exists(terms: tuple[Term, ...]) -> None:
    assert {label for term in terms for label in term.models} == models()


def test_no_name_or_term_stands_twice(terms: tuple[Term, ...]) -> None:
    for words in ([t.name for t in terms], [t.zh for t in terms], [t.en for t in terms]):
        assert sorted({word for word in words if words.count(word) > 1}) == []
