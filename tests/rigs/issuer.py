"""A small OpenID Connect service on this machine: discovery, sign-in page, code, token signed with ES256, public keys.

It does what the standard asks (a code works once, within its redirect address and PKCE), and on request lies: `claims`
are changed after they are made up, `key` and `algorithm` sign in the place of its own.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

CLIENT, SECRET = "ban-bien-tap", "bi mat cua may thu"
PAGE = """<!doctype html><html lang="vi"><title>Cổng đăng nhập thử</title><h1>Cổng đăng nhập thử</h1>
<form method="post" action="/authorize?{query}"><label>Số định danh <input name="sub"></label><button>Đồng ý</button>
</form></html>"""


@dataclass
class Issuer:
    """What the service says, to be set by a test before somebody signs in."""

    url: str = ""
    subject: str = "cccd-01"
    lies: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    algorithm: str = "ES256"
    signed_by: Any = None
    told: Mapping[str, Any] = field(default_factory=dict)
    asks: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    exchanged: list[dict[str, str]] = field(default_factory=list)

    def settings(self) -> dict[str, str]:
        """Return what the desk is told of it."""
        return {"issuer": self.url, "client": CLIENT, "secret": SECRET, "name": "Cổng đăng nhập thử"}

    def discovery(self) -> dict[str, Any]:
        """Say where it answers."""
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in places.items()}, **self.told}

    def keys(self) -> dict[str, Any]:
        """Publish the public half of its key."""
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "ES256"}]}

    def code_for(self, asked: Mapping[str, str], subject: str) -> str:
        """Remember who signed in by which question; return where the browser goes with the code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "sub": subject}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: Mapping[str, str]) -> dict[str, Any] | None:
        """Exchange a code, this once; None where anything does not fit."""
        self.exchanged.append(dict(given))
        asked = self.codes.pop(given.get("code", ""), None)
        if asked is None or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            return None
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if asked.get("code_challenge") != challenge.rstrip(b"=").decode():
            return None
        if asked["redirect_uri"] != given.get("redirect_uri"):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now}
        claims |= {"sub": asked["sub"], "nonce": asked.get("nonce", "")} | dict(self.lies)
        kept = {name: value for name, value in claims.items() if name not in self.without}
        signed = jwt.encode(kept, self.signed_by or self.key, algorithm=self.algorithm, headers={"kid": "1"})
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}


class Desk(BaseHTTPRequestHandler):
    """Where the service answers."""

    issuer: Issuer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        ways: dict[str, Callable[[], Any]] = {
            "/.well-known/openid-configuration": self.issuer.discovery,
            "/jwks": self.issuer.keys,
        }
        if parts.path in ways:
            self._json(ways[parts.path]())
        elif parts.path == "/authorize" and self.issuer.asks:
            self._send(200, PAGE.format(query=parts.query.replace("&", "&amp;")).encode(), "text/html; charset=utf-8")
        elif parts.path == "/authorize":
            self._go(self.issuer.code_for(_single(parts.query), self.issuer.subject))
        else:
            self._send(404, b"", "text/plain")

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        given = _single(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        if parts.path == "/authorize":
            self._go(self.issuer.code_for(_single(parts.query), given["sub"]))
        else:
            answer = self.issuer.token(given)
            self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _go(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, said: Any, status: int = 200) -> None:
        self._send(status, json.dumps(said).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Be quiet."""


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Run one on a free port of this machine."""
    made = Issuer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answering", (Desk,), {"issuer": made}))
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
