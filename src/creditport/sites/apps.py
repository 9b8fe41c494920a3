"""The Django app of the sites."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "creditport.sites"
    label = "sites"
