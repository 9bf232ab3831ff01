"""Is the record whole?"""

from uuid import UUID

from goodform.audit.models import AuditRow


def first_broken_row(clinic: UUID) -> int | None:
    """The id of the first row whose seal does not fit the row before it; None when all do."""
    before = ""
    for row in AuditRow.objects.filter(clinic_id=clinic).order_by("id").iterator():
        if row.before != before or row.seal != row.sealed():
            return row.pk
        before = row.seal
    return None
