"""What the platform writes about itself: one JSON object a line on standard error, without personal data.

An exception's own words may quote a row, so only its kind and the places in the code are written.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from creditport.settings.environment import one_of

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class JsonFormatter(logging.Formatter):
    """One line for each event; `places` are the last calls of an exception, innermost last."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            told["exception"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-12:]
            told["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(told, ensure_ascii=False)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "creditport.settings.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": one_of("CREDITPORT_LOG_LEVEL", "INFO", _LEVELS)},
    "loggers": {
        # Django's own set-up writes to another handler and mails; here everything goes one way.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # an unknown page is no event
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},  # statements hold values
        "procrastinate": {"level": "WARNING"},
    },
}
