"""The peer of the lookup: the same statement in an ordinary Django view, with Django's ordinary middleware."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
os.environ.setdefault("CREDITPORT_ALLOWED_HOSTS", "*")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from creditport.kernel.statements.statements import rows, statement


def plain(request: HttpRequest, uscc: str) -> HttpResponse:
    found = rows("public", statement("foundation.publicity", "subject_lookup"), {"uscc": uscc})
    if not found:
        raise Http404
    return HttpResponse(found[0][0], content_type="application/json")


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("plain/<str:uscc>", plain), path("healthz", healthz)]
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
