"""A dose may go by time; whether a practitioner watched the patient do it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0005_who_may_use_the_mirror"),
    ]

    operations = [
        migrations.AddField(
            model_name="prescription",
            name="time_s",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="prescription",
            name="watched",
            field=models.BooleanField(default=False),
        ),
    ]
