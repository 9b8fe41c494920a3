"""How the fields of the catalogue are named and written for people."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from creditport.kernel.packs.registry import packs
from creditport.sites.field_words import field_format, field_label


@pytest.mark.parametrize(
    ("language", "named", "written"), [("zh-hans", "罚款金额", "1.5 万元"), ("en", "Fine", "15,000 yuan")]
)
def test_an_amount_says_its_unit_once(language: str, named: str, written: str) -> None:
    field = packs().items["penalty"].field("fine_amount")
    with override(language):
        assert (field_label(field), field_format(field)("1.5")) == (named, written)
