"""What is asked of the database of this process: bring it to a schema, look whether it is whole."""

from collections.abc import Sequence

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.people.models import Clinic

Migration = tuple[str, str]


def migrate() -> None:
    """Bring the tables up to date; nothing is done where they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def migrate_to(applied: Sequence[Migration]) -> None:
    """Apply exactly these migrations to an empty database."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = {each for each in applied if each in graph.nodes}
    surpassed = {
        parent.key
        for each in wanted
        for parent in graph.node_map[each].parents
        if parent.key[0] == each[0]
    }
    executor.migrate(sorted(wanted - surpassed))


def newer_than_this(applied: Sequence[Migration]) -> list[str]:
    """Which of these migrations this Goodform does not have."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations)
    return [f"{room}.{name}" for room, name in applied if (room, name) not in known]


def look() -> dict[str, object]:
    """The clinics by id and name, and where a record breaks: `clinics`, `broken`.

    What another house sealed cannot be checked here; that its rows follow each other can.
    """
    broken = []
    for clinic in AuditRow.objects.order_by().values_list("clinic_id", flat=True).distinct():
        found = look_over(clinic, strange_keys_pass=True)
        if not found.whole:
            broken.append(f"{clinic}: row {found.broken_row}")
    clinics = {str(pk): name for pk, name in Clinic.objects.values_list("pk", "name")}
    return {"clinics": clinics, "broken": broken}
