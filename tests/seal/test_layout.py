"""Where the sealed parts of a site lie."""

import pytest

from chauphe.seal.layout import item_folder, item_of, plain_name


@pytest.mark.parametrize(
    ("kind", "folder"),
    [
        ("news", "tin/mua-thi-1204"),
        ("feature", "tin/mua-thi-1204"),
        ("announcement", "tin/mua-thi-1204"),
        ("legal_document", "van-ban/mua-thi-1204"),
        ("standing_page", "trang/mua-thi-1204"),
    ],
)
def test_an_items_folder_follows_from_its_snapshot(kind: str, folder: str) -> None:
    assert item_folder({"kind": kind, "slug": "mua-thi", "number": 1204}) == folder
    assert item_of(f"{folder}/index.html") == (folder, 1204)


def test_an_unknown_kind_has_no_folder() -> None:
    with pytest.raises(KeyError):
        item_folder({"kind": "poem", "slug": "a", "number": 1})


@pytest.mark.parametrize(
    "path", ["index.html", "tin/index.html", "tin/a-1", "tin/a-01/x", "tin/a/b-1/x", "other/a-1/x"]
)
def test_other_paths_belong_to_no_item(path: str) -> None:
    assert item_of(path) is None


def test_a_compressed_form_is_named_after_its_file() -> None:
    assert [plain_name(name) for name in ("a.html", "a.html.br", "a.html.gz", "br")] == ["a.html"] * 3 + ["br"]
