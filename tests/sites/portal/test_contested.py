"""A record that is contested before an authority or a court is marked so on the public page, until it is over."""

from __future__ import annotations

import pytest
from django.test import Client

from creditport.consequences.proceedings.choices import Contested, Result
from creditport.kernel.clock.clock import now
from tests.factories.proceedings import contest, end
from tests.factories.repairs import FOR_LONG, fined_restaurant

pytestmark = pytest.mark.django_db


def test_the_mark_comes_and_goes(client: Client) -> None:
    at = now()
    subject, record = fined_restaurant(at, public_until=FOR_LONG)
    page = f"/subjects/{subject.uscc}/"
    assert "行政诉讼" not in client.get(page).content.decode()
    noted = contest(at, Contested.RECORD, record.key)
    assert '<span class="chip chip--disputed">行政诉讼</span>' in client.get(page).content.decode()
    assert ">Litigation</span>" in client.get(f"/en{page}").content.decode()
    end(at, noted, Result.UPHELD)
    assert "行政诉讼" not in client.get(page).content.decode()
