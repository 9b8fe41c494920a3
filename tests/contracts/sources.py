"""The tree under test, read once."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "creditport"
APART = {"engines", "sites", "settings"}  # tools and edges have shapes of their own
CHAPTERS = tuple(
    sorted(
        folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists() and folder.name not in APART
    )
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A folder of a chapter that holds a topic."""

    chapter: str
    name: str

    @property
    def folder(self) -> Path:
        return PACKAGE / self.chapter / self.name

    @property
    def modules(self) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in self.folder.glob("*.py") if path.stem != "__init__"))

    def __str__(self) -> str:
        return f"{self.chapter}/{self.name}"


def topics() -> tuple[Topic, ...]:
    """Every topic of the chapters; `migrations`, `locale` and the like are none."""
    return tuple(
        Topic(chapter, folder.name)
        for chapter in CHAPTERS
        for folder in sorted((PACKAGE / chapter).iterdir())
        if (folder / "__init__.py").exists() and folder.name != "migrations"
    )


@lru_cache(maxsize=1)
def rules() -> dict[str, dict[str, str]]:
    """The exceptions that pyproject.toml lists, each with its reason."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)["tool"]["creditport"]
    return found


def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files that git keeps, or will once they are added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file())


def imports(path: Path) -> Iterator[str]:
    """Every module that a file names in an import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
