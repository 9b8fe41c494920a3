"""The web application, loaded whole before the first caller asks."""

import gc
import os
import signal
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from creditport.kernel.packs.faults import PackFaultsError
from creditport.kernel.postgres.account import die_with_parent

if os.environ.get("CREDITPORT_SUPERVISED"):
    die_with_parent(signal.SIGTERM)  # a web process whose server was killed would hold the port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
_django = get_wsgi_application()

from creditport.kernel.packs.registry import packs  # noqa: E402 - Django comes first
from creditport.sites.api.limits import limit_of_environment  # noqa: E402
from creditport.sites.api.lookup import QuickLane  # noqa: E402
from creditport.sites.api.quick_checks import QuickChecks  # noqa: E402
from creditport.sites.api.quick_search import QuickSearch  # noqa: E402
from creditport.sites.clock_guard import ClockGuard  # noqa: E402

application = ClockGuard(QuickLane(QuickSearch(QuickChecks(_django)), limit_of_environment()))

with suppress(PackFaultsError):  # pages and calls say in words what is wrong with the packs
    packs()
get_resolver().url_patterns  # noqa: B018 - imports every view
gc.collect()
gc.freeze()  # a full collection over all that is loaded would stop every caller for a tenth of a second
