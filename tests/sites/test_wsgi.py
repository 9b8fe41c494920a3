"""The web application as its processes load it."""

from __future__ import annotations

import os
import subprocess
import sys

LOOK = """
import gc, sys
from creditport.sites import wsgi
from creditport.kernel.packs.registry import packs
views = "creditport.sites.portal.views.subject" in sys.modules
print(gc.get_freeze_count() > 100_000, packs.cache_info().currsize, views)
"""


def test_everything_is_loaded_and_out_of_the_collector_before_the_first_call() -> None:
    given = {name: value for name, value in os.environ.items() if name != "CREDITPORT_SUPERVISED"}
    given["CREDITPORT_DATABASE_URL"] = "postgresql://nobody@localhost:1/none"  # loading asks the database nothing
    said = subprocess.run([sys.executable, "-c", LOOK], env=given, capture_output=True, text=True, check=False)
    assert said.stdout == "True 1 True\n", said.stderr
