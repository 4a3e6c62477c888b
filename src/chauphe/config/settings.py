"""Settings of the desk and the workers; everything an install may change comes from the environment.

The process that serves the public site reads none of this: it has files, and neither database nor key.
"""

from datetime import UTC, datetime
from pathlib import Path

import dj_database_url

from chauphe.config import env
from chauphe.regulation.law import rule_or_first

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.folder("CHAUPHE_HOME", "var/chauphe")
DEMO = env.flag("CHAUPHE_DEMO")
DEBUG = env.flag("CHAUPHE_DEBUG")
BIND = env.text("CHAUPHE_BIND", "127.0.0.1")

SECRET_KEY = env.text("CHAUPHE_SECRET_KEY") or env.own_secret(HOME / "keys" / "secret_key")
ALLOWED_HOSTS = env.words("CHAUPHE_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CHAUPHE_TRUSTED_ORIGINS")

STORE = env.folder("CHAUPHE_STORE", str(HOME / "store"))
SITES = env.folder("CHAUPHE_SITES", str(HOME / "site"))
KEYS = env.folder("CHAUPHE_KEYS", str(HOME / "keys"))

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{HOME / 'chauphe.sqlite3'}"), conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # synchronous stays FULL: an acknowledged decision survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
    }

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth, whose pages they replace by their own.
    "chauphe.desk",
    "chauphe.desk.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "chauphe.people",
    "chauphe.ledger",
    "chauphe.items",
    "chauphe.intake",
    "chauphe.public",
    "chauphe.bake",
    "chauphe.desk.writing",
    "chauphe.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chauphe.desk.static_files.StaticFiles",
    "chauphe.desk.security.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chauphe.desk.accounts.idle.IdleSessions",
    "django_htmx.middleware.HtmxMiddleware",
    "chauphe.desk.refusals.RefusalLog",
    "chauphe.desk.board.CurrentBoard",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["chauphe.desk.templatetags.seated"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chauphe.desk.context.desk",
            ],
        },
    }
]

ROOT_URLCONF = "chauphe.config.urls"
WSGI_APPLICATION = "chauphe.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["chauphe.people.accounts.ByName"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "chauphe.people.passwords.LongEnough"},
    {"NAME": "chauphe.people.passwords.NotTheirName"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_ADAPTER = "chauphe.people.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# What is asked for before an account is changed may be as old as it takes to fetch a telephone.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
OIDC = env.sign_in_service()
SOCIALACCOUNT_ADAPTER = "chauphe.desk.accounts.oidc.Answers"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "chauphe.people.accounts.DeviceAdapter"
MFA_FORMS = {
    "authenticate": "chauphe.people.codes.CodeForm",
    "reauthenticate": "chauphe.people.codes.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks of telephones differ: a code of the half minute before or after is taken as well.
MFA_TOTP_TOLERANCE = 1
# Browsers take "localhost" for safe without HTTPS, and so does a trial on one's own machine; nothing else is.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
FAILED_ATTEMPTS = rule_or_first("account.failed_attempts", on=datetime.now(tz=UTC).date())
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": f"{FAILED_ATTEMPTS.value}/15m/key,30/15m/ip",
    "reauthenticate": "10/m/user",
    "invitation": "60/15m/ip",
    "service": "60/m/ip",
    "device": "60/m/user",
}

# Counters of failed sign-ins must be seen by every process, so they lie in files, not in one process's memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(HOME / "cache"),
        # Past its most entries it throws counters away at random: whoever tries many names must not come to that.
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "chauphe.desk.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.flag("CHAUPHE_BEHIND_PROXY")
# Attempts to sign in are counted by address: behind nginx that is the one it names, not nginx's own.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
if env.flag("CHAUPHE_HTTPS", not (DEMO or DEBUG)):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = env.flag("CHAUPHE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# No browser decides the language: many an office computer speaks English to an official who does not.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [str(PACKAGE / "config" / "locale")]
FORMAT_MODULE_PATH = ["chauphe.config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_READY = HOME / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "chauphe.desk.static_files.HashedStorage"},
}
EMAIL_BACKEND = env.text("CHAUPHE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "chauphe.config.logs.WithoutSecrets"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env.text("CHAUPHE_LOG_LEVEL", "WARNING")},
    "loggers": {"chauphe": {"level": "INFO"}},
}
