import pytest

from chauphe.bake.change import Change, UnsafePath


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "a/../b",
        "a//b",
        ".htaccess",
        "a/.git/x",
        "",
        "a b",
        "a\n",
        "a\\b",
        "tệp",
        "a/",
        "-x",
        "\0",
    ],
)
def test_a_path_that_could_lead_astray_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        Change(path, b"")


@pytest.mark.parametrize(
    "path", ["index.html", ".well-known/chauphe/key", "_/site.0a1b2c3d.css", "tin/a-1/phu_luc.v2.pdf"]
)
def test_the_paths_of_a_site_are_taken(path: str) -> None:
    assert Change(path, b"x").path == path


def test_a_stored_file_has_the_hash_it_is_stored_under() -> None:
    assert Change("a.png", None, "ab" * 32).sha256 == "ab" * 32
