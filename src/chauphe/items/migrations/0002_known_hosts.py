"""Known hosts, and those that the board's approved items lead to already."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from chauphe.items.hosts import hosts_in

AT_ONCE = 200


def fill(apps: Any, _schema: Any) -> None:
    """Keep each host once a board, with the oldest sign-off that leads there; reads every sealed snapshot once."""
    signed, known = apps.get_model("items", "SignOff"), apps.get_model("items", "KnownHost")
    rows = signed.objects.order_by("pk").values_list("pk", "item__board", "snapshot__data")
    seen: set[tuple[int, str]] = set()
    for pk, board, data in rows.iterator(chunk_size=AT_ONCE):
        for host in hosts_in(json.loads(bytes(data))["links"]):
            if (board, host) not in seen:
                seen.add((board, host))
                known.objects.create(board_id=board, host=host, sign_off_id=pk)


class Migration(migrations.Migration):
    dependencies = [
        ("items", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownHost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=253)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="known_hosts", to="people.board"
                    ),
                ),
                (
                    "sign_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="items.signoff"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("board", "host"), name="known_host_once")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
