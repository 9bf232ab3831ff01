"""Exercises go by time: the seconds done, beside the seconds asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0007_what_a_camera_saw"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="time_done_s",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="time_target_s",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
