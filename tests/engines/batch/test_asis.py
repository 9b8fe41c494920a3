"""Parts taken as they are: cut at line ends, and doubtful where their lines need care."""

from __future__ import annotations

from pathlib import Path

import pytest

from creditport.engines.batch import asis
from creditport.engines.batch.asis import raw_parts


def parts(folder: Path, content: bytes) -> list[tuple[bytes, int, bool]]:
    path = folder / "file"
    path.write_bytes(content)
    return [(part.path.read_bytes(), part.lines, part.doubtful) for part in raw_parts(path, 0, folder)]


def test_parts_end_at_line_ends_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asis, "PART_BYTES", 10)
    monkeypatch.setattr(asis, "FIRST_PART_BYTES", 10)
    content = b"".join(b"row,%d\n" % number for number in range(50))
    found = parts(tmp_path, content)
    assert len(found) > 10
    assert b"".join(part for part, _, _ in found) == content
    assert sum(lines for _, lines, _ in found) == 50
    assert not any(doubtful for _, _, doubtful in found)


def test_a_value_over_several_lines_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asis, "PART_BYTES", 4)
    monkeypatch.setattr(asis, "FIRST_PART_BYTES", 4)
    monkeypatch.setattr(asis, "_STEP", 4)
    found = parts(tmp_path, b'a,"b\nc\nd",e\nf,g,h\n')
    assert [part for part, _, _ in found] == [b'a,"b\nc\nd",e\n', b"f,g,h\n"]


@pytest.mark.parametrize(
    "content",
    [b"a,b\n\nc,d\n", b"a,b\n,d\n", b",b\na,b\n", b'a,"b\n', b"a\x00,b\n", b"a\rb,c\n", b"\n"],
)
def test_lines_that_need_care_make_a_part_doubtful(tmp_path: Path, content: bytes) -> None:
    assert [doubtful for _, _, doubtful in parts(tmp_path, content)] == [True]


def test_crlf_is_an_ordinary_line_end(tmp_path: Path) -> None:
    assert parts(tmp_path, b"a,b\r\nc,d\r\n") == [(b"a,b\r\nc,d\r\n", 2, False)]


def test_a_missing_last_line_end_is_added(tmp_path: Path) -> None:
    assert parts(tmp_path, b"a,b\nc,d") == [(b"a,b\nc,d\n", 2, False)]


@pytest.mark.parametrize("place", [5, 40])  # the line begins in the part before, or ends in the part after
def test_of_a_line_that_is_too_long_only_the_beginning_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(asis, "PART_BYTES", place)
    monkeypatch.setattr(asis, "FIRST_PART_BYTES", place)
    monkeypatch.setattr(asis, "LONGEST_LINE", 64)
    found = parts(tmp_path, b"a,b\nc," + b"x" * 5000 + b"\ne,f\n")
    assert b"".join(part for part, _, _ in found).startswith(b"a,b\nc,xxx")
    assert b"".join(part for part, _, _ in found).endswith(b"x\ne,f\n")
    assert sum(lines for _, lines, _ in found) == 3
    assert max(len(part) for part, _, _ in found) < 200
    assert any(doubtful for part, _, doubtful in found if b"xxx" in part)
