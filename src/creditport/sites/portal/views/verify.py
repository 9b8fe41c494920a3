"""Is this document as it was sealed? Looked up by the code that is printed on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from creditport.consequences.notices.queries import verified_paper
from creditport.consequences.notices.sealing import spelled
from creditport.sites.portal.labels import agency_name, local


def ask(request: HttpRequest) -> HttpResponse:
    """The field for the code."""
    code = spelled(request.GET.get("code", ""))[:32]
    if code.isalnum() and code.isascii():
        return redirect("portal:verified", code=code)
    return render(request, "portal/verify.html", {"code": "", "asked": "code" in request.GET})


@never_cache
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What stands on the document of this code, and its digests; no more than whoever holds it knows."""
    found = verified_paper(code)
    context = {
        "code": spelled(code),
        "found": found,
        "label": local(found.label) if found else "",
        "agency": agency_name(found.agency) if found else "",
        "asked": True,
    }
    return render(request, "portal/verify.html", context, status=200 if found else 404)
