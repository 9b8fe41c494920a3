"""The answer to a look-up by code, made the same way for the quick lane and for the ordinary one."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import md5

from creditport.sites.api.problems import CONTENT_TYPE, Problem, problem_body

JSON = "application/json; charset=utf-8"
_CACHE = "public, max-age=0, must-revalidate"  # publicity ends to the second: every copy is asked about again


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body, before any framework."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def etag_of(body: bytes) -> str:
    """A strong tag: the digest of the body."""
    return f'"{md5(body, usedforsecurity=False).hexdigest()}"'


def matches(if_none_match: str, etag: str) -> bool:
    """Whether a caller's If-None-Match names this tag."""
    return if_none_match.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}


def found(body: bytes, if_none_match: str) -> Answer:
    """200 with the body, or 304 if the caller has it."""
    etag = etag_of(body)
    headers = (("ETag", etag), ("Cache-Control", _CACHE))
    if if_none_match and matches(if_none_match, etag):
        return Answer(304, headers, b"")
    return Answer(200, (("Content-Type", JSON), *headers), body)


def lookup_answer(body: bytes | None, if_none_match: str, path: str) -> Answer:
    """The answer for what the statement gave; None means that no subject has the code."""
    if body is None:
        return Answer(404, (("Content-Type", CONTENT_TYPE),), problem_body(Problem.UNKNOWN_SUBJECT, path))
    return found(body, if_none_match)
