"""Settings of the test suite: a throwaway data folder, quick password hashing, plain static names."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "FRANKPLEDGE_TEST_HOME" not in os.environ:
    os.environ["FRANKPLEDGE_TEST_HOME"] = tempfile.mkdtemp(prefix="frankpledge-test-")
    atexit.register(shutil.rmtree, os.environ["FRANKPLEDGE_TEST_HOME"], ignore_errors=True)
# Each process of the tests has a data folder and a database of its own.
os.environ["FRANKPLEDGE_HOME"] = str(
    Path(os.environ["FRANKPLEDGE_TEST_HOME"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
)
os.environ.setdefault("FRANKPLEDGE_SECRET_KEY", "not-secret-tests-only")

from .settings import *  # noqa: F403
from .settings import DATABASES, STATIC_ROOT, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: other connections (the live server, killed processes) must see it.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["FRANKPLEDGE_HOME"]) / "test.sqlite3"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
ALLOWED_HOSTS = ["*"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder, and warnings are errors
