"""The same rows through django-import-export (row by row, and its bulk mode) and frictionless.

The peers are given the first rows of the file, since the whole would take hours; their time is per row, and so is
ours. They are given less to do than ingestion does: no subjects, no versions, no publicity, one index.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from benchmarks.figures import Bound, Figure, say, tell
from benchmarks.penalty_file import HEADERS

SAMPLE = 20_000


def sample_of(path: Path) -> Path:
    """The first rows of a file, header included."""
    sample = path.with_name("sample.csv")
    with path.open(encoding="utf-8") as source, sample.open("w", encoding="utf-8") as target:
        target.writelines(itertools.islice(source, SAMPLE + 1))
    return sample


def configure(url: str) -> None:
    """A Django of its own with one database and nothing else."""
    import django
    from django.conf import settings

    parts = urlsplit(url)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "import_export"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def _resource(*, bulk: bool) -> tuple[Any, Any]:
    """A plain model of twenty texts with a unique number, and the library's resource for it."""
    from django.db import models
    from import_export import fields, resources

    kind = "bulk" if bulk else "plain"
    names = [f"column_{number}" for number in range(len(HEADERS))]
    attributes: dict[str, Any] = {name: models.TextField(blank=True) for name in names}
    attributes["place"] = models.IntegerField(unique=True)
    attributes["Meta"] = type("Meta", (), {"app_label": "auth", "db_table": f"bench_import_{kind}"})
    attributes["__module__"] = __name__
    model = type(f"Imported{kind.title()}", (models.Model,), attributes)
    columns: dict[str, Any] = {
        name: fields.Field(attribute=name, column_name=header) for name, header in zip(names, HEADERS, strict=True)
    }
    columns["place"] = fields.Field(attribute="place", column_name="place")
    options = {"model": model, "import_id_fields": ["place"], "use_bulk": bulk, "batch_size": 1000}
    columns["Meta"] = type("Meta", (), options)
    return model, type(f"Resource{kind.title()}", (resources.ModelResource,), columns)()


def import_export_seconds(sample: Path, *, bulk: bool) -> float:
    """Seconds of django-import-export for the sample, into a plain table with one unique index."""
    import tablib
    from django.db import connection

    model, resource = _resource(bulk=bulk)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        started = time.perf_counter()
        data = tablib.Dataset().load(sample.read_text(encoding="utf-8"), format="csv")
        data.append_col(list(range(len(data))), header="place")
        resource.import_data(data, dry_run=False, raise_errors=True)
        seconds = time.perf_counter() - started
        if model.objects.count() != len(data):
            raise SystemExit("django-import-export did not import the sample")
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)
    return seconds


def frictionless_seconds(sample: Path) -> float:
    """Seconds of frictionless for the checks of a schema with types, lengths, needs and patterns."""
    from frictionless import Resource, Schema, validate

    schema = Schema.from_descriptor({"fields": [_frictionless_field(header) for header in HEADERS]})
    resource = Resource(path=sample.name, basepath=str(sample.parent), schema=schema)
    started = time.perf_counter()
    report = validate(resource, limit_errors=100_000)
    seconds = time.perf_counter() - started
    if not report.stats["errors"]:
        raise SystemExit("frictionless did not find the planted faults")
    return seconds


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


def _run(module: str, *words: str) -> Any:
    """The last line that a process of its own prints, as JSON."""
    done = subprocess.run([sys.executable, "-m", module, *words], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(url: str, path: Path, *, rows: int, ingest_seconds: float) -> list[Figure]:
    """How many times as fast as each peer, per row."""
    checking = _run("benchmarks.checking", str(path), datetime.now(tz=UTC).date().isoformat())
    say(f"      the checks alone: {checking:.1f} s for {rows:,} rows")
    theirs = _run("benchmarks.peers", url, str(sample_of(path)))
    ours, checks = ingest_seconds / rows, checking / rows
    return [
        _times("ingest, times as fast as django-import-export", theirs["plain"] / SAMPLE, ours, 30),
        _times("ingest, times as fast as its bulk mode", theirs["bulk"] / SAMPLE, ours, 5),
        _times("checks alone, times as fast as frictionless", theirs["frictionless"] / SAMPLE, checks, 20),
    ]


def _times(name: str, theirs: float, ours: float, limit: float) -> Figure:
    peer = f"{theirs * 1e6:.0f} µs a row over {SAMPLE:,} rows; ours {ours * 1e6:.1f} µs"
    return tell(Figure(name=name, measured=theirs / ours, bound=Bound.AT_LEAST, limit=limit, unit="times", peer=peer))


def main() -> None:
    url, sample = sys.argv[1], Path(sys.argv[2])
    configure(url)
    seconds = {
        "plain": import_export_seconds(sample, bulk=False),
        "bulk": import_export_seconds(sample, bulk=True),
        "frictionless": frictionless_seconds(sample),
    }
    sys.stdout.write(json.dumps(seconds) + "\n")


if __name__ == "__main__":
    main()
