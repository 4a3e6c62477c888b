"""A machine whose clock is long off starts all the same, with the bounds that the law will ask for."""

import os
import subprocess
import sys
from pathlib import Path

START = """
from datetime import UTC, datetime
from time_machine import travel
with travel(datetime(2020, 1, 2, tzinfo=UTC)):
    import django
    django.setup()
    from django.conf import settings
    print(settings.ACCOUNT_RATE_LIMITS["login_failed"])
"""


def test_the_settings_are_read_whatever_the_clock_says(tmp_path: Path) -> None:
    env = os.environ | {"CHAUPHE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "chauphe.config.settings"}
    done = subprocess.run([sys.executable, "-c", START], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "5/15m/key,30/15m/ip\n"), done.stderr
