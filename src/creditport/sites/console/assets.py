"""What is built from sources: styles and scripts, translations, the folder of static files.

Each step notes a digest of what it was made from and is skipped while that has not changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from creditport.kernel.postgres.location import installation_home
from creditport.sites.console.errors import CommandError

PACKAGE = Path(__file__).resolve().parents[2]
REPOSITORY = PACKAGE.parents[1]
FRONTEND = REPOSITORY / "frontend"
BUILT = PACKAGE / "sites" / "static" / "built"


def build_frontend() -> bool:
    """Build styles and scripts with npm; False if they are up to date, or came with the wheel."""
    if not (FRONTEND / "package.json").exists():
        return False
    sources = [FRONTEND / "package-lock.json", FRONTEND / "build.mjs"]
    for folder in ("styles", "scripts", "images"):
        sources += sorted((FRONTEND / folder).rglob("*"))
    stamp = _Stamp(BUILT / ".made-from", sources)
    if stamp.fresh:
        return False
    if shutil.which("npm") is None:
        raise CommandError(
            zh="没有找到 npm。编译网页样式和脚本需要 Node 20：apt install nodejs npm。",
            en="npm is missing. Building the sites' styles and scripts needs Node 20: apt install nodejs npm.",
        )
    modules = _Stamp(FRONTEND / "node_modules" / ".made-from", [FRONTEND / "package-lock.json"])
    if not modules.fresh:
        _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND)
        modules.note()
    _run("npm", "run", "--silent", "build", cwd=FRONTEND)
    stamp.note()
    return True


def compile_translations() -> int:
    """Compile every catalogue that changed; how many."""
    catalogues = [path for path in PACKAGE.rglob("*.po") if _older(path.with_suffix(".mo"), path)]
    if not catalogues:
        return 0
    from babel.messages import mofile, pofile  # only where sources are: the wheel brings compiled catalogues

    for path in catalogues:
        with path.open("rb") as source:
            catalogue = pofile.read_po(source)
        draft = path.with_suffix(".mo.new")
        with draft.open("wb") as target:
            mofile.write_mo(target, catalogue)
        draft.replace(path.with_suffix(".mo"))
    return len(catalogues)


def collect_static() -> bool:
    """Gather static files, compressed and named by content, under CREDITPORT_HOME; False if they are up to date."""
    folders = [path for path in PACKAGE.rglob("static") if path.is_dir()]
    sources = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    target = installation_home() / "static"
    target.mkdir(parents=True, exist_ok=True)
    stamp = _Stamp(target / ".made-from", sources)
    with (installation_home() / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several web servers may start on one folder
        if stamp.fresh:
            return False
        environ = os.environ | {"DJANGO_SETTINGS_MODULE": "creditport.settings.django"}
        command = (sys.executable, "-m", "django", "collectstatic", "--noinput", "--clear", "--verbosity=0")
        _run(*command, environ=environ)
        stamp.note()
    return True


class _Stamp:
    """Remembers from what something was made."""

    def __init__(self, path: Path, sources: Iterable[Path]) -> None:
        digest = hashlib.sha256()
        for source in sources:
            if source.is_file() and source != path:
                digest.update(str(source).encode() + hashlib.sha256(source.read_bytes()).digest())
        self._path = path
        self._digest = digest.hexdigest()

    @property
    def fresh(self) -> bool:
        return self._path.exists() and self._path.read_text() == self._digest

    def note(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._digest)


def _older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _run(*command: str, cwd: Path | None = None, environ: dict[str, str] | None = None) -> None:
    ended = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True)
    if ended.returncode != 0:
        said = (ended.stderr or ended.stdout).strip()[-2000:]
        raise CommandError(
            zh=f"“{' '.join(command[:4])}” 失败：{said}",
            en=f"“{' '.join(command[:4])}” failed: {said}",
        )
