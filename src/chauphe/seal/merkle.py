"""The tree over the ledger's entries: RFC 6962 hashing, and proofs that an entry is in it and that it only grew.

A tree is given as its size and a function `node(level, index)` that returns the hash of the full subtree over the
leaves `index * 2**level` up to `(index + 1) * 2**level`. Where those hashes come from (tiles on disk, a table, a list)
is the caller's business.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeAlias

Node: TypeAlias = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256().digest()


@dataclass(frozen=True, slots=True)
class Subtree:
    """A full subtree that an append completed: 2**level leaves, the index-th of its level."""

    level: int
    index: int
    hash: bytes


@dataclass(slots=True)
class Frontier:
    """The hashes that stand for a tree while it grows: one for each bit of its size, the largest subtree first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    @classmethod
    def from_state(cls, size: int, state: Sequence[str]) -> Self:
        """Take up a frontier written by `state()`; raises ValueError where the hashes do not fit the size."""
        hashes = [bytes.fromhex(each) for each in state]
        if size < 0 or len(hashes) != size.bit_count() or any(len(each) != 32 for each in hashes):
            raise ValueError(f"not the frontier of a tree of {size} leaves")
        return cls(size, hashes)

    def state(self) -> list[str]:
        """Write the hashes out in hex; together with the size they are the whole state."""
        return [each.hex() for each in self.hashes]

    def append(self, leaf: bytes) -> tuple[Subtree, ...]:
        """Add a leaf hash and return the subtrees that it completed, the leaf itself (level 0) first."""
        level, index, done = 0, self.size, [Subtree(0, self.size, leaf)]
        while index & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            level, index = level + 1, index >> 1
            done.append(Subtree(level, index, leaf))
        self.hashes.append(leaf)
        self.size += 1
        return tuple(done)

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return _fold(self.hashes)


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf's bytes (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, node: Node) -> bytes:
    """Return the root of a tree of `size` leaves."""
    return _hash(0, size, node) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """Return the audit path of a leaf, its sibling first (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_hash(middle, high, node))
            high = middle
        else:
            path.append(_hash(low, middle, node))
            low = middle
    return path[::-1]


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """Return the proof that a tree of `old` leaves is the beginning of one of `new` (RFC 6962 §2.1.2)."""
    if not 0 < old <= new:
        raise IndexError(f"no proof from {old} to {new} leaves")
    path: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_hash(middle, high, node))
            high = middle
        else:
            path.append(_hash(low, middle, node))
            low, whole = middle, False
    return path[::-1] if whole else [_hash(low, high, node), *path[::-1]]


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Iterable[bytes]) -> bytes | None:
    """Return the root that a leaf hash and its audit path lead to; None if the path has not the right length."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for sibling in path:
        if not last:
            return None
        if index & 1 or index == last:
            leaf = node_hash(sibling, leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        index, last = index >> 1, last >> 1
    return None if last else leaf


def is_included(leaf: bytes, index: int, size: int, path: Iterable[bytes], tree_root: bytes) -> bool:
    """Say whether the audit path leads from this leaf hash to this root."""
    return root_by_inclusion(leaf, index, size, path) == tree_root


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether the proof shows the tree of `old` leaves to be the beginning of the one of `new`."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    return bool(steps) and _both_roots(old - 1, new - 1, steps) == (old_root, new_root)


def _both_roots(first: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """Work out the old and the new root that a consistency proof leads to (RFC 9162 §2.1.4.2)."""
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return None
        if first & 1 or first == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, step)
        first, last = first >> 1, last >> 1
    return None if last else (before, after)


def _hash(low: int, high: int, node: Node) -> bytes:
    """Return MTH over the leaves from `low` to `high`, where `low` is a multiple of the size's power of two."""
    size = high - low
    if not size & (size - 1):  # a full subtree, as nearly every step of a path is
        level = size.bit_length() - 1
        return node(level, low >> level)
    subtrees = []
    while low < high:
        level = (high - low).bit_length() - 1
        subtrees.append(node(level, low >> level))
        low += 1 << level
    return _fold(subtrees)


def _fold(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return EMPTY_ROOT
    *rest, right = hashes
    for left in reversed(rest):
        right = node_hash(left, right)
    return right


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return int(1 << (size - 1).bit_length() - 1)
