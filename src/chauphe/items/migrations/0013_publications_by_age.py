"""What has stood on the site longest is found first, for its review."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("items", "0012_withdrawn"), ("people", "0009_sign_ins_of_nobody")]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["board", "at", "section"], name="publications_by_age"),
        ),
    ]
