"""Media types, caching and the security headers of a served site; ops/nginx says the same in its own words."""

import re

CACHED = 1024 * 1024
"""The largest file, in bytes, that the server keeps in memory."""

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("server", "chauphe"),
)

_TEXT = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml",
    "atom": "application/atom+xml",
}
_OTHER = {
    "woff2": "font/woff2",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
}
_FOR_EVER = re.compile(
    r"/_/[a-z]+\.[0-9a-f]{8}\.(?:css|js)"
    r"|/.*/[0-9a-f]{16}\.(?:avif|webp|jpg|jpeg|png)"
    r"|/\.well-known/chauphe/tile/(?:entries|\d+)/(?:x\d{3}/)*\d{3}"
)


def type_of(name: str) -> str:
    """Return the media type of a file of the site by its name."""
    if name.startswith("/.well-known/chauphe/"):
        return "application/octet-stream" if "/tile/" in name else "text/plain; charset=utf-8"
    if name.endswith("/feed.json"):
        return "application/feed+json"
    suffix = name.rpartition(".")[2]
    return _TEXT.get(suffix) or _OTHER.get(suffix, "application/octet-stream")


def packable(name: str) -> bool:
    """Say whether compressed forms may lie beside a file."""
    return name.rpartition(".")[2] in _TEXT


def cache_control(name: str) -> str:
    """Say how long a file may be kept unasked: what carries its hash for ever, a page not at all.

    A page that was taken down must be gone for everybody at once; asking again costs a short answer.
    """
    if _FOR_EVER.fullmatch(name):
        return "public, max-age=31536000, immutable"
    return "public, max-age=86400" if name.startswith("/_/") else "public, no-cache"
