"""Drop the old column: later tellings stand in rows by now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inbox", "0007_rows_of_what_was_told")]

    operations = [migrations.RemoveField("alert", "later")]
