"""The web application."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from creditport.kernel.postgres.account import die_with_parent

if os.environ.get("CREDITPORT_SUPERVISED"):
    die_with_parent(signal.SIGTERM)  # a web process whose server was killed would hold the port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
_django = get_wsgi_application()

from creditport.sites.api.limits import limit_of_environment  # noqa: E402 - Django comes first
from creditport.sites.api.lookup import QuickLane  # noqa: E402
from creditport.sites.api.quick_checks import QuickChecks  # noqa: E402
from creditport.sites.api.quick_search import QuickSearch  # noqa: E402
from creditport.sites.clock_guard import ClockGuard  # noqa: E402

application = ClockGuard(QuickLane(QuickSearch(QuickChecks(_django)), limit_of_environment()))
