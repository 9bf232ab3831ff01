"""Every setting of Goodform, read once from the environment and checked at start.

Rooms read `django.conf.settings`; nothing below this floor imports this module.
"""

import os
import secrets
import sys
import zoneinfo
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext

from goodform.config.environment import Environment, SettingsInvalid

# Lets models.JSONField[…], ModelForm[…] and their kin be written as the type checker reads them.
django_stubs_ext.monkeypatch()

# Before anything reads a zone: the machine's own data may be older than the locked ones, and a
# reminder would ring an hour off where a country has changed its clocks since.
zoneinfo.reset_tzpath([])

try:
    _env = Environment.read(os.environ)
except SettingsInvalid as problem:
    sys.exit(f"Goodform cannot start: {problem}")

# Whatever is written from here on, by whichever library, is for this user alone.
os.umask(0o077)

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "goodform"
DATA = _env.data or REPOSITORY / "var"
EXERCISES = PACKAGE / "exercises"


def _secret_key() -> str:
    """The key given in the environment, or one made at first start and kept beside the data."""
    if _env.secret_key:
        return _env.secret_key
    file = DATA / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


try:
    DATA.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = _secret_key()
except OSError as error:
    sys.exit(
        f"Goodform cannot write to {DATA} ({error.strerror}). "
        "Set GOODFORM_DATA to a folder you may write to."
    )
BACKUPS = _env.backups or DATA / "backups"
# What sealed the record before the key of today; good for checking that and for nothing else.
OLD_SECRET_KEYS = _env.old_secret_keys
DEBUG = False
DEMO = _env.demo
FAST = not _env.plain
ALLOWED_HOSTS = list(_env.hosts)
CSRF_TRUSTED_ORIGINS = [_env.address] if _env.address.startswith("https://") else []
ADDRESS = _env.address

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "goodform.ui",
    "goodform.audit",
    "goodform.people",
    "goodform.library",
    "goodform.outbox",
    "goodform.programmes",
    "goodform.inbox",
    "goodform.diary",
    "goodform.reminders",
    "goodform.keeping",
    "goodform.today",
    "goodform.desk",
    "goodform.demo",
    # After our rooms, so that our templates come before theirs.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodform.ui.safe_headers.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goodform.people.readers_clock.ReadersClock",
    "goodform.people.turned_away.TurnedAway",
    "goodform.config.busy.BusyDatabase",
]

ROOT_URLCONF = "goodform.config.urls"
WSGI_APPLICATION = "goodform.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goodform.people.page_context.clinic_of_the_reader",
                "goodform.keeping.loud.backups",
            ],
        },
    }
]
FORM_RENDERER = "goodform.ui.forms.Renderer"

# By its path and not through an address, in which "#" and "?" of a folder's name mean more.
_IN_THE_DATA_FOLDER = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(DATA / "goodform.sqlite3"),
    "CONN_MAX_AGE": 60,
}
DATABASES: dict[str, Any] = {
    "default": (
        dj_database_url.parse(_env.database_url, conn_max_age=60)
        if _env.database_url
        else _IN_THE_DATA_FOLDER
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: without it a read followed by a write under load fails with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # Tests that drive a browser share the database between threads, which memory does not allow.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["goodform.people.signed_in.Backend"]
SESSION_ENGINE = "goodform.people.kept_sessions"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "goodform.people.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Ours are counted in the database, for all processes: goodform.people.ceilings.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "goodform.people.sign_in.PasswordForm",
    "request_login_code": "goodform.people.sign_in.CodeForm",
    "reset_password": "goodform.people.sign_in.ResetForm",
}
# No "[host of the request]" before a subject: a stranger would choose the host.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

EMAIL_BACKEND = "goodform.outbox.mail_backend.ThroughTheOutbox"
MAIL_TRANSPORT = _env.mail_transport
# All workers together; 0 for as many as the mail server takes.
MAIL_A_MINUTE = _env.mail_a_minute
EMAIL_HOST = _env.smtp_host
EMAIL_PORT = _env.smtp_port
EMAIL_HOST_USER = _env.smtp_user
EMAIL_HOST_PASSWORD = _env.smtp_password
EMAIL_USE_TLS = _env.smtp_tls
EMAIL_USE_SSL = _env.smtp_ssl
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = str(DATA / "mail")
DEFAULT_FROM_EMAIL = _env.mail_from
# Where browsers get their push messages from. No other address is ever called for a patient.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Django gives files these modes whatever the umask.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "goodform.ui.static_files.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Cookies and headers. A clinic on the open net is served over https; the demo over loopback.
_secure = _env.address.startswith("https://")
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.behind_proxy else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _secure else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# One mailbox may stand behind several people: goodform.people.mailbox asks who it is.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": _env.log_level},
    "loggers": {"django.server": {"level": "WARNING"}},
}
