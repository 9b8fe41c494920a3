"""The addresses of the public site."""

from django.urls import path

from creditport.sites.portal.views import (
    agencies,
    catalogue,
    display,
    figures,
    home,
    laggards,
    measures,
    pages,
    publicity,
    rules,
    search,
    subject,
    verify,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search_page, name="search"),
    path("subjects/<slug:code>/", subject.subject_page, name="subject"),
    path("subjects/<slug:code>/<slug:item>/", subject.more_records, name="subject-records"),
    path("publicity/", publicity.overview, name="publicity"),
    path("publicity/<slug:item>/", publicity.publicity_page, name="publicity-list"),
    path("publicity/<slug:item>/export.csv", publicity.export, name="publicity-export"),
    path("agencies/", agencies.agencies_page, name="agencies"),
    path("catalogue/", catalogue.catalogue_page, name="catalogue"),
    path("catalogue/<slug:item>/", catalogue.item_page, name="catalogue-item"),
    path("catalogue/<slug:item>/fields.csv", catalogue.item_csv, name="catalogue-item-csv"),
    path("catalogue/<slug:item>/fields.json", catalogue.item_json, name="catalogue-item-json"),
    path("rules/", rules.rules_page, name="rules"),
    path("measures/", measures.sanctions_page, name="measures"),
    path("incentives/", measures.incentives_page, name="incentives"),
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:code>/", verify.verified, name="verified"),
    path("laggards/", laggards.page, name="laggards"),
    path("figures/", figures.figures_page, name="figures"),
    path("figures/<slug:figure>.csv", figures.figure_csv, name="figure-csv"),
    path("repair/", pages.repair, name="repair"),
    path("report/", pages.report, name="report"),
    path("objection/", pages.objection, name="objection"),
    path("help/", pages.help_page, name="help"),
    path("site-map/", pages.site_map, name="site-map"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("display/", display.choose, name="display"),
    path("robots.txt", pages.robots, name="robots"),
]
