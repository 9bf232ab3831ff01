from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("diary", "0005_what_was_shown")]

    operations = [
        migrations.AddField(
            model_name="excess",
            name="full",
            field=models.BooleanField(default=False),
        ),
    ]
