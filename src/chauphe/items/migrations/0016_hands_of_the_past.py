import json

from django.db import migrations


def from_the_ledger(apps, schema_editor):
    """Write down who changed the words in editing since they were last published, and who signed off what waits."""
    Entry, Item = apps.get_model('ledger', 'Entry'), apps.get_model('items', 'Item')
    editors = {}
    for item, act, record in Entry.objects.filter(act__in=('edit', 'publish')).order_by('log', 'seq').values_list('item', 'act', 'record').iterator():
        if act == 'publish':
            editors.pop(item, None)
        elif (said := json.loads(record))['rule'] == 'chain.forward':
            editors.setdefault(item, set()).add(said['person']['id'])
    for item, people in editors.items():
        Item.objects.filter(pk=item).update(editors=sorted(people))
    signed = Item.objects.exclude(sign_off=None).filter(sign_off__entry__act__in=('sign_off', 'sign_off_urgently'))
    for item in signed.select_related('sign_off__entry').iterator():
        person = json.loads(item.sign_off.entry.record)['person']['id']
        Item.objects.filter(pk=item.pk).update(signed_by=person)


class Migration(migrations.Migration):

    dependencies = [
        ('items', '0015_hands'),
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(from_the_ledger, migrations.RunPython.noop),
    ]
