"""The fields that the writing page sends, filled from the draft as the page fills them."""

from typing import Any

from chauphe.desk.hours import fields_of
from chauphe.desk.writing.form import shown_day
from chauphe.items.models import Draft, Item
from chauphe.people.models import Person


def fields(item: Item, person: Person, **changed: Any) -> dict[str, Any]:
    """Give the form of an item as a person has it on the screen, with some fields changed (dashes as underscores)."""
    draft = Draft.objects.select_related("item").get(item=item)
    content, row = draft.content, draft.item
    form: dict[str, Any] = {
        "version": draft.version,
        "person": str(person.pk),
        "looked": [""],
        "title": content["title"],
        "summary": content["summary"],
        "body": content["body"],
        "kind": row.kind,
        "unit": row.unit_id,
        "section": row.section_id,
        "author": [author["name"] for author in content["authors"]],
        "share": [author["share"] for author in content["authors"]],
        "picture": [image["sha256"] for image in content["images"]],
        "file": [file["sha256"] for file in content["files"]],
        "file-title": [file["title"] for file in content["files"]],
        "lead": next((image["sha256"] for image in content["images"] if image["lead"]), ""),
    }
    form |= {name: [image[name] for image in content["images"]] for name in ("alt", "caption", "credit")}
    form |= {f"document-{name}": shown_day(str(value)) for name, value in (content["document"] or {}).items()}
    day, hour = fields_of(content.get("not_before", ""))
    form |= {"not-before-day": day, "not-before-hour": hour, "expires": shown_day(content.get("expires", ""))}
    return form | {name.replace("_", "-"): value for name, value in changed.items()}


def content_of(item: Item) -> dict[str, Any]:
    """Read the working copy."""
    return Draft.objects.get(item=item).content


def plain(text: object) -> str:
    """Read a sentence without the no-break spaces that bind names and clauses."""
    return str(text).replace("\N{NO-BREAK SPACE}", " ")
