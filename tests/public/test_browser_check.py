"""Anybody's browser finds out whether a page is what was signed off, and says in which respect it is not."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from chauphe.public.assets import script
from chauphe.public.fragment import body_from, fragment, size_of
from chauphe.seal.canonical import canonical, encode
from tests.public import office
from tests.public.bodies import BODIES, WORDS
from tests.public.trial_site import SIGNER, TrialSite
from tests.rigs.browser import OpenPage

WHOLE, BROKEN, UNKNOWN = (
    "Trang này đúng là bản đã phê duyệt",
    "Trang này không khớp với bản đã phê duyệt",
    "Chưa kiểm tra được hết",
)
STEPS = ("fetch", "digest", "page", "signoff", "log", "signature")


def verdict(page: Page, base: str, path: str) -> tuple[str, dict[str, bool]]:
    page.goto(f"{base}/kiem-tra/?trang={path}")
    title = page.locator("#ket-qua h2")
    page.wait_for_selector("#ket-qua[data-state]:not([data-state=asking])")
    beads = {step: page.locator(f'[data-step="{step}"]') for step in STEPS}
    states = {step: (bead.get_attribute("class") or "").split()[-1] for step, bead in beads.items()}
    return title.inner_text(), {step: state == "done" for step, state in states.items() if state != "next"}


def broken(states: dict[str, bool]) -> list[str]:
    return [step for step, ok in states.items() if not ok]


def proof_changed(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        proof = json.loads((folder / "bang-chung.json").read_bytes())
        change(proof)
        (folder / "bang-chung.json").write_bytes(canonical(proof))

    return spoil


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        page = (folder / "index.html").read_text(encoding="utf-8")
        assert old in page
        (folder / "index.html").write_text(page.replace(old, new), encoding="utf-8")

    return spoil


@pytest.mark.parametrize("kind", ["article", "decision", "about"])
def test_a_page_as_signed_off_passes_every_step(browser_page: OpenPage, base: str, trial: TrialSite, kind: str) -> None:
    page = browser_page()
    assert verdict(page, base, trial.paths[kind]) == (WHOLE, dict.fromkeys(STEPS, True))
    assert page.locator(".seal").get_attribute("class") == "seal whole"
    assert "KT. Trưởng Ban biên tập: Nguyễn Hữu Phước" in page.locator('[data-step="signoff"]').inner_text()


def test_pictures_and_files_are_checked_on_request(browser_page: OpenPage, base: str, trial: TrialSite) -> None:
    page = browser_page(width=360)
    verdict(page, base, trial.paths["article"])
    page.get_by_role("button", name="Kiểm tra cả ảnh và tệp").click()
    page.wait_for_selector('[data-step="assets"].done')
    assert (
        page.locator('[data-step="assets"] .says').inner_text().startswith("Ảnh và tệp đúng là bản niêm phong: 14 tệp")
    )


def test_a_replaced_attachment_is_named(spoiled: tuple[TrialSite, str], browser_page: OpenPage) -> None:
    own, base = spoiled
    own.file(own.paths["article"], "danh-sach-vong-2.pdf").write_bytes(b"another list")
    page = browser_page()
    assert verdict(page, base, own.paths["article"])[0] == WHOLE
    page.get_by_role("button", name="Kiểm tra cả ảnh và tệp").click()
    page.wait_for_selector('[data-step="assets"].broken')
    assert (
        page.locator('[data-step="assets"] .says').inner_text() == "Không phải tệp đã niêm phong: danh-sach-vong-2.pdf"
    )
    assert page.locator("#ket-qua h2").inner_text() == BROKEN
    assert page.locator(".seal").get_attribute("class") == "seal broken"
    assert page.locator(".advice").is_visible()


def undone(step: str, verb: str) -> Callable[[dict[str, Any]], object]:
    """Put an act behind a step of the proof that undoes it."""

    def spoil(proof: dict[str, Any]) -> None:
        acts = proof["acts"]
        place = next(place for place, act in enumerate(acts) if act["record"]["act"] == step)
        acts.insert(place + 1, {**acts[place], "record": {**acts[place]["record"], "act": verb}})

    return spoil


@pytest.mark.parametrize(
    ("spoil", "steps"),
    [
        (replaced("có 412 thí sinh", "có 413 thí sinh"), ["digest"]),
        (replaced("<h1>412", "<h1>413"), ["page"]),
        (replaced("Tranh: Lê Minh Quân", "Ảnh: người khác"), ["page"]),
        (replaced("danh-sach-vong-2.pdf", "danh-sach-khac.pdf"), ["page"]),
        (replaced("<!--/sealed-->", '<a href="//bad.example">x</a><!--/sealed-->'), ["page"]),
        (replaced("<!--body-->", ""), ["digest", "page"]),
        (proof_changed(lambda proof: proof["snapshot"].update(title="Khác")), ["digest", "page"]),
        (proof_changed(lambda proof: proof.update(digest="0" * 64)), ["digest", "signoff"]),
        (proof_changed(lambda proof: proof["acts"].pop(3)), ["signoff"]),
        (proof_changed(undone("sign_off", "recall")), ["signoff", "log"]),
        (proof_changed(undone("moderate", "return_to_moderation")), ["signoff", "log"]),
        (proof_changed(lambda proof: proof["acts"][3]["record"]["person"].update(name="Kẻ khác")), ["log"]),
        (proof_changed(lambda proof: proof["acts"][0].update(salt="00" * 32)), ["log"]),
        (proof_changed(lambda proof: proof["acts"][0]["path"].pop()), ["log"]),
        (proof_changed(lambda proof: proof.update(acts=[])), ["page", "signoff", "log"]),
        (proof_changed(lambda proof: proof.update(checkpoint="nothing")), ["log", "signature"]),
        (proof_changed(lambda proof: proof.update(checkpoint=proof["checkpoint"].replace("\n5125\n", "\n5126\n"))),
         ["log", "signature"]),
    ],
)  # fmt: skip
def test_each_way_of_tampering_is_named(
    spoiled: tuple[TrialSite, str], browser_page: OpenPage, spoil: Callable[[Path], None], steps: list[str]
) -> None:
    own, base = spoiled
    spoil(own.file(own.paths["article"]).parent)
    found = verdict(browser_page(), base, own.paths["article"])
    assert (found[0], broken(found[1])) == (BROKEN, steps)


def test_a_log_signed_by_another_key_is_noticed(spoiled: tuple[TrialSite, str], browser_page: OpenPage) -> None:
    own, base = spoiled
    other = type(SIGNER)(SIGNER.name, b"another key, another key, another"[:32])
    (own.folder / ".well-known/chauphe/key").write_text(other.verifier.text(), encoding="utf-8")
    found = verdict(browser_page(), base, own.paths["about"])
    assert (found[0], broken(found[1])) == (BROKEN, ["signature"])


def test_a_page_that_cannot_be_fetched_is_not_called_tampered(browser_page: OpenPage, base: str) -> None:
    found = verdict(browser_page(may_complain=True), base, "/tin/khong-co-9/")
    assert found == (UNKNOWN, {"fetch": False})


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/tin/x-1/", "//evil.example/tin/x-1/", "javascript:alert(1)", "/kiem-tra/", "/tin/x/",
     "/tin/../tin/", "/tin/<img src=x onerror=alert(1)>-1/"],
)  # fmt: skip
def test_only_items_of_this_site_are_checked(browser_page: OpenPage, base: str, asked: str) -> None:
    page = browser_page()
    page.goto(f"{base}/kiem-tra/?trang={asked}")
    assert page.locator("#ket-qua h2").inner_text().startswith("Chỉ kiểm tra được trang của một tin, bài")
    assert page.locator("#ket-qua .thread").is_hidden()


@pytest.mark.parametrize(
    "shape", ["{base}{path}", "{path}index.html", "{path}bang-chung.json", "{path}#duyet", " {path}?x=1 "]
)
def test_people_may_paste_an_address_in_any_form(
    browser_page: OpenPage, base: str, trial: TrialSite, shape: str
) -> None:
    page = browser_page()
    page.goto(f"{base}/kiem-tra/")
    page.get_by_label("Địa chỉ trang cần kiểm tra").fill(shape.format(base=base, path=trial.paths["about"]))
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_selector(".seal.whole")
    assert page.locator("#ket-qua .top a").inner_text() == trial.paths["about"]


def test_the_seal_on_a_page_opens_its_check(browser_page: OpenPage, base: str, trial: TrialSite) -> None:
    page = browser_page()
    page.goto(base + trial.paths["decision"])
    page.locator("a.seal").click()
    page.wait_for_selector(".seal.whole")
    assert page.locator("#ket-qua .top a").inner_text() == trial.paths["decision"]


def test_without_scripts_the_page_tells_how_to_check(browser_page: OpenPage, base: str) -> None:
    page = browser_page(java_script_enabled=False)
    page.goto(f"{base}/kiem-tra/")
    assert "Trình duyệt này không chạy JavaScript" in page.locator("main").inner_text()
    assert "chauphe verify https://sonoivu.anhai.example/" in page.locator("main").inner_text()
    assert page.locator("#ket-qua").is_hidden()


YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def calculator(browser_page: OpenPage, base: str) -> Page:
    """Give a page in which the functions of the check can be called."""
    page = browser_page(bypass_csp=True)
    page.goto(f"{base}/404.html")
    text = script("check").partition("const result =")[0]
    page.add_script_tag(content=f"{text}\nObject.assign(window, {{fragment, bodyFrom, canonical, sizeOf}});")
    return page


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    BODIES, WORDS, st.sampled_from([office.article, office.decision, office.about]),
    st.none() | st.integers(0, 364 * 86_400).map(lambda at: f"{(YEAR + timedelta(seconds=at)).isoformat()[:19]}Z"),
    st.integers(0, 20_000_000), st.lists(st.sampled_from(["correct", "erratum", "withdraw"]), max_size=2),
    st.sampled_from(["", "ends", "withdrawn"]), st.sampled_from(["", "2026-12-31"]),
    st.sampled_from([None, "", "2026-11-23T17:30:00Z"]),
)  # fmt: skip
def test_the_browser_writes_the_sealed_part_exactly_as_we_do(
    calculator: Page, body: str, words: str, make: Callable[..., dict], published: str | None, count: int,
    put_right: list[str], gone: str, last: str, urgent: str | None,
) -> None:  # fmt: skip
    images = [office.image(alt=words, caption=words), office.image(office.SECOND, lead=False, credit=words)]
    snapshot = make(body=body, title=words, summary=words, images=images, files=[office.file(words, "a.pdf", count)])
    rows = [{"kind": kind, "day": "2026-11-23", "text": words, "revision": 2} for kind in put_right]
    told = {"day": "2026-11-23", "text": words or "Sai", "revision": 1, "digest": "0" * 64}
    snapshot |= {"notices": rows} if rows else {}
    snapshot |= {gone: {"ends": "taken_down", "withdrawn": told}[gone]} if gone else {}
    snapshot |= {"expires": last} if last else {}
    for expired in (False, True) if last else (False,):
        ours = fragment(snapshot, published=published, expired=expired, urgent=urgent)
        given = [snapshot, published, expired, urgent]
        assert calculator.evaluate("([s, p, e, u]) => fragment(s, p, e, u)", given) == ours
    assert calculator.evaluate("(page) => bodyFrom(page)", ours) == body_from(ours) == body
    assert calculator.evaluate("(s) => canonical(s)", snapshot) == encode(snapshot).decode()
    assert calculator.evaluate("(n) => sizeOf(n, 'vi')", count) == size_of(count)
