"""Pages, addresses and static files."""

import sys
from pathlib import Path

from creditport.settings.environment import home, text

_SITES = Path(__file__).resolve().parent.parent / "sites"

ROOT_URLCONF = "creditport.sites.urls"
WSGI_APPLICATION = "creditport.sites.wsgi.application"
ALLOWED_HOSTS = text("CREDITPORT_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            _SITES / "templates",
            *(_SITES / site / "templates" for site in ("portal", "my", "office", "accounts")),
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "creditport.sites.context.page",
            ],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STATICFILES_DIRS = [_SITES / "static"]
# Names with the hash of the content once the files were collected; before that (tests, development) as they are.
_COLLECTED = (STATIC_ROOT / "staticfiles.json").is_file()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _COLLECTED
CSRF_FAILURE_VIEW = "creditport.sites.errors.forbidden"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:home"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
