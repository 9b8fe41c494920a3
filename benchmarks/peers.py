"""The same rows through django-import-export (row by row, and its bulk mode) and frictionless.

The peers are given the first rows of the file, since the whole would take hours; their time is per row, and so is
ours. They are given less to do than ingestion does: no subjects, no versions, no publicity, one index. frictionless is
asked for the planted faults, ours for all that the catalogue knows.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from benchmarks.figures import Bound, Figure, say, tell
from benchmarks.penalty_file import HEADERS

SAMPLE = 20_000
PARTY, CODE, NUMBER = "行政相对人名称", "行政相对人代码_1(统一社会信用代码)", "行政处罚决定书文号"
FINE = "罚款金额（万元）"
VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
WEIGHTS = (*(pow(3, place, 31) for place in range(17)), 1)
RESIDENT = re.compile("[1-8][0-9]{5}(19|20)[0-9]{9}[0-9X]$")


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
    """Seconds of frictionless for finding the planted faults: a table schema and one check of each row."""
    from frictionless import Checklist, Resource, Schema, validate

    fields = [_frictionless_field(header) for header in HEADERS]
    key = [PARTY, CODE, NUMBER, "处罚依据"]
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": key})
    resource = Resource(path=sample.name, basepath=str(sample.parent), schema=schema)
    started = time.perf_counter()
    report = validate(resource, checklist=Checklist(checks=[_codes_and_amounts()]), limit_errors=100_000)
    seconds = time.perf_counter() - started
    found = {error.type for task in report.tasks for error in task.errors}
    if not {"constraint-error", "type-error", "primary-key", "row-constraint"} <= found:
        raise SystemExit(f"frictionless found only {sorted(found)} of the planted faults")
    return seconds


def _codes_and_amounts() -> Any:
    """A check of each row, as users of the library write it: the check character, a person's number, the fine."""
    from frictionless import Check, errors

    class CodesAndAmounts(Check):
        Errors: ClassVar[list[Any]] = [errors.RowConstraintError]

        def validate_row(self, row: Any) -> Iterator[Any]:
            code = row[CODE] or ""
            if code and not code_passes(code):
                yield errors.RowConstraintError.from_row(row, note="the check character is wrong")
            if RESIDENT.match(code):
                yield errors.RowConstraintError.from_row(row, note="a person's number")
            if "罚款" in (row["处罚类别"] or "") and row[FINE] is None:
                yield errors.RowConstraintError.from_row(row, note="a fine without an amount")

    return CodesAndAmounts()


def code_passes(code: str) -> bool:
    """Whether 18 characters end in the right check character."""
    if len(code) != 18 or any(character not in VALUES for character in code):
        return False
    return sum(VALUES[character] * weight for character, weight in zip(code, WEIGHTS, strict=True)) % 31 == 0


def _frictionless_field(header: str) -> dict[str, Any]:
    if header == "处罚决定日期":
        constraints: dict[str, Any] = {"required": True, "maximum": datetime.now(tz=UTC).strftime("%Y/%m/%d")}
        return {"name": header, "type": "date", "format": "%Y/%m/%d", "constraints": constraints}
    if header == FINE:
        return {"name": header, "type": "number", "constraints": {"minimum": 0}}
    if header == CODE:
        return {"name": header, "type": "string", "constraints": {"pattern": "[0-9A-HJ-NP-RTUWXY]{18}"}}
    if header == "处罚类别":
        one = "(警告|罚款|没收违法所得|没收非法财物|责令停产停业|暂扣许可证|吊销许可证|行政拘留|其他)"
        return {"name": header, "type": "string", "constraints": {"required": True, "pattern": f"{one}(;{one})*"}}
    needed = header in {PARTY, NUMBER, "处罚内容", "违法事实", "处罚依据"}
    constraints = {"required": needed, "maxLength": 128 if header == NUMBER else 4000}
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
