"""What the base template needs on every page of every site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

from creditport.sites.display import Display, display_of

ENGLISH_PREFIX = "/en/"


@dataclass(frozen=True, slots=True)
class Site:
    """The operator's settings that show on every page."""

    title: str
    sponsor: str
    telephone: str
    icp_number: str
    police_number: str
    government_code: str
    find_errors_url: str
    is_demo: bool


@cache
def site(language: str) -> Site:
    """The settings in one language; read once a process."""
    return Site(
        title=settings.SITE_TITLE_EN if language == "en" else settings.SITE_TITLE_ZH,
        sponsor=settings.SITE_SPONSOR,
        telephone=settings.SITE_TELEPHONE,
        icp_number=settings.SITE_ICP_NUMBER,
        police_number=settings.SITE_POLICE_NUMBER,
        government_code=settings.SITE_GOVERNMENT_CODE,
        find_errors_url=settings.SITE_FIND_ERRORS_URL,
        is_demo=settings.SITE_IS_DEMO,
    )


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that stand on every page, in one language."""

    home: str
    search: str
    publicity: str
    rules: str
    figures: str
    catalogue: str
    help: str
    display: str
    site_map: str
    accessibility: str
    privacy: str
    agencies: str
    office: str


@cache
def links(language: str) -> Links:
    """The addresses in one language; looked up once a process."""
    with override(language):
        return Links(
            home=reverse("portal:home"),
            search=reverse("portal:search"),
            publicity=reverse("portal:publicity"),
            rules=reverse("portal:rules"),
            figures=reverse("portal:figures"),
            catalogue=reverse("portal:catalogue"),
            help=reverse("portal:help"),
            display=reverse("portal:display"),
            site_map=reverse("portal:site-map"),
            accessibility=reverse("portal:accessibility"),
            privacy=reverse("portal:privacy"),
            agencies=reverse("portal:agencies"),
            office=f"{reverse('portal:home')}office/",
        )


def page_in(language: str, path: str) -> str:
    """The address of the same page in the other language: English pages stand under /en/."""
    plain = path[len(ENGLISH_PREFIX) - 1 :] if path.startswith(ENGLISH_PREFIX) else path
    return f"/en{plain}" if language == "en" else plain


def page(request: HttpRequest) -> dict[str, Site | Links | Display | str | bool]:
    """Context processor of all sites."""
    language = get_language() or "zh-hans"
    english = language == "en"
    return {
        "site": site(language),
        "links": links(language),
        "display": display_of(request),
        "lang": "en" if english else "zh-Hans",
        "is_english": english,
        "other_language_url": page_in("zh-hans" if english else "en", request.get_full_path()),
    }
