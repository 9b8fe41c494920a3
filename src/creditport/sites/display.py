"""How a visitor wants to see the pages: kept in a cookie, without an account and without a script."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest

COOKIE = "display"
COOKIE_AGE = 365 * 24 * 60 * 60


class Theme(StrEnum):
    """The themes of the tokens."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Display:
    """A visitor's choice: the theme, and whether everything is set in large type."""

    theme: Theme = Theme.LIGHT
    elder: bool = False

    def __str__(self) -> str:
        return f"{self.theme}.elder" if self.elder else str(self.theme)


def parse_display(raw: str) -> Display:
    """The choice a cookie or address names; what is not understood is left at its default."""
    words = raw.split(".")
    theme = next((theme for theme in Theme if theme in words), Theme.LIGHT)
    return Display(theme=theme, elder="elder" in words)


def display_of(request: HttpRequest) -> Display:
    """The choice of this visitor."""
    raw = request.COOKIES.get(COOKIE, "")
    return parse_display(raw) if raw else Display()
