"""Settings: production-safe values, changed only by the environment (docs/operations.md lists them)."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from tram.core import server


def env_list(name: str, default: str = "") -> list[str]:
    """A setting that names several things, commas between."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_bool(name: str, default: bool = False) -> bool:
    """A setting that is on (1, true, yes) or off."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes"}


PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY = server.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("TRAM_SECRET_KEY_FALLBACKS")
TRACKING_KEY = server.secret("TRACKING_KEY")
DEBUG = env_bool("TRAM_DEBUG")
ALLOWED_HOSTS = env_list("TRAM_HOSTS", "127.0.0.1,localhost,[::1]")
BASE_URL = os.environ.get("TRAM_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
PROXIES = int(os.environ.get("TRAM_PROXIES", "0"))
"""How many proxies of our own write X-Forwarded-For: the address limits and locks go by."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "tram.core",
    "tram.accounts",
    "tram.directory",
    "tram.catalogue",
    "tram.cash",
    "tram.dossiers",
    "tram.custody",
    "tram.programme",
    "tram.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tram.web.portal.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tram.web.strays.StrayMiddleware",
    "tram.web.middleware.AccessMiddleware",
    "tram.web.middleware.RefusedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tram.config.urls"
WSGI_APPLICATION = "tram.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "tram.web.quick", "static": "tram.web.quick"},
            "builtins": ["tram.web.quick"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tram.web.context.everywhere",
            ],
        },
    }
]
FORM_RENDERER = "tram.web.forms.Renderer"

CONNECTION = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}
PREPARED = {"prepare_threshold": 1}
"""What tram.core.prepared asks a second time on a connection is planned for good; nothing else is."""
IN_A_HURRY = "-c statement_timeout=15000 -c lock_timeout=2000"
PATIENT = "-c statement_timeout=0 -c lock_timeout=10000"
"""A migration may take long, but it may not make everybody wait behind a lock."""
ALWAYS = "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"


def database(url: str, pace: str = IN_A_HURRY) -> dict[str, Any]:
    """Django's settings for a libpq URL; what else the URL says (sslmode, …) goes to libpq as it is."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url))
    words = {"NAME": "dbname"} | {
        name: name.lower() for name in ("USER", "PASSWORD", "HOST", "PORT")
    }
    own = {name: parts.pop(word, None) or "" for name, word in words.items()}
    options = f"{pace} {ALWAYS} {parts.pop('options', '')}".strip()
    return {
        "ENGINE": "tram.core.postgresql",
        **own,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**CONNECTION, **PREPARED, **parts, "options": options},
    }


URLS = server.database_urls()
DATABASES = {"default": database(URLS.app)}
OWNER_DATABASE = database(URLS.owner, PATIENT) if URLS.owner else {}
SERVING = int(os.environ.get("TRAM_POOL", "0"))
"""Connections that each worker of the web server keeps; 0 in every other process."""
if SERVING:
    pool = {"min_size": 1, "max_size": SERVING, "timeout": 5}
    DATABASES["default"]["OPTIONS"]["pool"] = pool
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # our engine listens instead

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "tram.web.backend.DutyBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
]
LOGIN_URL = "sign_in"
AXES_FAILURE_LIMIT = int(os.environ.get("TRAM_SIGN_IN_TRIES", "5"))
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "tram.web.proxies.caller"
AXES_LOCKOUT_CALLABLE = "tram.web.middleware.locked_out"

SESSION_ENGINE = "tram.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-tram" if HTTPS else "tram"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_MINUTES = int(os.environ.get("TRAM_IDLE_MINUTES", "30"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "tram.web.strays.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by a monitor on the machine itself
# Browsers' preload list is for the domain's owner to join; our tags stand in Django's place (web/quick.py).
SILENCED_SYSTEM_CHECKS = ["security.W021", "templates.W003"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

TRACKING_LOOKUPS = int(os.environ.get("TRAM_TRACKING_LOOKUPS", "60"))
"""Look-ups that one network may make at once; another comes free every so many seconds."""
TRACKING_SECONDS = int(os.environ.get("TRAM_TRACKING_SECONDS", "1"))

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 86_400
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SECURE = True, HTTPS
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
FORMAT_MODULE_PATH = ["tram.web.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = server.state_dir() / "static"
if not STATIC_ROOT.is_dir():  # `tram serve` collects first; elsewhere there is nothing to serve
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
FONTS = server.state_dir() / "fonts"
"""Built from the font's package before the web server starts; pages look right without."""
STATICFILES_DIRS = [("tram/fonts", FONTS)] if SERVING else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # A name with the content's hash may be cached for ever, and needs the files collected first.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SERVING
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = Path(os.environ.get("TRAM_FILES") or server.state_dir() / "files").absolute()
"""Uploaded files, by what they hold: outside the web root, served only by a page that asks who reads."""
FILE_MEGABYTES = int(os.environ.get("TRAM_FILE_MB", "20"))
FILE_PAGES = int(os.environ.get("TRAM_FILE_PAGES", "300"))
FILE_MEGAPIXELS = int(os.environ.get("TRAM_FILE_MEGAPIXELS", "40"))
FILES_AT_ONCE = int(os.environ.get("TRAM_FILES_AT_ONCE", "20"))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a bag of 500 with three boxes for each thing
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # our handler says no earlier, in words
FILE_UPLOAD_HANDLERS = ["tram.web.uploads.Uploads"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TRAM_LOG", "WARNING")},
}
