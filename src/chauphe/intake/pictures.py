"""Decides which pictures are let in, by what they are and not by their names, and in which forms they go out.

The header is judged before a single pixel is unpacked (U7); drawings that can hold programs are refused (U1, U2, U10).
What goes out is drawn anew from the pixels: right way up, in sRGB, without place, camera or thumbnail (U6), the same
bytes for the same picture wherever it is made.
"""

import hashlib
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from chauphe.intake.findings import Refused

MAX_BYTES: Final = 20_000_000
MAX_PIXELS: Final = 60_000_000
WIDTHS: Final = (480, 960, 1600)

_TYPES: Final = {
    "JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp",
    "AVIF": "image/avif", "BMP": "image/bmp", "DIB": "image/bmp", "TIFF": "image/tiff",
}  # fmt: skip
_READ: Final = tuple(name for name in _TYPES if name != "MPO")  # the JPEG reader opens both
_DECODER_SAYS: Final = (
    OSError, ValueError, SyntaxError, ArithmeticError, LookupError, EOFError, RuntimeError, TypeError, struct.error,
)  # fmt: skip
_MOVING: Final = ("GIF", "WEBP", "PNG", "AVIF")
_MARKUP: Final = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml|<!doctype|<svg|<html|<!--)", re.IGNORECASE)
_PHONE: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_LONGEST: Final = 16_000
_ORIENTATION: Final = 0x0112
_TURNED_BY_QUARTER: Final = (5, 6, 7, 8)
_OPAQUE: Final = 255
# Name of the format for Pillow, type, ending, options: a photograph of 1600 px takes half a second on one core in all
# forms and sizes. AVIF one step slower takes twice the time for 3 % fewer bytes, one step quicker adds 19 % to them.
_AVIF: Final = ("AVIF", "image/avif", "avif", {"quality": 58, "speed": 7, "max_threads": 1, "subsampling": "4:2:0"})
_WEBP: Final = ("WEBP", "image/webp", "webp", {"quality": 78, "method": 3})
_JPEG: Final = (
    "JPEG",
    "image/jpeg",
    "jpg",
    {"quality": 80, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
)
_PNG: Final = ("PNG", "image/png", "png", {"optimize": False, "compress_level": 9})


@dataclass(frozen=True)
class PictureFacts:
    """What a picture is: type by content, size in pixels as it is seen, and whether it can be looked through."""

    sha256: str
    content_type: str
    width: int
    height: int
    transparent: bool
    animated: bool


@dataclass(frozen=True)
class Rendition:
    """One form of a picture that goes out; `name` begins with its own digest."""

    sha256: str
    type: str
    width: int
    height: int
    data: bytes
    name: str


def inspect_picture(data: bytes) -> PictureFacts:
    """Return what a picture is, having unpacked it once to see that it is whole.

    :raises Refused: when it is no picture that a page can show, too large, or damaged.
    """
    picture = _opened(data)
    with _whole():
        picture.load()
        turned = picture.getexif().get(_ORIENTATION) in _TURNED_BY_QUARTER
        width, height = picture.size[::-1] if turned else picture.size
        return PictureFacts(
            sha256=hashlib.sha256(data).hexdigest(),
            content_type=_TYPES[picture.format or ""],
            width=width,
            height=height,
            transparent=_transparent(picture),
            animated=picture.format in _MOVING and bool(getattr(picture, "is_animated", False)),
        )


def renditions(data: bytes) -> tuple[Rendition, ...]:
    """Return the forms in which a picture goes out: each width in AVIF, WebP and JPEG (PNG when transparent).

    Never wider than the picture itself; deterministic.
    :raises Refused: as `inspect_picture`.
    """
    picture = upright(data, smaller=True)
    forms = (_AVIF, _WEBP, _PNG if picture.mode == "RGBA" else _JPEG)
    with _whole():
        return tuple(_written(resized, form) for resized in _sizes(picture) for form in forms)


def as_png(data: bytes) -> bytes:
    """Return a picture that no browser shows (BMP, TIFF) as PNG, without loss."""
    return _bytes(upright(data), "PNG", {"compress_level": 9})


def cropped(data: bytes, left: float, top: float, right: float, bottom: float) -> bytes:
    """Return what a crop leaves of a picture; the shares of each side that go are given from 0 to 1."""
    picture = upright(data)
    width, height = picture.size
    first, top_row = min(round(left * width), width - 1), min(round(top * height), height - 1)
    last, bottom_row = max(round((1 - right) * width), first + 1), max(round((1 - bottom) * height), top_row + 1)
    kept = picture.crop((first, top_row, last, bottom_row))
    if picture.mode == "RGBA" or _lossless(data):
        return _bytes(kept, "PNG", {"compress_level": 9})
    return _bytes(kept, "JPEG", {"quality": 92})


def upright(data: bytes, *, smaller: bool = False) -> Image.Image:
    """Return the pixels of a picture as they are seen: right way up, in sRGB, in mode RGB or RGBA.

    `smaller` allows fewer pixels, as long as both sides still suffice for the widest rendition.
    """
    picture = _opened(data)
    if smaller and picture.format == "JPEG":
        # A JPEG can be unpacked at half, a quarter or an eighth of its size, which saves most of time and memory.
        picture.draft(picture.mode, (WIDTHS[-1], WIDTHS[-1]))
    with _whole():
        picture.load()
        profile = picture.info.get("icc_profile")
        seen = ImageOps.exif_transpose(picture)
        return _in_srgb(_eight_bit(seen), profile, "RGBA" if _transparent(seen) else "RGB")


def _opened(data: bytes) -> Image.Image:
    if not data:
        raise Refused("empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_large", limit=MAX_BYTES // 1_000_000)
    if _MARKUP.match(data):
        raise Refused("picture_drawing" if b"<svg" in data[:4096].lower() else "picture_type")
    if data[4:8] == b"ftyp" and data[8:12] in _PHONE:
        raise Refused("picture_phone")
    try:
        picture = Image.open(BytesIO(data), formats=_READ)
    except UnidentifiedImageError as error:
        raise Refused("picture_type") from error
    except Image.DecompressionBombError as error:
        raise Refused("picture_large", limit=MAX_PIXELS // 1_000_000) from error
    except _DECODER_SAYS as error:
        raise Refused("picture_broken") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused("picture_large", limit=MAX_PIXELS // 1_000_000)
    return picture


@contextmanager
def _whole() -> Iterator[None]:
    """Refuse a picture whose pixels or notes turn out to be damaged, in whichever way its decoder says so."""
    try:
        yield
    except _DECODER_SAYS as error:
        raise Refused("picture_broken") from error


def _transparent(picture: Image.Image) -> bool:
    if not picture.has_transparency_data:
        return False
    return picture.convert("RGBA").getchannel("A").getextrema()[0] != _OPAQUE


def _lossless(data: bytes) -> bool:
    return _opened(data).format not in ("JPEG", "MPO", "WEBP", "AVIF")


def _eight_bit(picture: Image.Image) -> Image.Image:
    # Grey pictures of sixteen bits would otherwise come out white.
    return picture.point(lambda level: level / 256).convert("L") if picture.mode.startswith("I;16") else picture


def _in_srgb(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    alpha = picture.convert("RGBA").getchannel("A") if mode == "RGBA" else None
    if picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    converted = _by_profile(picture, profile) if profile else None
    plain = converted or picture.convert("RGB")
    if alpha is not None:
        plain.putalpha(alpha)
    return plain


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A damaged profile is no reason to lose the picture: its numbers are then taken as sRGB.
        return None


def _sizes(picture: Image.Image) -> Iterator[Image.Image]:
    # A picture as long as a scroll is made smaller until it fits into every format.
    shares = [min(width / picture.width, _LONGEST / picture.height, 1) for width in WIDTHS]
    for share in dict.fromkeys(shares):
        size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        yield picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)


def _written(picture: Image.Image, form: tuple[str, str, str, dict[str, Any]]) -> Rendition:
    pillow_format, content_type, ending, options = form
    data = _bytes(picture, pillow_format, options)
    digest = hashlib.sha256(data).hexdigest()
    return Rendition(digest, content_type, picture.width, picture.height, data, f"{digest[:16]}.{ending}")


def _bytes(picture: Image.Image, pillow_format: str, options: dict[str, Any]) -> bytes:
    # A bare copy of the pixels: whatever the picture carried with it stays behind.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, pillow_format, **options)
    return out.getvalue()
