"""Where the packs of this installation lie."""

from __future__ import annotations

import os
from pathlib import Path

from creditport.kernel.packs.faults import Fault, PackFaultsError

DEFAULT = "national,hainan"
_PACKAGE = Path(__file__).resolve().parents[2]  # the folder `creditport`


def pack_names() -> tuple[str, ...]:
    """Names of the packs to load, in order, from CREDITPORT_PACKS."""
    listed = os.environ.get("CREDITPORT_PACKS", DEFAULT)
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def shelves() -> tuple[Path, ...]:
    """Folders that hold packs: CREDITPORT_PACKS_PATH, then the repository's `packs/`, then those in the wheel."""
    extra = os.environ.get("CREDITPORT_PACKS_PATH", "")
    named = [Path(part) for part in extra.split(os.pathsep) if part]
    own = [_PACKAGE.parents[1] / "packs", _PACKAGE / "packs"]
    return tuple(folder for folder in (*named, *own) if folder.is_dir())


def pack_folders() -> tuple[Path, ...]:
    """The folder of every named pack. A name that is found nowhere is a fault of the setting."""
    found: list[Path] = []
    faults: list[Fault] = []
    for name in pack_names():
        places = [shelf / name for shelf in shelves() if (shelf / name / "pack.yml").is_file()]
        if places:
            found.append(places[0])
        else:
            faults.append(_not_found(name))
    if faults:
        raise PackFaultsError(faults)
    return tuple(found)


def _not_found(name: str) -> Fault:
    looked = ", ".join(str(shelf) for shelf in shelves())
    return Fault(
        file="CREDITPORT_PACKS",
        line=0,
        zh=f"找不到名为“{name}”的包 (查找了 {looked})；"
        "请检查 CREDITPORT_PACKS，或把其所在目录写入 CREDITPORT_PACKS_PATH",
        en=f"no pack named '{name}' (looked in {looked}); check CREDITPORT_PACKS, "
        "or name its shelf in CREDITPORT_PACKS_PATH",
    )
