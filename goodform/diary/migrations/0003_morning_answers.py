from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diary", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="morning",
            name="answered",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="morning",
            name="ache",
            field=models.BooleanField(default=False),
        ),
    ]
