"""The Django app of the engines that keep state: cases. The other engines never import Django."""

from django.apps import AppConfig


class EnginesConfig(AppConfig):
    name = "creditport.engines"
    label = "engines"
    default_auto_field = "django.db.models.BigAutoField"
