"""What is logged: one JSON object a line, without what an exception quotes."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from creditport.settings.environment import SettingError, one_of
from creditport.settings.logs import JsonFormatter


def test_an_exception_is_told_by_kind_and_place_alone() -> None:
    try:
        raise ValueError("460100190101010014 is not a date")
    except ValueError:
        record = logging.LogRecord("creditport", logging.ERROR, __file__, 1, "row %d", (7,), sys.exc_info())
    told = json.loads(JsonFormatter().format(record))
    assert told["message"] == "row 7"
    assert told["exception"] == "ValueError"
    assert told["places"][-1].endswith("test_an_exception_is_told_by_kind_and_place_alone")
    assert "460100190101010014" not in json.dumps(told)


def test_a_level_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDITPORT_LOG_LEVEL", "chatty")
    with pytest.raises(SettingError, match="write one of DEBUG, INFO"):
        one_of("CREDITPORT_LOG_LEVEL", "INFO", ("DEBUG", "INFO"))
