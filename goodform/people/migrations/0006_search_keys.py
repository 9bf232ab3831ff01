"""Patients are found by a key of their own; what nobody sees in a name or an address goes."""

from typing import Any

from django.db import migrations, models

from goodform.people.looking_for import key_of
from goodform.ui.typed_text import one_line


def clean_and_fill(apps: Any, schema_editor: Any) -> None:
    """Every row as the door would keep it today; where that would be blank or taken, as it was."""
    patients = apps.get_model("people", "Patient")
    for patient in patients.objects.iterator():
        patient.name = one_line(patient.name) or patient.name
        patient.phone = one_line(patient.phone)
        address = one_line(patient.email).replace(" ", "").lower()
        others = patients.objects.filter(clinic=patient.clinic_id, email=address)
        if not others.exclude(pk=patient.pk).exists():
            patient.email = address
        patient.search = key_of(name=patient.name, email=patient.email, phone=patient.phone)
        patient.save(update_fields=["name", "phone", "email", "search"])
    users = apps.get_model("people", "User")
    for user in users.objects.iterator():
        address = one_line(user.email).replace(" ", "").lower()
        if address != user.email and not users.objects.filter(email=address).exists():
            users.objects.filter(pk=user.pk).update(email=address)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_tallies"),
    ]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="search",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.RunPython(clean_and_fill, migrations.RunPython.noop),
    ]
