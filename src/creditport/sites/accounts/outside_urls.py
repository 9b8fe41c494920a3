"""Addresses of an outside OpenID Connect provider; there are none while none is configured.

Outside the language prefix, for the provider knows one address of return.
"""

from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from allauth.socialaccount.views import connections, login_cancelled, login_error, signup
from django.conf import settings
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = []
if settings.OIDC_ISSUER:
    urlpatterns = [
        *openid_connect.urlpatterns,
        path("outside/", connections, name="socialaccount_connections"),
        path("outside/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
        path("outside/error/", login_error, name="socialaccount_login_error"),
        path("outside/closed/", signup, name="socialaccount_signup"),
    ]
