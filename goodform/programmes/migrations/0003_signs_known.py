from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_a_reason_to_clear")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="known_signs",
            field=models.JSONField(default=list),
        ),
    ]
