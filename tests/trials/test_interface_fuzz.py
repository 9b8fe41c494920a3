"""R16: every operation of the OpenAPI document, called with what fits and what does not, in process: never a 5xx."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from creditport.kernel.apikeys.actions import give_key
from creditport.kernel.identity.actor import SYSTEM
from tests.factories.staff import MARKET
from tests.factories.town import settle
from tests.trials.scale import rounds, tell

pytestmark = pytest.mark.django_db
os.environ.setdefault("CREDITPORT_RATE_LIMIT", "0")


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests leave the test's own connection open, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_operation_fails(at: datetime) -> None:
    settle(at=at, licences=2)
    key = give_key(actor=SYSTEM, at=at, agency=MARKET, label="fuzz")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    said: Counter[int] = Counter()
    failed: list[str] = []
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        for headers in ({}, {"Authorization": f"Bearer {key}"}):

            @settings(
                max_examples=rounds(3, share=0.25),
                deadline=None,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def call(case: schemathesis.Case[Any]) -> None:
                answer = case.call(headers=headers)  # noqa: B023 - called within the loop
                said[answer.status_code] += 1
                if answer.status_code >= 500 or b"Traceback" in answer.content:
                    failed.append(f"{case.method} {case.formatted_path}: {answer.status_code} {answer.content[:200]!r}")

            call()
    tell(f"R16: {len(operations)} operations, {said.total()} calls, {dict(sorted(said.items()))}")
    assert len(operations) >= 10
    assert failed == []
