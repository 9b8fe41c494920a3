"""The 15-digit business registration number used before 2015: 6 division, 8 sequence, 1 check digit (MOD 11, 10)."""

from __future__ import annotations


def registration_number_passes(number: str) -> bool:
    """Whether 15 ASCII digits end in the right check digit (ISO 7064 MOD 11, 10)."""
    if len(number) != 15 or not number.isascii() or not number.isdigit():
        return False
    product = 10
    for digit in number[:14]:
        product = (product + int(digit)) % 10 or 10
        product = product * 2 % 11
    return (product + int(number[14])) % 10 == 1
