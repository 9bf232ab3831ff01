"""Jobs for the database of this process: bring it to a schema, look whether it is whole."""

from collections.abc import Sequence

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from goodform.audit.checking import look_over
from goodform.audit.models import AuditRow
from goodform.people.models import Clinic

AppliedMigration = tuple[str, str]


class RecordedWithin(MigrationExecutor):
    """Django's own, but a migration is recorded in the very transaction that applies it.

    Django records one that leaves statements for the end, such as indexes, after that transaction:
    killed in between, it would be applied again, to tables that have it already.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """Apply one, with what it leaves for the end, and record it; all of it or nothing."""
        if fake or fake_initial:
            raise NotImplementedError("A house never pretends to have had a migration.")
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]  # of Django 5.2
        return state


def is_behind() -> bool:
    """Whether the tables are of an older schema than this Goodform's, or not whole."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    # Written after the last migration: a process that was killed there has not.
    named = set(ContentType.objects.values_list("app_label", "model"))
    return any((m._meta.app_label, m._meta.model_name) not in named for m in apps.get_models())


def migrate() -> None:
    """Bring the tables up to date; nothing is done where they are. Killed, it can be done again."""
    if not is_behind():
        return
    connection.prepare_database()
    executor = RecordedWithin(connection)
    executor.loader.check_consistent_history(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    emit_pre_migrate_signal(0, interactive=False, db=connection.alias, plan=plan)
    executor.migrate(targets, plan)
    with transaction.atomic():
        emit_post_migrate_signal(0, interactive=False, db=connection.alias, plan=plan)


def migrate_to(applied: Sequence[AppliedMigration]) -> None:
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


def applied_here() -> list[AppliedMigration]:
    """The migrations that this database has had; none where it has no tables yet."""
    if "django_migrations" not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [(str(room), str(name)) for room, name in cursor.fetchall()]


def newer_than_this(applied: Sequence[AppliedMigration]) -> list[str]:
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
