"""Acts in the chief's place from before there were reports become reports, still to be acknowledged."""

from typing import Any

from django.db import migrations


def report(apps: Any, schema_editor: Any) -> None:
    entry, stand_in = apps.get_model("ledger", "Entry"), apps.get_model("items", "StandIn")
    known = set(stand_in.objects.values_list("entry_id", flat=True))
    past = entry.objects.exclude(record__contains='"capacity":"own"').select_related("log").order_by("pk")
    stand_in.objects.bulk_create(
        [
            stand_in(board_id=row.log.board_id, item_id=row.item, entry=row)
            for row in past.iterator(chunk_size=500)
            if row.pk not in known
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("items", "0005_pages_that_hold"), ("ledger", "0001_initial")]

    operations = [migrations.RunPython(report, migrations.RunPython.noop)]
