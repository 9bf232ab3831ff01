"""Who has signed which text for a clinic: rows that are added and never changed.

Who was named in the settings as having signed the red-flag text stays, without a version: which
words that clinician read was not kept.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def keep_names(apps, schema_editor):
    Clinic, Staff, Signature = (
        apps.get_model("people", name) for name in ("Clinic", "Staff", "Signature")
    )
    for clinic in Clinic.objects.exclude(red_flags_signed_by="").exclude(red_flags_signed_on=None):
        staff = Staff.objects.filter(clinic=clinic)
        owner = staff.filter(is_owner=True).first() or staff.first()
        if owner is not None:
            Signature.objects.create(
                clinic=clinic,
                text=f"red flags {clinic.country_pack}",
                name=clinic.red_flags_signed_by,
                signed_on=clinic.red_flags_signed_on,
                by=owner,
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0008_one_mailbox_several_people")]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="only_signed",
            field=models.BooleanField(default=False, verbose_name="only signed exercises"),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=90)),
                ("version", models.CharField(blank=True, max_length=64)),
                ("words", models.JSONField(default=list)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "registration",
                    models.CharField(blank=True, max_length=40, verbose_name="registration number"),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="people.clinic",
                    ),
                ),
                (
                    "withdraws",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="people.signature",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["clinic", "text", "-at"], name="people_sign_clinic__2610e0_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(withdraws=None) | ~models.Q(why=""),
                        name="a_withdrawal_says_why",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop),
        migrations.RemoveField(model_name="clinic", name="red_flags_signed_by"),
        migrations.RemoveField(model_name="clinic", name="red_flags_signed_on"),
    ]
