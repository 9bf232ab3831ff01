"""Patients' names leave the record: from now on it names a patient by id only.

What is sealed could not be taken back when somebody is erased. So the older rows lose the names too,
and the seals begin anew, with the key in use; over them each record says what was done, whether it
was whole until then, and the newest seal of before. Whoever kept a seal elsewhere keeps a new one.
"""

from importlib import import_module

from django.db import migrations
from django.utils import timezone

from goodform.audit.sealing import KeyMissing, key_in_use, seal_of

GUARDS = import_module("goodform.audit.migrations.0003_keyed_seal")
AT_A_TIME = 1000
BEFORE_ALL = -(2**63)


def _sealed(row, key):
    content = [row.actor_id, row.actor, row.action, row.subject, row.subject_id, row.facts]
    return seal_of([str(row.clinic_id), row.at.isoformat(), *content, row.before], key=key)


def _wrong_with(row, before, keyed):
    if row.before != before:
        return "gap"
    if keyed and not row.key:
        return "no key"
    try:
        return "" if row.seal == _sealed(row, row.key) else "changed"
    except KeyMissing:
        return "key missing"


def _pages(rows, clinic):
    last = BEFORE_ALL
    while page := list(rows.filter(clinic_id=clinic, id__gt=last).order_by("id")[:AT_A_TIME]):
        yield page
        last = page[-1].pk


def _begin_anew(apps, clinic):
    rows = apps.get_model("audit", "AuditRow").objects
    key, new, old, keyed = key_in_use().id, "", "", False
    seals, facts = {}, {"rows": 0, "names": 0, "was": "whole", "broken_row": None}
    for page in _pages(rows, clinic):
        for row in page:
            wrong = _wrong_with(row, old, keyed)
            if wrong and facts["broken_row"] is None:
                facts.update(was=wrong, broken_row=row.pk)
            old, keyed = row.seal, keyed or bool(row.key)
            if row.actor_id.startswith("patient:") and row.actor:
                row.actor, facts["names"] = "", facts["names"] + 1
            row.before, row.key = new, key
            new = row.seal = _sealed(row, key)
            seals[old] = new
        facts["rows"] += len(page)
        rows.bulk_update(page, ["actor", "before", "key", "seal"])
    written = rows.model(
        clinic_id=clinic,
        at=timezone.now(),
        actor_id="goodform",
        actor="Goodform",
        action="took patients' names out of the record",
        subject="record",
        subject_id=str(clinic),
        facts={**facts, "over": old},
        before=new,
        key=key,
    )
    written.seal = _sealed(written, key)
    written.save(force_insert=True)
    for check in apps.get_model("audit", "RecordCheck").objects.filter(clinic_id=clinic):
        # A seal that was missing stays missing.
        check.newest_seal = seals.get(check.newest_seal, check.newest_seal)
        check.kept_seal = seals.get(check.kept_seal, check.kept_seal)
        check.save()


def take_out(apps, schema_editor):
    rows = apps.get_model("audit", "AuditRow").objects
    named = rows.filter(actor_id__startswith="patient:").exclude(actor="").order_by()
    clinics = list(named.values_list("clinic_id", flat=True).distinct())
    if not clinics:
        return
    GUARDS.unguard(apps, schema_editor)
    for clinic in clinics:
        _begin_anew(apps, clinic)
    GUARDS.guard(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_first_keyed_row")]
    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
