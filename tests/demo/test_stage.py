import re
from pathlib import Path

import pytest

from chauphe.demo import stage
from tests.demo.test_load import filled, small

__all__ = ["small"]

pytestmark = pytest.mark.django_db


def test_no_link_of_the_box_is_broken_in_two(small: object) -> None:
    board = filled(small)  # type: ignore[arg-type]  # the fixture's own type
    longest = max((row.person for row in board.appointments.all()), key=lambda person: len(person.username))
    longest.username = "mot-ten-dang-nhap-kha-dai"
    longest.save()
    box = stage.box([8000, 8001, 8100], Path("var/demo"))
    links = re.findall(r"http://127\.0\.0\.1:8100/thu/(\S+)/(?=\s)", box)
    assert len(links) == box.count("/thu/") > 0
    assert all(re.fullmatch(r"[a-z.-]+:[\w-]{43}", link) for link in links)
