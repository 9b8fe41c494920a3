"""The Django app of the chapter."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "creditport.subjects"
    label = "subjects"
    default_auto_field = "django.db.models.BigAutoField"
