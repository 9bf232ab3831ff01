"""A key for each seal, what the last check found, and guards against two more ways round.

SQLite's "insert or replace" takes a row away without firing what guards deletion, and PostgreSQL's
"truncate" empties a table without touching a row. SQLite makes the table anew for the column, which
drops its triggers: they go first and come back after.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("goodform.audit.migrations.0002_append_only")
NEVER = "The record of what was done cannot be changed."
# A row that brings no number of its own has none yet here, so it meets no other.
SQLITE = f"""CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_auditrow
    WHEN EXISTS (SELECT 1 FROM audit_auditrow WHERE id = NEW.id OR seal = NEW.seal)
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"""
POSTGRESQL = """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditrow
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"""


def guard(apps, schema_editor):
    BEFORE.guard(apps, schema_editor)
    statement = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER audit_no_replace")
    else:
        schema_editor.execute("DROP TRIGGER audit_no_truncate ON audit_auditrow")
    BEFORE.unguard(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(BEFORE.unguard, BEFORE.guard),
        migrations.CreateModel(
            name="RecordCheck",
            fields=[
                ("clinic_id", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveBigIntegerField()),
                ("newest_seal", models.CharField(blank=True, max_length=64)),
                ("broken_row", models.BigIntegerField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=16)),
                ("breaks", models.PositiveIntegerField(default=0)),
                ("kept_seal", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="auditrow",
            name="key",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(
                fields=["actor_id", "action", "at"], name="audit_audit_actor_i_29eabe_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["clinic_id", "at"], name="audit_audit_clinic__51ba0f_idx"),
        ),
        migrations.RunPython(guard, unguard),
    ]
