"""The Django app of the chapter."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.db.models.signals import post_migrate

TOPICS = ("lists", "measures", "decisions", "notices", "repair", "objections", "proceedings", "messages")
OWNER = "owner"


class ConsequencesConfig(AppConfig):
    name = "creditport.consequences"
    label = "consequences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every topic hear what the chapters below announce; load the rules whenever the tables are made."""
        for topic in TOPICS:
            handlers = f"{self.name}.{topic}.handlers"
            if find_spec(f"{self.name}.{topic}") is not None and find_spec(handlers) is not None:
                import_module(handlers)
        post_migrate.connect(_load_rules, sender=self)


def _load_rules(using: str, plan: list[object], **_: object) -> None:
    """After the migration of the owner: the gate must never stand without rules."""
    if using == OWNER:
        import_module("creditport.consequences.measures.tasks").load_rules()
