"""Search results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from creditport.sites.portal.finding import Found, find

MOST = 100


def search_page(request: HttpRequest) -> HttpResponse:
    """What a name, part of one, initials or a code finds; a whole code goes straight to its subject."""
    query = " ".join(request.GET.get("q", "").split())[:100]
    found = find(query, limit=MOST) if query else Found((), 0, capped=False, too_short=False)
    if found.exact_code:
        return redirect("portal:subject", code=found.exact_code)
    context = {"nav": "search", "query": query, "found": found, "hide_header_search": True, "most": MOST}
    return render(request, "portal/search.html", context)
