"""An emergency stands above everything else of its gravity, also where it came later."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_emergencies(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark the open alerts whose patient was told to call the emergency number."""
    alerts = apps.get_model("inbox", "Alert").objects.using(schema_editor.connection.alias)
    for alert in alerts.filter(resolved_at=None).only("evidence", "later").iterator():
        facts = [alert.evidence, *(each["facts"] for each in alert.later)]
        if any(each.get("advice") == "emergency" for each in facts):
            alerts.filter(pk=alert.pk).update(is_emergency=True)


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_initial")]

    operations = [
        migrations.AddField("alert", "is_emergency", models.BooleanField(default=False)),
        migrations.RunPython(mark_emergencies, migrations.RunPython.noop),
    ]
