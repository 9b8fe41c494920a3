"""Closed vocabularies of identifiers."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a value in the column of a legal person's code is. Only `MALFORMED` cannot be kept as an identifier."""

    VALID = "valid"
    CHECK_FAILED = "check-failed"  # right form, wrong check digit: a warning, for real codes can fail
    PERSON_NUMBER = "looks-like-person-number"  # to the privacy quarantine, never published
    OLD_NUMBER = "old-15-digit"  # a business registration number from before 2015
    MALFORMED = "malformed"


class Reason(StrEnum):
    """Why a value got its verdict; the texts for people live with the problems of the checks."""

    PASSED = "passed"
    EMPTY = "empty"
    LENGTH = "length"
    FORBIDDEN_CHARACTER = "forbidden-character"
    DIVISION_NOT_DIGITS = "division-not-digits"
    PLACEHOLDER = "placeholder"
    CHECK_DIGIT = "check-digit"
    RESIDENT_NUMBER = "resident-number"
    FOREIGN_RESIDENT_NUMBER = "foreign-resident-number"
    OLD_RESIDENT_NUMBER = "old-resident-number"
    UNKNOWN_REGION = "unknown-region"
    REGION_NOT_OF_THAT_YEAR = "region-not-of-that-year"
    NO_SUCH_DAY = "no-such-day"
    REGISTRATION_NUMBER = "registration-number"
    REGISTRATION_NUMBER_CHECK_DIGIT = "registration-number-check-digit"
