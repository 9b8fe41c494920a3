"""`creditport build`: styles, scripts and translations from their sources."""

from __future__ import annotations

import typer
from rich.console import Console

from creditport.sites.console.assets import build_frontend, compile_translations

app = typer.Typer(help="编译样式、脚本和译文 · Build styles, scripts and translations.")
_out = Console(highlight=False)


@app.command()
def build() -> None:
    """Build what has changed since it was last built."""
    with _out.status("编译译文 · Translations"):
        catalogues = compile_translations()
    _out.print(f"译文 · Translations: {catalogues} compiled")
    with _out.status("编译样式和脚本 · Styles and scripts"):
        built = build_frontend()
    _out.print(f"样式和脚本 · Styles and scripts: {'built' if built else 'up to date'}")
