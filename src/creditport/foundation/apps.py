"""The Django app of the chapter."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "creditport.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
