"""The web application."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from creditport.kernel.postgres.account import die_with_parent

if os.environ.get("CREDITPORT_SUPERVISED"):
    die_with_parent(signal.SIGTERM)  # a web process whose server was killed would hold the port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditport.settings.django")
application = get_wsgi_application()
