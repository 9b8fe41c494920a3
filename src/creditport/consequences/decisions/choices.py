"""Closed vocabularies of decisions."""

from __future__ import annotations

from enum import StrEnum


class RefusedBecause(StrEnum):
    """Why a check is not answered."""

    SCENARIO = "unknown-scenario"
    PURPOSE = "purpose-not-of-scenario"
    SUBJECT = "unknown-subject"
    CONSENT = "consent-missing"
    PERSON = "unknown-person"


class Offence(StrEnum):
    """What the records say about a first violation (m25)."""

    FIRST = "first"
    REPEATED = "repeated"
