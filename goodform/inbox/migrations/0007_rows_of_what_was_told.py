"""Fill the rows of tellings from every case so far; no schema changes in this step."""

from datetime import datetime
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The first evidence of every alert, and what came later, in order."""
    alias = schema_editor.connection.alias
    alerts = apps.get_model("inbox", "Alert").objects.using(alias)
    tellings = apps.get_model("inbox", "AlertTelling")
    for alert in alerts.order_by("raised_at").iterator():
        first = {"at": alert.raised_at.isoformat(), "facts": alert.evidence}
        rows = [_row(tellings, alert, each) for each in (first, *alert.later)]
        tellings.objects.using(alias).bulk_create(rows)
    alerts.update(last_at=models.F("happened_at"))


def _row(tellings: Any, alert: Any, told: dict[str, Any]) -> Any:  # noqa: ANN401
    cause, session = alert.cause.partition("+")[0], alert.evidence.get("session", "")
    return tellings(
        alert=alert,
        cause=cause,
        holds_too=f"stop:{session}" if session and cause.startswith("stop:") else "",
        severity=alert.severity,
        prescription_id=alert.prescription_id,
        facts=told["facts"],
        happened_at=alert.happened_at,
        at=datetime.fromisoformat(told["at"]),
    )


class Migration(migrations.Migration):
    dependencies = [("inbox", "0006_what_was_told")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
