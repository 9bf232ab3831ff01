"""When a clinic is open, and in how much of that time it promises an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_answer_within_a_week"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="opening",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="clinic",
            name="promised_unit",
            field=models.CharField(
                blank=True,
                choices=[("hours", "opening hours"), ("days", "days we are open")],
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="clinic",
            name="promised_within",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
