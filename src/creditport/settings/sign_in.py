"""Sign-in of staff: names and passwords, second factors, an outside provider if one is configured."""

from typing import Any

from creditport.settings.environment import flag, number, text

ACCOUNT_ADAPTER = "creditport.sites.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # sign-up itself is closed; allauth reads the fields
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Beside the lock of an account (counted in the audit log), a limit for each address, whatever name is tried.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "creditport.sites.accounts.forms.AddKeyForm",
    "edit_webauthn": "creditport.sites.accounts.forms.RenameKeyForm",
}
MFA_TOTP_ISSUER = "CreditPort"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not flag("CREDITPORT_HTTPS", default=False)

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

REQUIRE_MFA = flag("CREDITPORT_REQUIRE_MFA", default=False)
SESSION_IDLE_MINUTES = number("CREDITPORT_SESSION_IDLE_MINUTES", 30)

# OpenID Connect (code flow with PKCE): off until an issuer is named. Nobody is matched by name or mail: a member of
# staff signs in here once and connects the outside account; so no outside provider can make or take over an account.
OIDC_ISSUER = text("CREDITPORT_OIDC_ISSUER", "")
SOCIALACCOUNT_ADAPTER = "creditport.sites.accounts.adapter.OutsideAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": text("CREDITPORT_OIDC_NAME", "OpenID Connect"),
                "client_id": text("CREDITPORT_OIDC_CLIENT_ID", ""),
                "secret": text("CREDITPORT_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
