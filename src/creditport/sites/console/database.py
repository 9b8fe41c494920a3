"""Having a database before anything else: the embedded one started, or the given one looked at."""

from __future__ import annotations

import os

from creditport.kernel.postgres.cluster import ensure_running
from creditport.kernel.postgres.location import installation_home
from creditport.kernel.postgres.preflight import check_database

VARIABLE = "CREDITPORT_DATABASE_URL"


def have_database() -> str:
    """The URL of a database that answers. Settings read later in this process find it."""
    given = os.environ.get(VARIABLE)
    if given:
        check_database(given)
        return given
    return ensure_running(installation_home())


def is_embedded() -> bool:
    return not os.environ.get(VARIABLE)
