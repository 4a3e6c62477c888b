import json

import pytest

from chauphe.bake.trouble import NotSealed
from chauphe.core.moves import BACK
from chauphe.items import services as items
from chauphe.items.models import Publication, Snapshot
from chauphe.items.soundness import astray
from chauphe.ledger.models import Entry
from chauphe.seal.proof import Proof
from tests import factories
from tests.bake.site import Baker, unguarded


def proof_of(baker: Baker, number: int) -> Proof:
    return Proof.parse(next(baker.root.glob(f"*/*-{number}/bang-chung.json")).read_bytes())


def verbs(proof: Proof) -> list[str]:
    return [act.record["act"] for act in proof.acts]


def test_the_acts_of_a_published_item_are_opened_in_its_proof(baker: Baker) -> None:
    item = baker.publish()
    baker.catch_up()
    assert verbs(proof_of(baker, item.number)) == ["submit", "forward", "moderate", "sign_off", "publish"]


def test_why_an_item_was_returned_stays_the_boards_own_business(baker: Baker) -> None:
    of = baker.office
    item = baker.write("Tin bị trả lại một lần")
    items.submit(item.pk, board=of.board, by=of.contributor, at=baker.later(), seen=factories.seen(item))
    factories.returned(of, item, by=of.member, at=baker.later(), reason="Số liệu chưa khớp báo cáo nội bộ")
    baker.send_out(baker.approve(item))
    baker.catch_up()
    proof = proof_of(baker, item.number)
    assert verbs(proof) == ["submit", "forward", "moderate", "sign_off", "publish"]
    files = [path.read_bytes() for path in baker.root.resolve().rglob("*") if path.is_file()]
    assert [data for data in files if "báo cáo nội bộ".encode() in data] == []


def test_what_another_unit_was_asked_stays_the_boards_own_business(baker: Baker) -> None:
    of = baker.office
    item = baker.write("Tin có hỏi ý kiến đơn vị khác")
    for verb, by in (("submit", of.contributor), ("forward", of.member)):
        getattr(items, verb)(item.pk, board=of.board, by=by, at=baker.later(), seen=factories.seen(item))
    question = {"text": "Hỏi kín số liệu nội bộ", "until": baker.later().date(), "units": [of.centre]}
    (asked,) = items.consult(
        item.pk, board=of.board, by=of.deputy, at=baker.later(), seen=factories.seen(item), **question
    )
    by, at = of.other_member, baker.later()
    items.answer(asked.asked.seq, board=of.board, by=by, at=at, opinion="disagrees", text="Đáp kín số liệu nội bộ")
    items.moderate(item.pk, board=of.board, by=of.deputy, at=baker.later(), seen=factories.seen(item))
    signed = items.sign_off(item.pk, board=of.board, by=of.chief, at=baker.later(), seen=factories.seen(item))
    baker.send_out(signed)
    baker.catch_up()
    assert verbs(proof_of(baker, item.number)) == ["submit", "forward", "moderate", "sign_off", "publish"]
    assert (baker.verified(), list(astray(of.board))) == ([], [])
    files = [path.read_bytes() for path in baker.root.resolve().rglob("*") if path.is_file()]
    assert [data for data in files if "số liệu nội bộ".encode() in data or of.centre.name.encode() in data] == []


def test_a_change_made_on_the_way_is_opened_too(baker: Baker) -> None:
    of = baker.office
    item = baker.write("Tin được sửa khi kiểm duyệt")
    items.submit(item.pk, board=of.board, by=of.contributor, at=baker.later(), seen=factories.seen(item))
    items.forward(item.pk, board=of.board, by=of.member, at=baker.later(), seen=factories.seen(item))
    factories.revised(of, item, by=of.deputy, at=baker.later(), title="Tin đã sửa khi kiểm duyệt")
    items.moderate(item.pk, board=of.board, by=of.deputy, at=baker.later(), seen=factories.seen(item))
    signed = items.sign_off(item.pk, board=of.board, by=of.chief, at=baker.later(), seen=factories.seen(item))
    baker.send_out(signed)
    baker.catch_up()
    assert verbs(proof_of(baker, item.number)) == ["submit", "forward", "edit", "moderate", "sign_off", "publish"]
    assert baker.verified() == []


def test_a_new_revision_opens_its_own_acts_alone(baker: Baker) -> None:
    item = baker.publish("Tin đã đăng")
    baker.revise(item, title="Tin đã đăng, có bổ sung")
    baker.catch_up()
    proof = proof_of(baker, item.number)
    assert {act.record["revision"] for act in proof.acts} == {2}
    assert verbs(proof) == ["submit", "forward", "moderate", "sign_off", "publish"]


def test_what_undoes_steps_of_the_way_is_known() -> None:
    back_to = {"return_", "return_to_editing", "return_to_moderation", "return_to_sign_off"}
    begins = {"revise", "correct", "erratum"}
    ends = {"withdraw", "take_down", "take_down_at_once"}
    assert back_to | {"recall", "refuse", "retract", "unschedule"} | begins | ends == BACK


def refused(baker: Baker) -> list[str]:
    baked = baker.catch_up()
    assert baked is not None
    assert all(isinstance(each, NotSealed) for each in baked.refused)
    assert list(baker.root.glob("tin/*")) == []
    return [each.message for each in baked.refused]


def test_an_item_moved_to_another_section_by_hand_is_refused(baker: Baker) -> None:
    baker.publish()
    with unguarded("items_publication"):
        Publication.objects.update(section=baker.office.notices)
    assert refused(baker) == ["it was moved to a section that nobody signed off"]


def test_a_publication_that_rests_on_another_act_is_refused(baker: Baker) -> None:
    baker.publish()
    with unguarded("items_publication"):
        Publication.objects.update(entry=Entry.objects.get(act="moderate"))
    assert refused(baker) == ["the ledger's entry %(seq)s is not its %(act)s"]


def test_an_unreadable_snapshot_is_refused_and_named(baker: Baker) -> None:
    import hashlib

    from chauphe.items.models import SignOff

    baker.publish()
    for data in (b"[]", b'{"board": 7}', b"\xff"):
        row = Snapshot.objects.create(digest=hashlib.sha256(data).hexdigest(), board=baker.office.board, data=data)
        with unguarded("items_signoff"):
            SignOff.objects.update(snapshot=row)
        baked = baker.catch_up()
        assert baked is not None
        assert [each.message for each in baked.refused] == ["its records cannot be read (%(error)s)"]


@pytest.mark.parametrize("factor", ["password"])
def test_the_proof_shows_how_strongly_the_chief_was_known(baker: Baker, factor: str) -> None:
    item = baker.publish()
    baker.catch_up()
    signed = next(act for act in proof_of(baker, item.number).acts if act.record["act"] == "sign_off")
    assert (signed.record["factor"], json.dumps(signed.record["in_place_of"])) == (factor, "null")
