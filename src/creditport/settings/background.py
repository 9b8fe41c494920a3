"""Background work: the topics' tasks, found where the architecture puts them."""

from pathlib import Path

_SOURCE = Path(__file__).resolve().parent.parent

PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_IMPORT_PATHS = sorted(
    ".".join(("creditport", *path.relative_to(_SOURCE).with_suffix("").parts)) for path in _SOURCE.glob("*/*/tasks.py")
)
