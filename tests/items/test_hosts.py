import pytest
from hypothesis import given
from hypothesis import strategies as st

from chauphe.items.hosts import LONGEST, host_of, hosts_in, readable
from chauphe.items.html.links import safe_href


@pytest.mark.parametrize(
    "link",
    [
        "https://dichvucong.gov.vn",
        "https://DICHVUCONG.gov.VN/",
        "http://dichvucong.gov.vn:80/a?b#c",
        "https://dichvucong.gov.vn:443",
        "https://dichvucong.gov.vn./x",
        "https://dichvucong.gov.vn:/x",
        "https://evil.example@dichvucong.gov.vn/",
        "https://dichvucong.gov.vn\\@evil.example/",
    ],
)
def test_what_every_browser_takes_for_one_is_one(link: str) -> None:
    assert host_of(link) == "dichvucong.gov.vn"


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://dichvucong.gov.vn:8443/", "dichvucong.gov.vn:8443"),
        ("http://dichvucong.gov.vn:443/", "dichvucong.gov.vn:443"),
        ("https://dichvucong.gov.vn@evil.example/", "evil.example"),
        ("https://dichvucong.gov.vn:x@evil.example/", "evil.example"),
        ("https://dichvucong.gov.vn.evil.example/", "dichvucong.gov.vn.evil.example"),
        ("https://d\u0456chvucong.gov.vn/", "xn--dchvucong-v9h.gov.vn"),
        ("https://dichvucong\u3002gov\u3002vn/", "xn--dichvuconggovvn-c42nd"),
        ("https://fa\u00df.example/", "xn--fa-hia.example"),
        ("https://%64ichvucong.gov.vn/", "%64ichvucong.gov.vn"),
        ("https://\u05d0\u05d1\u05d2.example/", "xn--4dbcd.example"),
        ("http://a\u2100b.example/", "xn--ab-gnu.example"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://[abc/", "[abc"),
        ("https://./", "."),
        ("mailto:a@b.example", ""),
        ("tel:0901", ""),
        ("#chu-thich-1", ""),
    ],
)
def test_what_leads_elsewhere_has_another_name(link: str, host: str) -> None:
    assert host_of(link) == host


def test_hosts_come_sorted_and_once() -> None:
    assert hosts_in(["https://b.example/1", "mailto:a@c.example", "https://a.example", "http://B.example./2"]) == [
        "a.example",
        "b.example",
    ]


def test_letters_are_shown_beside_what_decides() -> None:
    assert readable("xn--4dbcd.example") == "\u05d0\u05d1\u05d2.example"
    assert [readable(host) for host in ("a.example", "xn--\u00e9.example", "xn--a\u202eb")] == [
        "a.example",
        "xn--\u00e9.example",
        "xn--a\u202eb",
    ]


def test_names_too_long_to_exist_stay_apart() -> None:
    first, second = (host_of(f"https://{'a' * 400}{last}.example/") for last in "bc")
    assert (len(first), len(second), first == second) == (LONGEST, LONGEST, False)


@given(st.text(max_size=80))
def test_every_link_that_is_kept_has_a_host(text: str) -> None:
    link = safe_href(f"https://{text}")
    assert bool(host_of(link)) == bool(link)
    assert (host_of(link).isascii(), len(host_of(link)) <= LONGEST) == (True, True)
