"""The old chain stays as it is; over its newest seal each record goes on with keyed ones."""

from django.db import migrations
from django.utils import timezone

from goodform.audit.sealing import key_in_use, seal_of

GOODFORM = "goodform"


def begin(apps, _schema_editor):
    rows = apps.get_model("audit", "AuditRow").objects
    for clinic in rows.order_by().values_list("clinic_id", flat=True).distinct():
        last = rows.filter(clinic_id=clinic).order_by("-id").first()
        if last.key:
            continue
        at, key = timezone.now(), key_in_use().id
        said = [GOODFORM, "Goodform", "began to seal with a key", "record", str(clinic), {}]
        rows.create(
            clinic_id=clinic,
            at=at,
            actor_id=said[0],
            actor=said[1],
            action=said[2],
            subject=said[3],
            subject_id=said[4],
            facts=said[5],
            before=last.seal,
            key=key,
            seal=seal_of([str(clinic), at.isoformat(), *said, last.seal], key=key),
        )


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_keyed_seal")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
