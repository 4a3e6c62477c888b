"""The workers that draw never outlive the demonstration, whatever ends it."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import psutil
import pytest

from chauphe.cli.alone import GRACE
from tests.cli.served import BARE, lives, until

DRAW = """
import signal, sys, time
import django
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in whatever a shell put into the background
django.setup()
from chauphe.demo import drawing
from chauphe.demo.model import PICTURES

def slow(data, name):
    print("at it", flush=True)
    time.sleep(60)

drawing.picture_upload = slow
drawing.drawn(sorted(PICTURES.glob("*.png")))
"""


@pytest.fixture
def drawing(tmp_path: Path) -> Iterator[psutil.Popen]:
    """Give a process whose workers are at their first pictures."""
    env = BARE | {"DJANGO_SETTINGS_MODULE": "chauphe.config.settings", "CHAUPHE_HOME": str(tmp_path)}
    words = [sys.executable, "-c", DRAW]
    with psutil.Popen(words, env=env, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True) as process:
        assert [process.stdout.readline() for _ in range(2)] == ["at it\n"] * 2
        workers = process.children()
        assert len(workers) == 2
        yield process
        for each in (process, *workers):
            if lives(each):
                each.kill()


def test_they_end_when_it_is_killed(drawing: psutil.Popen) -> None:
    workers = drawing.children()
    drawing.kill()
    assert until(lambda: not any(lives(each) for each in workers), GRACE)


def test_ctrl_c_ends_them_at_once_and_they_say_nothing(drawing: psutil.Popen) -> None:
    workers = drawing.children()
    os.killpg(drawing.pid, signal.SIGINT)
    said = drawing.communicate(timeout=30)[1]  # half of what they would sleep; a busy machine takes its time
    assert said.splitlines()[-1] == "KeyboardInterrupt"
    assert (said.count("Traceback"), any(lives(each) for each in workers)) == (1, False)
