"""Every setting of Goodform, read once from the environment and checked at start.

Rooms read `django.conf.settings`; nothing below this floor imports this module.
"""

import os
import sys
import zoneinfo
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext

from goodform.config.environment import Environment, SettingsInvalid
from goodform.config.logs import logging_by
from goodform.config.secret_key import KeyFrom, secret_key
from goodform.config.settings_file import lay_file_under
from goodform.ui.safe_headers import put_headers

# Lets models.JSONField[…], ModelForm[…] and their kin be written as the type checker reads them.
django_stubs_ext.monkeypatch()

# Before anything reads a zone: the machine's own data may be older than the locked ones, and a
# reminder would ring an hour off where a country has changed its clocks since.
zoneinfo.reset_tzpath([])

try:
    SETTINGS_FILE = lay_file_under(os.environ)
    _env = Environment.read(os.environ)
except SettingsInvalid as problem:
    sys.exit(f"Goodform cannot start: {problem}")

# Whatever is written from here on, by whichever library, is for this user alone.
os.umask(0o077)

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "goodform"
DATA = _env.data or REPOSITORY / "var"
EXERCISES = PACKAGE / "exercises"

try:
    DATA.mkdir(parents=True, exist_ok=True)
    _key = secret_key(given=_env.secret_key, data=DATA, make=_env.demo)
except OSError as error:
    sys.exit(
        f"Goodform cannot write to {DATA} ({error.strerror}). "
        "Set GOODFORM_DATA to a folder you may write to."
    )
SECRET_KEY, SECRET_KEY_FROM = _key.text, _key.comes_from
# One that is set lies in no backup, and none that comes with a backup takes its place.
SECRET_KEY_IS_SET = SECRET_KEY_FROM is KeyFrom.SETTING
BACKUPS = _env.backups or DATA / "backups"
# What sealed the record before the key of today; good for checking that and for nothing else.
OLD_SECRET_KEYS = _env.old_secret_keys
DEBUG = False
DEMO = _env.demo
FAST = not _env.plain
ALLOWED_HOSTS = list(_env.hosts)
CSRF_TRUSTED_ORIGINS = [
    each for each in (_env.address, *_env.old_addresses) if each.startswith("https://")
]
ADDRESS = _env.address
# Where people found this house before; passkeys that were made there go on working.
OLD_ADDRESSES = _env.old_addresses

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
    "goodform.booking",
    "goodform.outcomes",
    "goodform.reminders",
    "goodform.coach",
    "goodform.keeping",
    "goodform.today",
    "goodform.desk",
    "goodform.demo",
    # After our rooms, so that our templates come before theirs.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "goodform.config.logs.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodform.ui.safe_headers.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "goodform.people.who_is_in.WhoIsIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goodform.people.devices.TellsDevices",
    "goodform.people.readers_clock.ReadersClock",
    "goodform.people.turned_away.TurnedAway",
    "goodform.config.no_turn.NoTurnNow",
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
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Ours are counted in the database, for all processes: goodform.people.ceilings.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "goodform.people.sign_in.PasswordForm",
    "request_login_code": "goodform.people.sign_in.CodeForm",
    "confirm_login_code": "goodform.people.sign_in.TypedCodeForm",
    "reset_password": "goodform.people.sign_in.ResetForm",
    "reset_password_from_key": "goodform.people.sign_in.NewPasswordForm",
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
WHITENOISE_ADD_HEADERS_FUNCTION = put_headers
# Files under names of their own, such as the parts of the mirror; there once they were fetched.
SERVED = DATA / "served"
if SERVED.is_dir():
    WHITENOISE_ROOT = SERVED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Cookies and headers. A clinic on the open net is served over https; the demo over loopback.
_secure = _env.address.startswith("https://")
SESSION_COOKIE_SECURE = _secure
CSRF_COOKIE_SECURE = _secure
# By this prefix a browser takes them from this very host alone, never from a neighbour's.
_this_host = "__Host-" if _secure else ""
SESSION_COOKIE_NAME = f"{_this_host}sessionid"
CSRF_COOKIE_NAME = f"{_this_host}csrftoken"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
# Networks in CIDR form; from anybody else the bridge hands on no such header.
PROXIES = _env.proxies
# Who may read the gauges, by address.
METRICS_FOR = _env.metrics_for
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _secure else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# One mailbox may stand behind several people: goodform.people.mailbox asks who it is.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING = logging_by(_env.log_level)
