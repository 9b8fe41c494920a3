"""The Django app of the chapter."""

from django.apps import AppConfig
from django.core.signals import request_started


class KernelConfig(AppConfig):
    name = "creditport.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from creditport.kernel.statements.idle import drop_closed

        request_started.connect(drop_closed, dispatch_uid="kernel.postgres.drop_closed")
