"""The tree over the entries, against the reference tests of Certificate Transparency and against itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chauphe.seal import merkle
from chauphe.seal.merkle import EMPTY_ROOT, Frontier, Subtree, leaf_hash, node_hash
from tests.seal.given import vectors

REFERENCE = vectors("rfc6962")
LEAVES = [leaf_hash(bytes.fromhex(each)) for each in REFERENCE["leaves"]]
MOST = 80
sizes = some.integers(1, MOST)


def grown(leaves: list[bytes]) -> tuple[Frontier, dict[tuple[int, int], bytes]]:
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        nodes |= {(subtree.level, subtree.index): subtree.hash for subtree in frontier.append(leaf)}
    return frontier, nodes


MANY = [leaf_hash(b"%d" % number) for number in range(MOST)]
NODES = grown(MANY)[1]


def node(level: int, index: int) -> bytes:
    return NODES[level, index]


def reference(level: int, index: int) -> bytes:
    return grown(LEAVES)[1][level, index]


def naive(leaves: list[bytes]) -> bytes:
    """Work a root out as RFC 6962 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return node_hash(naive(leaves[:middle]), naive(leaves[middle:]))


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root(0, node).hex() == Frontier().root().hex() == REFERENCE["empty"]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_roots_come_out_exactly(size: int) -> None:
    root = REFERENCE["roots"][size - 1]
    assert grown(LEAVES[:size])[0].root().hex() == merkle.root(size, reference).hex() == root


@pytest.mark.parametrize("proof", REFERENCE["inclusion"], ids=lambda proof: f"{proof['index']} in {proof['size']}")
def test_the_reference_audit_paths_come_out_exactly(proof: dict[str, Any]) -> None:
    path = merkle.inclusion_path(proof["index"], proof["size"], reference)
    assert [each.hex() for each in path] == proof["path"]


@pytest.mark.parametrize("proof", REFERENCE["consistency"], ids=lambda proof: f"{proof['old']} to {proof['new']}")
def test_the_reference_consistency_proofs_come_out_exactly(proof: dict[str, Any]) -> None:
    path = merkle.consistency_path(proof["old"], proof["new"], reference)
    assert [each.hex() for each in path] == proof["path"]
    roots = [bytes.fromhex(REFERENCE["roots"][proof[name] - 1]) for name in ("old", "new")]
    assert merkle.is_consistent(proof["old"], proof["new"], *roots, path)


def test_an_append_names_the_subtrees_that_it_completes() -> None:
    frontier = Frontier()
    frontier.append(LEAVES[0])
    pair = node_hash(LEAVES[0], LEAVES[1])
    assert frontier.append(LEAVES[1]) == (Subtree(0, 1, LEAVES[1]), Subtree(1, 0, pair))
    assert frontier.append(LEAVES[2]) == (Subtree(0, 2, LEAVES[2]),)


@given(some.integers(0, MOST))
def test_growing_leaf_by_leaf_gives_the_defined_root(size: int) -> None:
    assert grown(MANY[:size])[0].root() == naive(MANY[:size]) == merkle.root(size, node)


@given(some.integers(0, MOST), some.integers(0, 20))
def test_a_frontier_taken_up_again_grows_alike(size: int, more: int) -> None:
    frontier = grown(MANY[:size])[0]
    again = Frontier.from_state(frontier.size, frontier.state())
    for leaf in MANY[:more]:
        assert again.append(leaf) == frontier.append(leaf)
    assert again == frontier


@pytest.mark.parametrize(
    ("size", "state"), [(1, []), (0, ["00" * 32]), (1, ["00" * 31]), (1, ["zz"]), (-1, ["00" * 32])]
)
def test_a_state_that_does_not_fit_its_size_is_refused(size: int, state: list[str]) -> None:
    with pytest.raises(ValueError):
        Frontier.from_state(size, state)


@given(sizes, some.data())
def test_each_leaf_is_proven_and_no_other(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    other = data.draw(some.integers(0, size - 1))
    path, root = merkle.inclusion_path(index, size, node), naive(MANY[:size])
    assert merkle.is_included(MANY[index], index, size, path, root)
    assert merkle.is_included(MANY[other], index, size, path, root) == (other == index)
    assert merkle.is_included(MANY[index], other, size, path, root) == (other == index)


@given(sizes, some.data())
def test_an_audit_path_longer_or_shorter_proves_nothing(size: int, data: some.DataObject) -> None:
    index = data.draw(some.integers(0, size - 1))
    path = merkle.inclusion_path(index, size, node)
    assert merkle.root_by_inclusion(MANY[index], index, size, [*path, EMPTY_ROOT]) is None
    assert [merkle.root_by_inclusion(MANY[index], index, size, path[:-1])] * len(path[:1]) == [None] * len(path[:1])
    assert merkle.root_by_inclusion(MANY[index], size, size, path) is None


@given(sizes, some.data())
def test_a_grown_tree_is_proven_to_continue_the_old(new: int, data: some.DataObject) -> None:
    old = data.draw(some.integers(1, new))
    path, before, after = merkle.consistency_path(old, new, node), naive(MANY[:old]), naive(MANY[:new])
    assert merkle.is_consistent(old, new, before, after, path)
    assert not merkle.is_consistent(old, new, EMPTY_ROOT, after, path)
    assert not merkle.is_consistent(old, new, before, EMPTY_ROOT, path)
    assert not merkle.is_consistent(old, new, before, after, [*path, EMPTY_ROOT])
    assert not merkle.is_consistent(old, new, before, after, path[:-1]) or not path


def test_no_proof_is_made_for_what_is_not_there() -> None:
    for index, size in ((1, 1), (-1, 3), (0, 0)):
        with pytest.raises(IndexError):
            merkle.inclusion_path(index, size, node)
    for old, new in ((0, 1), (2, 1)):
        with pytest.raises(IndexError):
            merkle.consistency_path(old, new, node)
        assert not merkle.is_consistent(old, new, EMPTY_ROOT, EMPTY_ROOT, [])


def test_a_rewritten_beginning_is_not_consistent() -> None:
    forged = [leaf_hash(b"forged"), *MANY[1:9]]
    path = merkle.consistency_path(5, 9, node)
    assert not merkle.is_consistent(5, 9, naive(forged[:5]), naive(MANY[:9]), path)
