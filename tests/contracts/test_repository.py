"""The repository as a whole."""

from __future__ import annotations

import importlib
import re
from io import StringIO

import pytest
from django.core.management import call_command

from creditport.sites.console.main import GROUPS, Group
from tests.contracts.sources import PACKAGE, ROOT, imports, tracked

# Written in parts, so that this file does not name what it forbids.
_HOSTS = ("pypi" + ".org", "files." + "pythonhosted", "registry." + "npmjs", "npm" + "mirror.com", "tuna." + "tsinghua")


def test_no_file_names_the_host_of_a_registry() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {host}" for host in _HOSTS if host in text]
    assert found == []


def test_models_and_migrations_agree(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    assert said.getvalue().strip() == "No changes detected"


def test_the_changelog_speaks_of_what_is_not_released_yet() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = re.search(r"^## .*(?i:unreleased|未发布).*?$(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert section is not None
    assert re.search(r"^- \S", section[1], flags=re.MULTILINE)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_every_listed_group_of_commands_exists(group: Group) -> None:
    assert importlib.util.find_spec(group.module) is not None


def test_every_file_of_commands_is_listed() -> None:
    listed = {group.module.rsplit(".", 1)[1] for group in GROUPS}
    folder = PACKAGE / "sites" / "console"
    files = {
        path.stem for path in folder.glob("*.py") if re.search(r"^app = typer\.Typer", path.read_text("utf-8"), re.M)
    }
    assert files - {"main"} == listed


def test_the_domain_does_not_read_the_clock() -> None:
    """Only sites, tasks, commands and the clock itself do; everything else is given `at`."""
    reading = []
    for chapter in ("subjects", "foundation", "engines"):
        for path in (PACKAGE / chapter).rglob("*.py"):
            if path.stem not in {"tasks"} and "creditport.kernel.clock.clock.now" in set(imports(path)):
                reading.append(str(path.relative_to(PACKAGE)))
    assert reading == []
