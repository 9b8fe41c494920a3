"""Django settings, gathered from one small file per concern."""

from creditport.settings.apps import AUTH_USER_MODEL, AUTHENTICATION_BACKENDS, INSTALLED_APPS, MIDDLEWARE
from creditport.settings.background import PROCRASTINATE_DATABASE_ALIAS, PROCRASTINATE_IMPORT_PATHS
from creditport.settings.database import databases
from creditport.settings.environment import flag, home
from creditport.settings.i18n import (
    LANGUAGE_CODE,
    LANGUAGES,
    LOCALE_PATHS,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
)
from creditport.settings.logs import LOGGING
from creditport.settings.portal import *  # noqa: F403 - every name there is a setting
from creditport.settings.security import *  # noqa: F403 - every name there is a setting
from creditport.settings.sign_in import *  # noqa: F403 - every name there is a setting
from creditport.settings.web import *  # noqa: F403 - every name there is a setting

DEBUG = flag("CREDITPORT_DEBUG", default=False)
HOME = home()
DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

__all__ = [
    "AUTHENTICATION_BACKENDS",
    "AUTH_USER_MODEL",
    "INSTALLED_APPS",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "LOCALE_PATHS",
    "LOGGING",
    "MIDDLEWARE",
    "PROCRASTINATE_DATABASE_ALIAS",
    "PROCRASTINATE_IMPORT_PATHS",
    "TIME_ZONE",
    "USE_I18N",
    "USE_TZ",
]
