"""The sealed part of an item's page: what the board approved, written in exactly one way.

Whoever checks a page writes this part again from the sealed snapshot and compares every byte (DESIGN §1, invariants 1
and 4). So it depends on the snapshot and the time of publication alone: no Django, no catalogue, no clock. The text of
the item stands in it as sealed, but for pictures, which are filled in, and tables, which get a frame to scroll in;
`body_from` takes both away again. `static/public/js/check/fragment.js` is the same function for the browser.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any, Final

from chauphe.public.words import WORDS
from chauphe.seal.layout import FOLDERS, version

__all__ = [
    "WORDS", "body_from", "expired_in", "fallback", "fragment", "local", "picture", "published_in", "sealed_from",
    "size_of",
]  # fmt: skip

Snapshot = Mapping[str, Any]
Words = Mapping[str, str]

LOCAL: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has kept UTC+7 without a break since 1975; no time zone database is needed to check a page."""

SIZES: Final = "(min-width: 42rem) 38rem, 100vw"
BYLINED: Final = frozenset({"news", "feature", "announcement"})
DOCUMENT_ROWS: Final = ("number", "type", "issuer", "signer", "issued", "effective")
SOURCES: Final = ("image/avif", "image/webp")
EXPIRE: Final = "expire"
PUBLIC: Final = frozenset({"publish", "take_down", "take_down_at_once"})
"""The acts that give a page its day; what is withdrawn keeps the day of its publication, and says since when."""

BODY: Final = ("<!--body-->", "<!--/body-->")
SEALED: Final = ("<!--sealed-->", "<!--/sealed-->")

# Other tags are passed over whole, quotes and all: a "<table" inside a quoted address is not a table.
_OTHER = re.compile(r'[^<]*(?:<(?!/?table\b|/?figure\b)[/a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>[^<]*)*')
_PLACE = re.compile(
    r'<figure data-image="(?P<image>[0-9a-f]{64})"></figure>'
    r'|(?P<table><table\b[^<>"]*(?:"[^"]*"[^<>"]*)*>)'
    r"|</table>"
)
_FILLED = re.compile(r'(<figure data-image="[0-9a-f]{64}">).*?(</figure>)', re.DOTALL)
_FRAMED = re.compile(r"<!--t--><div[^>]*>|</div><!--/t-->")


def fragment(
    snapshot: Snapshot,
    *,
    published: str | None,
    beside: str = "",
    expired: bool = False,
    urgent: str | None = None,
) -> str:
    """Write the sealed part of an item's page as HTML.

    `published` is the RFC 3339 instant of publication, or None for a copy that is not public yet; `expired` that its
    last day is over, as an act on record says. `urgent` is None for an ordinary approval, and for an urgent one the
    instant at which it was ratified, or "" while it is not (`seal.urgent`). Pictures and files are addressed as lying
    beside the page, or below the address `beside`. Raises ValueError for a body that is not canonical, and for a
    picture that the snapshot does not hold or that has no rendition.
    """
    words = WORDS[snapshot["language"]]
    images = {image["sha256"]: image for image in snapshot["images"]}
    return "".join(
        (
            _over(snapshot, words) if expired else "",
            _heading(snapshot, words, published, urgent),
            *(('<div class="withdrawn">',) if "withdrawn" in snapshot else ()),
            "" if expired else _valid(snapshot, words),
            _notices(snapshot, words),
            _lead(snapshot, words, beside),
            _document(snapshot["document"], words),
            f'<div class="prose">{BODY[0]}{_filled(snapshot["body"], images, words, beside)}{BODY[1]}</div>',
            _byline(snapshot, words),
            _files(snapshot, words, beside),
            *(("</div>",) if "withdrawn" in snapshot else ()),
        )
    )


def body_from(page: str) -> str:
    """Give the canonical body that a page carries, byte for byte; ValueError if it carries none or several."""
    body = _between(page, BODY)
    if "<figure data-image" in body:
        body = _FILLED.sub(r"\1\2", body)
    return _FRAMED.sub("", body) if "<!--t-->" in body else body


def sealed_from(page: str) -> str:
    """Give the sealed part of a page, to be compared with `fragment`; ValueError if there is none or several."""
    return _between(page, SEALED)


def published_in(acts: Iterable[Mapping[str, Any]], revision: object) -> str | None:
    """Say when these act records last put the revision before the public, or None before any did."""
    times = [act["at"] for act in acts if act["act"] in PUBLIC and act["revision"] == revision]
    return times[-1] if times else None


def expired_in(acts: Iterable[Mapping[str, Any]], revision: int) -> bool:
    """Say whether these act records mark the revision as over."""
    return any(act["act"] == EXPIRE and act["revision"] == revision for act in acts)


def local(instant: str) -> datetime:
    """Read an RFC 3339 instant as the time of day in Vietnam."""
    return datetime.fromisoformat(instant).astimezone(LOCAL)


def size_of(count: int, language: str = "vi") -> str:
    """Write a number of bytes the way people say it: 38 kB, 1,2 MB."""
    thousands = max(1, (count + 500) // 1000)
    if thousands < 1000:
        return f"{thousands} kB"
    tenths = (count + 50_000) // 100_000
    if tenths < 100:
        return f"{tenths // 10}{WORDS[language]['decimal']}{tenths % 10} MB"
    return f"{(count + 500_000) // 1_000_000} MB"


def picture(image: Mapping[str, Any], *, sizes: str = SIZES, beside: str = "", eager: bool = False) -> str:
    """Write one picture: AVIF and WebP in all widths, then the fallback with its description."""
    plain = fallback(image)
    urgency = 'fetchpriority="high"' if eager else 'loading="lazy"'
    sources = "".join(_source(image, kind, sizes, beside) for kind in SOURCES)
    return (
        f'<picture>{sources}<img src="{escape(beside + plain["name"])}" width="{plain["width"]}" '
        f'height="{plain["height"]}" alt="{escape(image["alt"])}" decoding="async" {urgency}></picture>'
    )


def fallback(image: Mapping[str, Any]) -> Mapping[str, Any]:
    """Choose the widest rendition that every browser shows; failing that the widest of all."""
    renditions: list[Mapping[str, Any]] = image["renditions"]
    if not renditions:
        raise ValueError(f"a picture without a rendition: {image['sha256']}")
    plain = [one for one in renditions if one["type"] not in SOURCES]
    return max(plain or renditions, key=lambda one: (one["width"], one["name"]))


def _between(page: str, marks: tuple[str, str]) -> str:
    first, last = marks
    if page.count(first) != 1 or page.count(last) != 1:
        raise ValueError(f"the page must hold {first} and {last} once each")
    start, end = page.index(first) + len(first), page.index(last)
    if end < start:
        raise ValueError(f"{last} stands before {first}")
    return page[start:end]


def _heading(snapshot: Snapshot, words: Words, published: str | None, urgent: str | None) -> str:
    summary = f'<p class="summary">{escape(snapshot["summary"])}</p>' if snapshot["summary"] else ""
    unit = f"<span>{escape(snapshot['unit']['name'])}</span>"
    shown = ""
    if published:
        day = local(published).date().isoformat()
        shown = f"<span>{_time(day)}</span>"
        gone = "ended" if "ends" in snapshot else "withdrawn" if "withdrawn" in snapshot else ""
        unit += f'<a href="#duyet">{words[gone]}</a>' if gone else _approved(words, urgent)
        unit += f"<span>{words['urgently']}</span>" if gone and urgent is not None else ""
    notice, before = _withdrawn(snapshot, words)
    title = f"<h1>{before}{escape(snapshot['title'])}</h1>"
    return f'<header>{notice}{title}{summary}<p class="meta">{shown}{unit}</p></header>'


def _withdrawn(snapshot: Snapshot, words: Words) -> tuple[str, str]:
    """Say above all else that a page is withdrawn, since when and why, and mark its title."""
    if "withdrawn" not in snapshot:
        return "", ""
    told, what = snapshot["withdrawn"], words.get(f"withdrawn.{snapshot['kind']}", words["withdrawn.item"])
    why = told["text"] if told["text"][-1] in ".!?…" else f"{told['text']}."
    said = f"<b>{what} {_time(told['day'])}.</b> {words['why']}: {escape(why)}"
    return f'<aside class="notice"><p>{said}</p><p>{words["kept"]}</p></aside>', f"<span>{words['withdrawn']}:</span> "


def _valid(snapshot: Snapshot, words: Words) -> str:
    """Say until when the content holds, where it has a last day."""
    last = snapshot.get("expires")
    return f'<p class="valid">{words["valid"]} {_time(last)}.</p>' if last else ""


def _over(snapshot: Snapshot, words: Words) -> str:
    """Say before anything else that its last day is over; the page is kept for whoever looks it up."""
    last = _time(snapshot["expires"])
    return f'<aside class="over"><p><b>{words["over"]}</b> {words["valid"]} {last}. {words["over.kept"]}</p></aside>'


def _approved(words: Words, urgent: str | None) -> str:
    """Say that it was signed off; of an urgent sign-off that as well, for as long as the page stands."""
    if urgent is None:
        return f'<a class="sealed" href="#duyet">{words["approved"]}</a>'
    if not urgent:
        return f'<a class="urgent" href="#duyet">{words["urgent"]}</a>'
    day = _time(local(urgent).date().isoformat())
    return f'<a class="sealed" href="#duyet"><span>{words["ratified"]} {day}</span></a>'


def _notices(snapshot: Snapshot, words: Words) -> str:
    """Say what was put right, the newest first, each with a link to the text that stood here before."""
    root = f"/{FOLDERS[snapshot['kind']]}/{snapshot['slug']}-{snapshot['number']}/"
    return "".join(
        f'<aside class="notice"><p><b>{words[notice["kind"]]}</b> {_time(notice["day"])}. {escape(notice["text"])}'
        f"{_before(root, notice['revision'], words)}</p></aside>"
        for notice in reversed(snapshot.get("notices", ()))
    )


def _before(root: str, revision: int, words: Words) -> str:
    """Link to the text that stood here before; what was taken down since is kept, but not shown (revision 0)."""
    return f' <a href="{escape(root)}{version(revision)}">{words["earlier"]}</a>' if revision else ""


def _lead(snapshot: Snapshot, words: Words, beside: str) -> str:
    """Put the leading picture under the title, unless the text places it itself."""
    for image in snapshot["images"]:
        if image["lead"] and f'<figure data-image="{image["sha256"]}">' not in snapshot["body"]:
            inside = _figure(image, words, beside, eager=True)
            return f'<figure class="figure">{inside}</figure>'
    return ""


def _document(document: Mapping[str, Any] | None, words: Words) -> str:
    if document is None:
        return ""
    rows = "".join(
        f"<div><dt>{words[name]}</dt><dd>{_fact(name, document[name])}</dd></div>"
        for name in DOCUMENT_ROWS
        if document[name]
    )
    return f'<dl class="facts" aria-label="{words["document"]}">{rows}</dl>'


def _fact(name: str, value: str) -> str:
    return _time(value) if name in {"issued", "effective"} else escape(value)


def _time(day: str) -> str:
    year, month, date = day.split("-")
    return f'<time datetime="{escape(day)}">{escape(date)}/{escape(month)}/{escape(year)}</time>'


def _filled(body: str, images: Mapping[str, Mapping[str, Any]], words: Words, beside: str) -> str:
    if "<!--" in body:
        raise ValueError("a sanitised body holds no comments")
    if "<figure" not in body and "<table" not in body:
        return body
    return "".join(_pieces(body, images, words, beside))


def _pieces(body: str, images: Mapping[str, Mapping[str, Any]], words: Words, beside: str) -> Iterator[str]:
    done = tables = 0
    while done < len(body):
        piece = _PLACE.match(body, done) or _OTHER.match(body, done)
        if not piece or piece.end() == done:
            raise ValueError(f"not a canonical body from character {done}: {body[done : done + 40]}")
        done = piece.end()
        if piece.re is _OTHER:
            yield piece[0]
        elif piece["image"]:
            yield _placed(piece["image"], images, words, beside)
        elif piece["table"]:
            tables += 1
            label = f"{words['table']} {tables}"
            yield f'<!--t--><div class="table" role="region" tabindex="0" aria-label="{label}">{piece[0]}'
        else:
            yield "</table></div><!--/t-->"


def _placed(sha256: str, images: Mapping[str, Mapping[str, Any]], words: Words, beside: str) -> str:
    if sha256 not in images:
        raise ValueError(f"the text shows a picture that is not sealed with it: {sha256}")
    image = images[sha256]
    return f'<figure data-image="{sha256}">{_figure(image, words, beside, eager=image["lead"])}</figure>'


def _figure(image: Mapping[str, Any], words: Words, beside: str, *, eager: bool) -> str:
    return f"{picture(image, beside=beside, eager=eager)}<figcaption>{_caption(image, words)}</figcaption>"


def _caption(image: Mapping[str, Any], words: Words) -> str:
    caption, credit = image["caption"], image["credit"]
    if caption and caption[-1] not in ".!?…":
        caption += "."
    if credit and ":" not in credit:
        credit = f"{words['picture']}: {credit}"
    return " ".join(escape(text) for text in (caption, credit) if text)


def _source(image: Mapping[str, Any], kind: str, sizes: str, beside: str) -> str:
    several = sorted((one["width"], one["name"]) for one in image["renditions"] if one["type"] == kind)
    if not several:
        return ""
    names = ", ".join(f"{escape(beside + name)} {width}w" for width, name in several)
    return f'<source type="{kind}" srcset="{names}" sizes="{sizes}">'


def _byline(snapshot: Snapshot, words: Words) -> str:
    names = ", ".join(f"<b>{escape(author['name'])}</b>" for author in snapshot["authors"])
    written = snapshot["kind"] in BYLINED and names
    author = f"<span>{words['author']}: {names}</span>" if written else ""
    section = f"<span>{words['section']}: {escape(snapshot['section']['name'])}</span>"
    return f'<p class="byline">{author}{section}</p>'


def _files(snapshot: Snapshot, words: Words, beside: str) -> str:
    if not snapshot["files"]:
        return ""
    rows = "".join(
        f'<li><a href="{escape(beside + file["name"])}" type="{escape(file["type"])}">'
        f"<b>{escape(file['title'] or file['name'])}</b>"
        f'<span class="meta">{escape(file["name"].rpartition(".")[2].upper())}, '
        f"{size_of(file['bytes'], snapshot['language'])}</span></a></li>"
        for file in snapshot["files"]
    )
    return f'<section class="part"><h2>{words["files"]}</h2><ul class="files">{rows}</ul></section>'
