"""The addresses of the interface and of its watchers."""

from django.urls import URLPattern, URLResolver, path, re_path

from creditport.sites.api.health import healthz, metrics, readyz
from creditport.sites.api.interface import api
from creditport.sites.api.openapi import explain, nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/problems/<slug:slug>", explain, name="api-problem"),
    path("api/v1/", api.urls),
    re_path(r"^api/", nothing_here),
]
