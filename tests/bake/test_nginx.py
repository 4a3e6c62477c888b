import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chauphe.bake.media import SECURITY
from tests.bake.ports import unused_port
from tests.bake.serving import ask, served_otherwise, serving
from tests.bake.site import Baker
from tests.house.tree import ROOT

OPS = ROOT / "ops" / "nginx"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
CONF = """
{module} {user}
daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 64; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; include snippets/chauphe-site.conf; }}
}}
"""


@pytest.fixture
def address(baker: Baker, places: Path, program: Callable[[str], str]) -> Iterator[tuple[str, int]]:
    """Serve a board's site with one item by nginx and our configuration."""
    nginx = program("nginx")
    if not MODULE.exists():
        pytest.skip("nginx has no module for brotli_static on this machine")
    baker.publish("Khai giảng lớp bồi dưỡng")
    baker.catch_up()
    port = unused_port()
    home = places / "nginx"
    (home / "snippets").mkdir(parents=True)
    for name in ("chauphe-site.conf", "chauphe-headers.conf"):
        text = (OPS / name).read_text("utf-8").replace("include snippets/", f"include {home}/snippets/")
        (home / "snippets" / name).write_text(text, "utf-8")
    # Nobody else may look into the folders of a test.
    user = "user root;" if os.geteuid() == 0 else ""
    conf = CONF.format(home=home, port=port, root=baker.root, module=f"load_module {MODULE};", user=user)
    (home / "nginx.conf").write_text(conf.replace("include snippets/", f"include {home}/snippets/"), "utf-8")
    with serving([nginx, "-e", f"{home}/error.log", "-c", f"{home}/nginx.conf"], port=port) as served:
        yield served


def test_nginx_serves_every_file_byte_for_byte(baker: Baker, address: tuple[str, int]) -> None:
    assert served_otherwise(baker.root.resolve(), address) == []


@pytest.mark.parametrize(("accept", "suffix"), [("br, gzip", ".br"), ("gzip", ".gz"), ("identity", "")])
def test_nginx_sends_what_was_packed_beforehand(
    baker: Baker, address: tuple[str, int], accept: str, suffix: str
) -> None:
    _, headers, body = ask(address, "/", Accept_Encoding=accept)
    assert body == (baker.root / f"index.html{suffix}").read_bytes()
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["/", "/khong-co/", "/_/img/emblem.svg", "/.well-known/chauphe/manifest", "/feed.json"]
)
def test_nginx_sends_the_same_security_headers(address: tuple[str, int], path: str) -> None:
    _, headers, _ = ask(address, path)
    ours = {name: value for name, value in SECURITY if name != "server"}
    assert {name: headers.get(name) for name in ours} == ours


def test_nginx_and_our_server_keep_the_same_for_ever(baker: Baker, address: tuple[str, int]) -> None:
    from chauphe.bake.media import cache_control, type_of

    root = baker.root.resolve()
    differing = []
    for file in sorted(root.rglob("*")):
        path = f"/{file.relative_to(root)}"
        if not file.is_file() or path.endswith((".br", ".gz")) or path == "/404.html":
            continue
        _, headers, _ = ask(address, path)
        kept, kind = headers["cache-control"], headers["content-type"].partition(";")[0]
        if (kept, kind) != (cache_control(path), _type(type_of(path))):
            differing.append((path, kept, kind))
    assert differing == []


def _type(ours: str) -> str:
    """Return what nginx calls a type: Debian's table has older names for two of them."""
    kind = ours.partition(";")[0]
    return {"text/javascript": "application/javascript", "application/xml": "text/xml"}.get(kind, kind)


def test_nginx_serves_nothing_that_the_baker_did_not_write(
    baker: Baker, address: tuple[str, int], places: Path
) -> None:
    (places / "secret.html").write_text("secret")
    (baker.root / ".git").mkdir()
    (baker.root / ".git" / "config").write_text("secret")
    (baker.root / ".index.html.new").write_text("half-written")
    paths = (
        "/.git/config /.index.html.new /index.html.br /%2e%2e/secret.html /..%2fsecret.html /404.html "
        "/.well-known/chauphe/.manifest.new /_/.x /_/site.css.gz"
    )
    answers = {path: ask(address, path)[0] for path in paths.split()}
    assert {path: status for path, status in answers.items() if status not in (400, 404)} == {}


def test_nginx_takes_a_page_down_with_the_next_request(baker: Baker, address: tuple[str, int]) -> None:
    page = next(baker.root.glob("tin/*"))
    path = f"/tin/{page.name}/"
    assert ask(address, path)[0] == 200
    (page / "index.html").unlink()
    assert ask(address, path)[0] == 404


def test_nginx_answers_nothing_but_reading(address: tuple[str, int]) -> None:
    assert [ask(address, "/", method)[0] for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]
