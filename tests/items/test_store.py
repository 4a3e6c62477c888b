import os

import pytest

from chauphe.items import store


def test_what_is_put_is_got_by_its_hash() -> None:
    data = os.urandom(64)
    assert store.get(store.put(data)) == data


def test_putting_twice_keeps_one_file() -> None:
    data = os.urandom(64)
    assert store.put(data) == store.put(data)
    assert [path.name for path in store.path_of(store.put(data)).parent.iterdir() if path.name.startswith(".")] == []


def test_bytes_changed_on_disk_are_not_handed_out() -> None:
    key = store.put(os.urandom(64))
    store.path_of(key).write_bytes(b"other")
    with pytest.raises(store.Damaged):
        store.get(key)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_only_a_hash_names_a_file(key: str) -> None:
    with pytest.raises(ValueError):
        store.path_of(key)
