"""The Django app of the chapter."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

TOPICS = ("lists", "measures", "decisions", "notices", "repair", "objections")


class ConsequencesConfig(AppConfig):
    name = "creditport.consequences"
    label = "consequences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every topic hear what the chapters below announce."""
        for topic in TOPICS:
            handlers = f"{self.name}.{topic}.handlers"
            if find_spec(f"{self.name}.{topic}") is not None and find_spec(handlers) is not None:
                import_module(handlers)
