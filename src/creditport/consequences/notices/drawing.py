"""Pictures for the documents: the term bar, and the code that leads to the repair. Pure."""

from __future__ import annotations

import io
from html import escape

import segno

from creditport.consequences.notices.wording import Language, day_words, wording
from creditport.foundation.publicity.term_bar import TermBar

_WIDTH, _LEFT, _RIGHT = 640, 14, 626
_TONES = {"minor": "#1B8A8F", "general": "#8F5B0A", "serious": "#B23A26"}
_INK, _QUIET, _REST = "#0E2A36", "#5B6B73", "#D9E1E3"
_FONT = "Noto Sans CJK TC"


def term_bar_svg(bar: TermBar, tone: str, language: Language = "zh") -> str:
    """The bar of the pages as a picture: closed part, gate of repair, rest, today, and the three days."""
    gate = _x(bar.place_repair)
    today = _x(bar.place_today)
    closed = gate if gate is not None else _RIGHT
    parts = [
        f'<rect x="{_LEFT}" y="24" width="{_RIGHT - _LEFT}" height="10" rx="5" fill="{_REST}"/>',
        f'<rect x="{_LEFT}" y="24" width="{max(closed - _LEFT, 4):.1f}" height="10" rx="5" fill="{_TONES[tone]}"/>',
    ]
    if gate is not None:
        parts.append(f'<circle cx="{gate:.1f}" cy="29" r="8" fill="#fff" stroke="{_TONES[tone]}" stroke-width="3"/>')
    if today is not None:
        parts.append(f'<path d="M{today - 6:.1f} 8h12l-6 9z" fill="{_INK}"/>')
        parts.append(f'<line x1="{today:.1f}" x2="{today:.1f}" y1="14" y2="40" stroke="{_INK}" stroke-width="1.6"/>')
    parts += _labels(bar, gate, language)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} 84">{"".join(parts)}</svg>'


def _x(place: float | None) -> float | None:
    return None if place is None else _LEFT + (_RIGHT - _LEFT) * place / 100


def _labels(bar: TermBar, gate: float | None, language: Language) -> list[str]:
    """The days under the bar; the middle one keeps clear of both ends."""
    begins, opens, ends, undecided = wording(language).bar
    parts = [_label(_LEFT, "start", begins, day_words(bar.public_from, language))]
    if gate is not None and bar.repair_opens_on:
        middle = min(max(gate, _LEFT + 170), _RIGHT - 170)
        parts.append(_label(middle, "middle", opens, day_words(bar.repair_opens_on, language)))
    parts.append(_label(_RIGHT, "end", ends, day_words(bar.public_until, language) or undecided))
    return parts


def _label(x: float, anchor: str, name: str, day: str) -> str:
    return (
        f'<text x="{x:.1f}" y="60" text-anchor="{anchor}" font-family="{_FONT}" font-size="12" fill="{_QUIET}">'
        f"{escape(name)}</text>"
        f'<text x="{x:.1f}" y="79" text-anchor="{anchor}" font-family="{_FONT}" font-size="14" font-weight="700" '
        f'fill="{_INK}">{escape(day)}</text>'
    )


def qr_svg(address: str) -> str:
    """A QR code as SVG, robust enough for a photocopy (error correction M)."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=1, dark=_INK, omitsize=True
    )
    return out.getvalue().decode()
