"""Keys, cookies and headers."""

from creditport.kernel.crypto.keys import secret_key
from creditport.settings.environment import flag, home

SECRET_KEY = secret_key(home())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("CREDITPORT_HTTPS", default=False)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
