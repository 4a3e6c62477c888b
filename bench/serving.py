"""Processor time per request: nginx alone, nginx with our configuration, our own server, on the same page.

Servers are pinned to one core and the load to the other; rounds are interleaved and medians taken, since the speed of a
shared machine swings by a factor of two from minute to minute while ratios in one run do not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

from bench import homes
from bench.table import Report, Row

SERVER_CORE, LOAD_CORE = 0, 1
CONNECTIONS = 16
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
OPS = homes.ROOT / "ops" / "nginx"
OURS, EMBEDDED = 1.15, 3.0

NGINX = """
{module} {user}
daemon off; worker_processes 1; pid {home}/{name}.pid; error_log {home}/{name}.log;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream; sendfile on; keepalive_requests 10000000;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; {rules} }}
}}
"""
OUR_RULES = "access_log {home}/access.log combined buffer=64k flush=5s; include {home}/snippets/chauphe-site.conf;"


@dataclass
class Served:
    """One server under measurement, and what it took per request in each round, in µs; `rates` in requests/s."""

    name: str
    port: int
    command: Sequence[str]
    accept: str
    process: "subprocess.Popen[bytes] | None" = None
    costs: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def cpu(self) -> float:
        """Return the processor time that the server and its children have taken, in seconds."""
        if self.process is None:
            return 0.0
        parent = psutil.Process(self.process.pid)
        return sum(sum(each.cpu_times()[:2]) for each in [parent, *parent.children(recursive=True)])


def measure(report: Report, *, items: int, rounds: int, seconds: int) -> None:
    """Measure all servers on one article of a baked site."""
    if not all(shutil.which(name, path=_path()) for name in ("nginx", "wrk", "taskset")):
        report.add(Row("serving", "not measured: nginx, wrk or taskset is missing", 0, ""))
        return
    root = homes.root_of(homes.baked(items))
    page = sorted(root.glob("tin/*/index.html"))[items // 2]
    path = f"/tin/{page.parent.name}/"
    with tempfile.TemporaryDirectory(prefix="chauphe-bench-") as folder, ExitStack() as stack:
        servers = _servers(Path(folder), root)
        for server in servers:
            stack.enter_context(_running(server, path))
        for number in range(rounds + 1):
            for server in servers:
                _round(server, path, seconds if number else 1, warm=number == 0)
    _told(report, servers, page)


def _told(report: Report, servers: Sequence[Served], page: Path) -> None:
    plain = servers[0]
    sizes = {"br": f"{page}.br", "gzip": f"{page}.gz", "identity": f"{page}"}
    for server in servers:
        ratio = median(cost / base for cost, base in zip(server.costs, plain.costs, strict=True))
        kilobytes = Path(sizes[server.accept]).stat().st_size / 1000
        note = f"{kilobytes:.1f} kB, {median(server.rates):,.0f} requests/s on one core"
        target = {"nginx, ours, br": OURS, "chauphe site, br": EMBEDDED}.get(server.name)
        report.add(Row("serving", server.name, median(server.costs), "µs/request", note=note))
        if server is not plain:
            report.add(Row("serving", f"{server.name}, to plain nginx", ratio, "×", target))


def _servers(folder: Path, root: Path) -> list[Served]:
    (folder / "snippets").mkdir()
    for name in ("chauphe-site.conf", "chauphe-headers.conf"):
        text = (OPS / name).read_text("utf-8").replace("include snippets/", f"include {folder}/snippets/")
        (folder / "snippets" / name).write_text(text, "utf-8")
    embedded = [sys.executable, "-m", "chauphe", "site", "--root", str(root), "--port", "18202"]
    return [
        Served("nginx, plain", 18200, _nginx(folder, root, "plain", 18200, "access_log off;"), "identity"),
        Served("nginx, ours, br", 18201, _nginx(folder, root, "ours", 18201, OUR_RULES.format(home=folder)), "br"),
        Served("nginx, ours, gzip", 18201, (), "gzip"),
        Served("chauphe site, br", 18202, embedded, "br"),
        Served("chauphe site, gzip", 18202, (), "gzip"),
        Served("chauphe site, uncompressed", 18202, (), "identity"),
    ]


def _nginx(folder: Path, root: Path, name: str, port: int, rules: str) -> list[str]:
    text = NGINX.format(
        home=folder, name=name, port=port, root=root, rules=rules,
        module=f"load_module {MODULE};" if MODULE.exists() else "", user="user root;" if os.geteuid() == 0 else "",
    )  # fmt: skip
    conf = folder / f"{name}.conf"
    conf.write_text(text, "utf-8")
    return [shutil.which("nginx", path=_path()) or "nginx", "-e", str(folder / f"{name}.log"), "-c", str(conf)]


_STARTED: "dict[int, subprocess.Popen[bytes]]" = {}


@contextmanager
def _running(server: Served, path: str) -> Iterator[None]:
    """Start a server pinned to its core, unless its port is served already, and wait until it answers."""
    if not server.command:
        server.process = _STARTED[server.port]
        yield
        return
    words = ["taskset", "-c", str(SERVER_CORE), *server.command]
    process = subprocess.Popen(words, env=homes.environment(homes.VAR))
    _STARTED[server.port] = server.process = process
    try:
        _wait(f"http://127.0.0.1:{server.port}{path}")
        yield
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own server
                answer.read()
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _round(server: Served, path: str, seconds: int, *, warm: bool) -> None:
    command = [
        "taskset", "-c", str(LOAD_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",
        "-H", f"Accept-Encoding: {server.accept}", f"http://127.0.0.1:{server.port}{path}",
    ]  # fmt: skip
    before = server.cpu()
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 30).stdout
    spent = server.cpu() - before
    done = re.search(r"(\d+) requests in", said)
    if done is None or "Non-2xx" in said:
        raise RuntimeError(said)
    if not warm:
        server.costs.append(spent / int(done[1]) * 1e6)
        server.rates.append(int(done[1]) / spent if spent else 0)


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
