from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0004_held_and_released")]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("red_flag", "Red flag"),
                    ("stop", "Stopped, it hurt"),
                    ("pain", "Pain went up"),
                    ("morning", "Not settled next morning"),
                    ("noticed", "Noticed something in an exercise"),
                    ("review_overdue", "Review overdue"),
                    ("quiet", "No entry for some days"),
                    ("held", "Still on hold"),
                ],
                max_length=20,
            ),
        ),
    ]
