"""The addresses of all sites. Chinese pages stand at the root, English ones under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("creditport.sites.api.urls")),
    *i18n_patterns(
        path("accounts/", include("creditport.sites.accounts.urls")),
        path("office/", include("creditport.sites.office.urls")),
        path("my/", include("creditport.sites.my.urls")),
        path("", include("creditport.sites.portal.urls")),
        prefix_default_language=False,
    ),
    path("accounts/", include("creditport.sites.accounts.outside_urls")),
]

handler400 = "creditport.sites.errors.bad_request"
handler403 = "creditport.sites.errors.forbidden"
handler404 = "creditport.sites.errors.not_found"
handler500 = "creditport.sites.errors.broken"
