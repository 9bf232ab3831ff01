"""Signatures cannot be changed or taken away, whoever asks."""

from django.db import migrations

NEVER = "A signature cannot be changed. Take it back by a new row."
SQLITE = [
    f"""CREATE TRIGGER signature_no_{verb.lower()} BEFORE {verb} ON people_signature
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION signature_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{NEVER}'; END $$""",
    """CREATE TRIGGER signature_no_change BEFORE UPDATE OR DELETE ON people_signature
    FOR EACH ROW EXECUTE FUNCTION signature_refuse()""",
]


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER signature_no_{verb}")
    else:
        schema_editor.execute("DROP TRIGGER signature_no_change ON people_signature")
        schema_editor.execute("DROP FUNCTION signature_refuse()")


class Migration(migrations.Migration):
    dependencies = [("people", "0009_signatures")]
    operations = [migrations.RunPython(guard, unguard)]
