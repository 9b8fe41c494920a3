"""Addresses of sign-in. Only what staff need: no sign-up, no mail, no reset by mail (a link is handed over)."""

from allauth.account import views
from django.urls import include, path

from creditport.sites.accounts import enrol, links, told

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("link/<str:secret>/", links.password, name="account_link"),
    path("enrol/<str:secret>/", enrol.follow, name="account_enrol"),
    path("messages/", told.listing, name="account_messages"),
    path("messages/read/", told.read, name="account_messages_read"),
    path("2fa/", include("allauth.mfa.urls")),
]
