"""One mailbox may stand behind several people."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_known_as"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="patient",
            name="one_patient_an_address_in_a_clinic",
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(db_index=True, max_length=254, verbose_name="email address"),
        ),
    ]
