"""The Django app of the chapter."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "creditport.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
