"""Health, figures, documents, feed and catalogue."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import monotonic

import orjson
import pytest
from django.test import Client

from creditport.sites.api.openapi import openapi_text
from tests.factories.town import settle

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "openapi.json"


def test_health_and_figures(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    client.get("/api/v1/catalogue")
    figures = client.get("/metrics")
    assert b'creditport_api_calls_total{route="list_items",status="200"}' in figures.content


def test_the_openapi_file_is_current(client: Client) -> None:
    served = orjson.loads(client.get("/api/v1/openapi.json").content)
    assert served["openapi"].startswith("3.1")
    assert DOCUMENT.read_text(encoding="utf-8") == openapi_text(), (
        "write it anew: .venv/bin/python -m creditport.sites.api.openapi > docs/reference/openapi.json"
    )


def test_documents_need_no_other_site(client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"https://cdn" not in page.content


@pytest.mark.django_db(transaction=True)
def test_changes_and_export_tell_the_same(client: Client, at: datetime) -> None:
    settle(at=at, licences=3)
    exported = b"".join(client.get("/api/v1/publicity/export").streaming_content)  # type: ignore[attr-defined]
    kept: dict[str, bytes] = {}
    cursor, copy, until = "", b"", monotonic() + 20
    while copy != exported and monotonic() < until:  # the feed waits for older transactions of the whole server
        page = orjson.loads(client.get(f"/api/v1/publicity/changes?limit=4&cursor={cursor}").content)
        for change in page["items"]:
            kept[change["key"]] = orjson.dumps(change["record"], option=orjson.OPT_SORT_KEYS)
        cursor = page["cursor"]
        copy = b"".join(kept[key] + b"\n" for key in sorted(kept))
    assert exported.count(b"\n") > 5
    assert copy == exported


def test_the_catalogue_cites_its_law(client: Client) -> None:
    listed = client.get("/api/v1/catalogue").json()
    penalty = next(item for item in listed["items"] if item["id"] == "penalty")
    assert penalty["basis"] and penalty["zh"]
    assert client.get("/api/v1/catalogue/penalty").json() == penalty
