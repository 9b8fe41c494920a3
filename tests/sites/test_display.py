"""The visitor's choice of theme and type size."""

from __future__ import annotations

import pytest
from django.test import Client

from creditport.sites.display import Display, Theme, parse_display


@pytest.mark.parametrize(
    ("raw", "display"),
    [
        ("", Display()),
        ("dark", Display(Theme.DARK)),
        ("contrast.elder", Display(Theme.CONTRAST, elder=True)),
        ("elder", Display(elder=True)),
        ('"><script>', Display()),
    ],
)
def test_only_known_words_count(raw: str, display: Display) -> None:
    assert parse_display(raw) == display


def test_it_is_kept_and_goes_back(client: Client) -> None:
    answer = client.get("/display/?elder=1&next=/help/")
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    page = client.get("/help/").content.decode()
    assert 'class="elder"' in page
    client.get("/display/?theme=contrast&next=/help/")
    assert 'data-theme="contrast" class="elder"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(client: Client, back: str) -> None:
    assert client.get("/display/", {"elder": "1", "next": back})["Location"] == "/"
