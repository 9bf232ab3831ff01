"""Rows for each telling of a case, so that many stops can be told of one case."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0005_noticed"),
        ("programmes", "0002_a_reason_to_clear"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="last_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="alert",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="alert",
            name="times",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="alert",
            name="unmailed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="alertstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("raised", "Raised"),
                    ("graver", "Became more serious"),
                    ("again", "Told again"),
                    ("taken", "Taken"),
                    ("handed", "Handed over"),
                    ("tried", "Tried"),
                    ("released", "Released"),
                    ("escalated", "Sent to the owner, nobody had taken it"),
                    ("closed", "Closed"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="AlertTelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(max_length=80)),
                ("holds_too", models.CharField(blank=True, max_length=80)),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Call now"), (2, "Today"), (3, "This week")]
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("happened_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="inbox.alert",
                    ),
                ),
                (
                    "prescription",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.prescription",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["cause"], name="inbox_alert_cause_5e3770_idx"),
                    models.Index(fields=["holds_too"], name="inbox_alert_holds_t_919549_idx"),
                ],
            },
        ),
    ]
