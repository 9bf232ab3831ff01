from django.db import migrations, models


def say_when_they_ended(apps, schema_editor):
    """From what superseded a row; for one that was taken off, from the record of that Give."""
    prescriptions = apps.get_model("programmes", "Prescription").objects.filter(ended_at=None)
    superseded = prescriptions.exclude(superseded_by=None).select_related("superseded_by")
    for row in superseded.iterator():
        prescriptions.filter(pk=row.pk).update(ended_at=row.superseded_by.given_at)
    gave = {
        (row.subject_id, row.facts.get("version")): row.at
        for row in apps.get_model("audit", "AuditRow").objects.filter(
            action="gave", subject="programme"
        )
    }
    taken_off = prescriptions.exclude(until_version=None).filter(superseded_by=None)
    for row in taken_off.select_related("programme").iterator():
        at = gave.get((str(row.programme_id), row.until_version))
        prescriptions.filter(pk=row.pk).update(ended_at=at or row.programme.given_at)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_signs_known"), ("audit", "0004_first_keyed_row")]

    operations = [
        migrations.AddField(
            model_name="prescription",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(say_when_they_ended, migrations.RunPython.noop),
    ]
