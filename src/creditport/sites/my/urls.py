"""Addresses of a subject's own pages. The address of a repair is printed on paper: it must not change."""

from django.urls import path

from creditport.sites.my.views import (
    accesses,
    applications,
    contested,
    lists,
    messages,
    notices,
    objections,
    people,
    records,
    repairs,
)

app_name = "my"
urlpatterns = [
    path("", records.home, name="home"),
    path("<int:subject>/", records.held, name="records"),
    path("repair/<uuid:key>/", repairs.apply, name="repair"),
    path("objection/<uuid:key>/", objections.file, name="object"),
    path("<int:subject>/lists/<int:number>/", lists.page, name="list-entry"),
    path("<int:subject>/contested/<slug:kind>/<str:id>/", contested.page, name="contested"),
    path("<int:subject>/applications/", applications.listing, name="applications"),
    path("applications/<str:number>/", applications.page, name="application"),
    path("applications/<str:number>/<slug:act>/", applications.act, name="application-act"),
    path("decisions/<int:number>.pdf", applications.decision, name="decision"),
    path("<int:subject>/messages/", messages.listing, name="messages"),
    path("<int:subject>/messages/read/", messages.read, name="messages-read"),
    path("<int:subject>/notices/", notices.listing, name="notices"),
    path("notices/<int:number>/<slug:name>.pdf", notices.paper, name="notice"),
    path("<int:subject>/accesses/", accesses.listing, name="accesses"),
    path("<int:subject>/people/", people.listing, name="people"),
    path("<int:subject>/people/<int:mandate>/end/", people.end, name="end-mandate"),
]
