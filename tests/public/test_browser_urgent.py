"""An urgent sign-off on the public page: its mark is in sight, and the browser's check holds it.

With PICTURES_TO naming a folder, each page is kept there.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chauphe.public import pages
from chauphe.public.site import item_path
from chauphe.seal.canonical import canonical, digest
from chauphe.seal.urgent import RULE, URGENT
from tests.desk.test_browser_absence import picture
from tests.public import office
from tests.public.test_browser_check import BROKEN, STEPS, broken, verdict
from tests.public.test_browser_looks import faults
from tests.public.trial_site import TrialSite, proof_of
from tests.rigs.browser import OpenPage

Records = list[dict[str, Any]]
WHY = "Bão số 9 đổ bộ lúc 02:00, chưa gọi được Trưởng Ban"
WAITS, RATIFIED = "Phê duyệt khẩn, chờ Trưởng Ban xác nhận", "Phê duyệt khẩn, được xác nhận ngày 21/11/2026"
OWED = "Trang này đúng bản đã phê duyệt khẩn, đang chờ Trưởng Ban xác nhận"
DONE = "Trang này đúng bản đã phê duyệt khẩn và sau đó được xác nhận"


def records_of(snapshot: dict[str, Any], *, ratified: bool) -> Records:
    own = digest(snapshot)
    records = [dict(record) for record in office.acts(snapshot, own)]
    records[3] |= {"act": URGENT, "rule": RULE, "reason": WHY, "factor": "password", "clause": "Điều 5 khoản 3"}
    if ratified:
        chief = {"person": {"id": "p-9", "name": "Trần Thị Thu Hà"}, "capacity": "own", "in_place_of": None}
        chief["appointment"] = {"id": "a-9", "role": "editor_in_chief", "title": "Trưởng Ban biên tập"}
        what = {"act": "ratify", "seq": 5125, "reason": "", "at": "2026-11-21T01:02:00Z"}
        records.append(records[3] | chief | what | {"details": {"act": URGENT, "seq": "5123"}})
    return records


def written(trial: TrialSite, records: Records, snapshot: dict[str, Any], shown: Records | None = None) -> str:
    """Write the page of an item by these acts; `shown` are those that the page itself tells, where it lies."""
    proof = proof_of(snapshot, tuple(records))
    path = item_path(snapshot["kind"], snapshot["slug"], snapshot["number"])
    page = pages.ItemPage(snapshot, tuple(shown or records), digest(snapshot), len(proof), ())
    folder = trial.file(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    trial.file(path).write_text(pages.render_item(trial.site, page), "utf-8")
    trial.file(path, "bang-chung.json").write_bytes(proof)
    return path


def about() -> dict[str, Any]:
    return office.about(number=1399, kind="announcement", slug="so-tan-truoc-18-gio", title="Sơ tán trước 18 giờ")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("ratified", "says", "found"), [(False, WAITS, OWED), (True, RATIFIED, DONE)], ids=["waits", "ratified"]
)
def test_the_page_bears_the_mark_and_passes_the_check(
    spoiled: tuple[TrialSite, str], browser_page: OpenPage, width: int, says: str, found: str, *, ratified: bool
) -> None:
    own, base = spoiled
    snapshot = about()
    path = written(own, records_of(snapshot, ratified=ratified), snapshot)
    page = browser_page(width=width)
    page.goto(base + path)
    assert page.locator("header .meta a").inner_text() == says
    assert page.locator("#duyet .seal b").inner_text().split() == ["Phê", "duyệt", "khẩn"]
    assert WHY in page.locator("#duyet").inner_text()
    picture(page, f"duyet-khan-{'da' if ratified else 'cho'}-{width}")
    assert faults(page) == []
    assert verdict(page, base, path) == (found, dict.fromkeys(STEPS, True))
    picture(page, f"kiem-tra-khan-{'da' if ratified else 'cho'}-{width}")


def changed(place: int, **changes: Any) -> Callable[[Records], Records]:
    return lambda records: [{**each, **changes} if at == place else each for at, each in enumerate(records)]


@pytest.mark.parametrize(
    "forge",
    [
        changed(3, act="sign_off"),
        changed(3, rule="absence.ladder"),
        changed(3, reason=" "),
        changed(3, in_place_of=None),
        changed(5, person={"id": "p-3", "name": "Nguyễn Hữu Phước"}),
        changed(5, appointment={"id": "a-9", "role": "secretary", "title": "Thư ký"}),
        changed(5, details={"act": URGENT, "seq": "5122"}),
        changed(5, digest="0" * 64),
    ],
)
def test_what_was_recorded_falsely_is_noticed_though_the_log_holds_it(
    spoiled: tuple[TrialSite, str], browser_page: OpenPage, forge: Callable[[Records], Records]
) -> None:
    own, base = spoiled
    snapshot = about()
    path = written(own, forge(records_of(snapshot, ratified=True)), snapshot)
    found = verdict(browser_page(), base, path)
    assert (found[0], broken(found[1])) == (BROKEN, ["signoff"])


def test_a_page_that_hides_the_mark_or_claims_a_ratification_is_noticed(
    spoiled: tuple[TrialSite, str], browser_page: OpenPage
) -> None:
    own, base = spoiled
    snapshot = about()
    waits, done = (records_of(snapshot, ratified=ratified) for ratified in (False, True))
    for records, shown in ((waits, [*office.acts(snapshot, digest(snapshot))]), (waits, done), (done, waits)):
        path = written(replace(own), records, snapshot, shown)
        found = verdict(browser_page(), base, path)
        assert (found[0], broken(found[1])) == (BROKEN, ["page"])


def test_a_proof_without_the_ratification_is_noticed(spoiled: tuple[TrialSite, str], browser_page: OpenPage) -> None:
    own, base = spoiled
    snapshot = about()
    path = written(own, records_of(snapshot, ratified=True), snapshot)
    proof = json.loads(own.file(path, "bang-chung.json").read_bytes())
    proof["acts"].pop()
    own.file(path, "bang-chung.json").write_bytes(canonical(proof))
    assert broken(verdict(browser_page(), base, path)[1]) == ["page"]
