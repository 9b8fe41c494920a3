"""Citations in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from creditport.sites.portal.labels import article_words


@pytest.mark.parametrize(
    ("article", "zh", "en"),
    [
        ("20", "第20条", "Article 20"),
        ("第七十八条", "第七十八条", "Article 78"),
        ("第十条", "第十条", "Article 10"),
        ("第二十条", "第二十条", "Article 20"),
        ("第一百零五条", "第一百零五条", "Article 105"),
        ("第一百一十条第二款", "第一百一十条第二款", "Article 110 paragraph 2"),
        ("m20", "m20", "m20"),
        ("", "", ""),
    ],
)
def test_an_article_as_people_cite_it(article: str, zh: str, en: str) -> None:
    with override("zh-hans"):
        assert article_words(article) == zh
    with override("en"):
        assert article_words(article) == en
