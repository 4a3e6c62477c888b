from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_sign_ins_of_nobody'),
    ]

    operations = [
        migrations.AddField(
            model_name='signin',
            name='why',
            field=models.CharField(blank=True, choices=[('throttled', 'Throttled'), ('locked', 'Locked'), ('unused', 'Unused'), ('service', 'Service')], default='', max_length=12),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='challenge',
            name='nonce',
            field=models.CharField(max_length=64),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.UniqueConstraint(fields=('nonce', 'item'), name='asked_once_of_an_item'),
        ),
    ]
