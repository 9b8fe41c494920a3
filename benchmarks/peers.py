"""The same file through django-import-export (row by row, and its bulk mode) and frictionless.

Both are given the first rows of the file, since the whole would take hours; their time is per row, and so is ours.
The peers are given less to do than ingestion does: no subjects, no versions, no publicity.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

from benchmarks.figures import Bound, Figure, tell
from benchmarks.ingest import SAMPLE
from benchmarks.penalty_file import HEADERS


def sample_of(path: Path) -> Path:
    """The first rows of a file, header included, without its planted duplicates of meaning."""
    sample = path.with_name("sample.csv")
    with path.open(encoding="utf-8") as source, sample.open("w", encoding="utf-8") as target:
        target.writelines(itertools.islice(source, SAMPLE + 1))
    return sample


def import_export_seconds(sample: Path, *, bulk: bool) -> float:
    """Seconds of django-import-export for the sample, into a plain table with one unique index."""
    import tablib
    from django.db import connection, models
    from import_export import fields, resources

    names = [f"column_{number}" for number in range(len(HEADERS))]
    kind = "bulk" if bulk else "plain"
    attributes: dict[str, Any] = {name: models.TextField(blank=True) for name in names}
    attributes["place"] = models.IntegerField(unique=True)
    attributes["Meta"] = type("Meta", (), {"app_label": "bench", "db_table": f"bench_import_{kind}"})
    attributes["__module__"] = __name__
    model = type(f"Imported{kind.title()}", (models.Model,), attributes)
    columns: dict[str, Any] = {
        name: fields.Field(attribute=name, column_name=header) for name, header in zip(names, HEADERS, strict=True)
    }
    columns["place"] = fields.Field(attribute="place", column_name="place")
    columns["Meta"] = type(
        "Meta", (), {"model": model, "import_id_fields": ["place"], "use_bulk": bulk, "batch_size": 1000}
    )
    resource = type(f"Resource{kind.title()}", (resources.ModelResource,), columns)()
    with connection.schema_editor() as editor:
        editor.create_model(model)
    started = time.perf_counter()
    data = tablib.Dataset().load(sample.read_text(encoding="utf-8"), format="csv")
    data.append_col(list(range(len(data))), header="place")
    resource.import_data(data, dry_run=False, raise_errors=False)
    seconds = time.perf_counter() - started
    with connection.schema_editor() as editor:
        editor.delete_model(model)
    return seconds


def frictionless_seconds(sample: Path) -> float:
    """Seconds of frictionless for the checks of a schema with types, lengths, needs and code lists."""
    from frictionless import Resource, Schema, validate

    schema = Schema.from_descriptor({"fields": [_frictionless_field(header) for header in HEADERS]})
    resource = Resource(path=sample.name, basepath=str(sample.parent), schema=schema)
    started = time.perf_counter()
    validate(resource, limit_errors=100_000)
    return time.perf_counter() - started


def _frictionless_field(header: str) -> dict[str, Any]:
    if header == "处罚决定日期":
        return {"name": header, "type": "date", "format": "%Y/%m/%d", "constraints": {"required": True}}
    if header.startswith("罚款金额"):
        return {"name": header, "type": "number", "constraints": {"minimum": 0}}
    if header.startswith("行政相对人代码"):
        return {"name": header, "type": "string", "constraints": {"pattern": "[0-9A-HJ-NP-RTUWXY]{18}"}}
    needed = header in {"行政相对人名称", "行政处罚决定书文号", "处罚类别", "处罚内容", "违法事实", "处罚依据"}
    constraints = {"required": needed, "maxLength": 128 if "文号" in header else 4000}
    return {"name": header, "type": "string", "constraints": constraints}


def measure(path: Path, *, ingest_seconds_per_row: float, check_seconds_per_row: float) -> list[Figure]:
    """How many times as fast as each peer."""
    sample = sample_of(path)
    plain = import_export_seconds(sample, bulk=False) / SAMPLE
    bulk = import_export_seconds(sample, bulk=True) / SAMPLE
    frictionless = frictionless_seconds(sample) / SAMPLE
    return [
        tell(_times("ingest, times as fast as django-import-export", plain / ingest_seconds_per_row, 30, plain)),
        tell(_times("ingest, times as fast as its bulk mode", bulk / ingest_seconds_per_row, 5, bulk)),
        tell(_times("checks alone, times as fast as frictionless", frictionless / check_seconds_per_row, 20, frictionless)),
    ]


def _times(name: str, measured: float, limit: float, peer: float) -> Figure:
    return Figure(
        name=name,
        measured=measured,
        bound=Bound.AT_LEAST,
        limit=limit,
        unit="times",
        peer=f"{peer * 1e6:.0f} µs a row over {SAMPLE:,} rows",
    )
