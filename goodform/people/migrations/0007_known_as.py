"""A first name to call somebody by; blank is read from the name, so nothing has to be filled in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_search_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="known_as",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name="staff",
            name="known_as",
            field=models.CharField(blank=True, max_length=24),
        ),
    ]
