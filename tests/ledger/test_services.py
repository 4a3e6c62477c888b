import json

import pytest

from chauphe.ledger.models import Entry, Log
from chauphe.ledger.selectors import entries
from chauphe.seal.canonical import canonical
from chauphe.seal.merkle import Frontier, leaf_hash
from chauphe.seal.proof import leaf_bytes
from tests.scenarios.office import found

pytestmark = pytest.mark.django_db


def test_the_log_head_is_the_tree_over_all_leaves() -> None:
    office = found()
    office.published()
    office.published(title="Tin thứ hai")
    log = Log.objects.get(board=office.board)
    tree = Frontier.from_state(0, [])
    for entry in Entry.objects.order_by("seq"):
        tree.append(bytes(entry.leaf))
    assert (log.size, Frontier.from_state(log.size, log.frontier).root()) == (10, tree.root())


def test_each_leaf_commits_to_its_record_and_salt() -> None:
    office = found()
    office.published()
    assert Entry.objects.count() == 5
    for entry in Entry.objects.all():
        record = json.loads(entry.record)
        assert canonical(record).decode() == entry.record
        assert bytes(entry.leaf) == leaf_hash(leaf_bytes(entry.seq, bytes(entry.salt), record))


def test_every_act_has_a_salt_of_its_own() -> None:
    office = found()
    office.published()
    salts = {bytes(entry.salt) for entry in Entry.objects.all()}
    assert ({len(salt) for salt in salts}, len(salts)) == ({32}, 5)


def test_each_board_has_a_log_of_its_own() -> None:
    here, there = found(), found("so-khac")
    here.published()
    there.submit("author", there.write("author"))
    assert [entry.seq for entry in entries(there.board)] == [0]
    assert [entry.seq for entry in entries(here.board, since=3)] == [3, 4]


def test_a_record_tells_the_time_in_utc() -> None:
    office = found()
    office.submit("author", office.write("author"))
    assert json.loads(Entry.objects.get().record)["at"] == "2026-11-23T01:30:00Z"
