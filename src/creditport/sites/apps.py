"""The Django app of the sites."""

from importlib import import_module

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "creditport.sites"
    label = "sites"

    def ready(self) -> None:
        import_module("creditport.sites.accounts.signals")
