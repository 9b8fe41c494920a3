"""`python -m benchmarks.checking FILE`: the checks of a penalty file alone, nothing written; prints the seconds."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

AGENCY = "hainan-market-regulation"
INDEX_KEY = bytes(32)


def check_seconds(path: Path, day: date) -> float:
    """Read, check, describe and find all problems, as ingestion does, without matching and writing."""
    from creditport.engines.batch.session import open_batch
    from creditport.foundation.ingestion.intake import open_intake, reportable_item
    from creditport.foundation.ingestion.outcome import Outcome
    from creditport.foundation.ingestion.staging import Staging
    from creditport.kernel.packs.registry import packs

    registry = packs()
    item = reportable_item(registry, "penalty", AGENCY, day)
    with TemporaryDirectory() as scratch, open_batch(Path(scratch), threads=1) as batch:
        begun = time.perf_counter()
        staging = Staging(batch, open_intake(path, registry, item, AGENCY, day), AGENCY, INDEX_KEY)
        outcome = Outcome(staging, None)
        with staging.parts(lambda rows: None, outcome.find_problems) as parts:
            for part in parts:
                staging.drop(part)
        return time.perf_counter() - begun


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
    import django

    django.setup()
    sys.stdout.write(f"{check_seconds(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))}\n")


if __name__ == "__main__":
    main()
