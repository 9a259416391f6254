"""Settings of the office. What differs between machines comes from the environment; see docs/running-an-office.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
import platformdirs
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from frankpledge.office.record.keys import kept_secret

FRANKPLEDGE_HOME = Path(os.environ.get("FRANKPLEDGE_HOME") or platformdirs.user_data_path("frankpledge"))
# What people answered lies in it: a folder that we make is for its owner alone.
FRANKPLEDGE_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key() -> str:
    """From the environment, or made once and kept in the data folder."""
    given = os.environ.get("FRANKPLEDGE_SECRET_KEY")
    return given or kept_secret(FRANKPLEDGE_HOME / "secret.key", lambda: secrets.token_urlsafe(50))


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("FRANKPLEDGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("FRANKPLEDGE_HTTPS", "") == "1"
# Addresses of our own proxies, which are believed when they say for whom they call.
PROXIES = [
    a.strip() for a in os.environ.get("FRANKPLEDGE_PROXIES", "127.0.0.1" if HTTPS else "").split(",") if a.strip()
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "frankpledge.office.ui",
    "frankpledge.office.record",
    "frankpledge.office.people",
    "frankpledge.office.notices",
    "frankpledge.office.actions",
    "frankpledge.office.publications",
    "frankpledge.office.sources",
    "frankpledge.office.places",
    "frankpledge.office.recorded_crime",
    "frankpledge.office.extracts",
    "frankpledge.office.maps",
    "frankpledge.office.cameras",
    "frankpledge.office.analysis",
    "frankpledge.office.equality",
    "frankpledge.office.consultation",
    "frankpledge.office.engagement",
    "frankpledge.office.coverage",
    "frankpledge.office.coding",
    "frankpledge.office.plan",
    "frankpledge.office.findings",
    "frankpledge.office.problem_solving",
    "frankpledge.office.performance",
    "frankpledge.office.delivery",
    "frankpledge.office.scrutiny",
    "frankpledge.office.thread",
    "frankpledge.office.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads every answer by chance, so that its length tells nothing of a token
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "frankpledge.office.people.access.AccessMiddleware",
    "frankpledge.office.ui.pages.RefusedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "frankpledge.office.config.urls"
WSGI_APPLICATION = "frankpledge.office.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "frankpledge.office.people.context.office",
            ],
        },
    }
]
FORM_RENDERER = "frankpledge.office.ui.forms.Renderer"

# A confirmed answer is on disk: synchronous=FULL on SQLite; PostgreSQL's own default is as strict.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;",
}
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{FRANKPLEDGE_HOME / 'office.sqlite3'}", conn_max_age=600)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "thread:staff_home"
LOGOUT_REDIRECT_URL = "thread:start"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "frankpledge.office.people.views.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # who signed in when and from where is not kept; failures are, while they count
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when to try again, and means it
# Capitals in an address make no second set of attempts.
AXES_USERNAME_CALLABLE = "frankpledge.office.people.views.typed_address"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "frankpledge.office.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
TIME_ZONE = os.environ.get("FRANKPLEDGE_TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = FRANKPLEDGE_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = FRANKPLEDGE_HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

DEFAULT_FROM_EMAIL = os.environ.get("FRANKPLEDGE_FROM_EMAIL", "frankpledge@localhost")
if os.environ.get("FRANKPLEDGE_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["FRANKPLEDGE_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("FRANKPLEDGE_SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("FRANKPLEDGE_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("FRANKPLEDGE_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("FRANKPLEDGE_SMTP_TLS", "1") == "1"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Which function names the thread's beads around a page; the room `thread` stands above those whose pages show them.
FRANKPLEDGE_THREAD_STRIP = "frankpledge.office.thread.strip.strip_for"
# Pages that an analysis can be shown on, by the kind of their reference: functions that find them by words. These rooms
# stand above `analysis`, so they are named here.
FRANKPLEDGE_ANALYSIS_TARGETS = {
    "problem": "frankpledge.office.problem_solving.queries.attachable",
    "measure": "frankpledge.office.performance.queries.attachable",
    "item": "frankpledge.office.scrutiny.queries.attachable",
}
# Which function sends e-mail: the room `notices` stands above `people`, whose invitations it carries.
FRANKPLEDGE_SEND_NOTICE = "frankpledge.office.notices.use_cases.send"

# Many people share an address (a library, a mobile network): from the first number on responses are marked, and only
# beyond the second is one asked to wait. Wrong codes: nobody types so many by mistake.
FRANKPLEDGE_MARKED_AN_HOUR = int(os.environ.get("FRANKPLEDGE_MARKED_AN_HOUR", "60"))
FRANKPLEDGE_RESPONSES_AN_HOUR = int(os.environ.get("FRANKPLEDGE_RESPONSES_AN_HOUR", "1200"))
FRANKPLEDGE_GUESSES_AN_HOUR = int(os.environ.get("FRANKPLEDGE_GUESSES_AN_HOUR", "20"))
# What was begun and never sent is cleared so many days after the last day on which it could be.
FRANKPLEDGE_DRAFT_DAYS = int(os.environ.get("FRANKPLEDGE_DRAFT_DAYS", "28"))
# Links between equality records and responses are cut so many days after closing.
FRANKPLEDGE_EQUALITY_LINK_DAYS = int(os.environ.get("FRANKPLEDGE_EQUALITY_LINK_DAYS", "365"))
# Where the quick exit leads: a page that looks like anybody's.
FRANKPLEDGE_QUICK_EXIT = os.environ.get("FRANKPLEDGE_QUICK_EXIT", "https://www.bbc.co.uk/weather")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"links": {"()": "frankpledge.office.ui.logs.WithoutPersonalLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
    "loggers": {
        "axes": {"level": "ERROR"},  # its warnings name addresses
        "weasyprint": {"level": "ERROR"},  # its warnings are of style rules that are meant for screens
        "fontTools": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("FRANKPLEDGE_LOG_LEVEL", "WARNING")},
}
