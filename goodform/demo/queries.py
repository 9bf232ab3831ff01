"""Who plays which part."""

from goodform.demo.cast import ALICE, STAFF
from goodform.people.models import Patient, Staff, User

ROLES = {part.role: part for part in STAFF}


def person_for(role: str) -> User | None:
    """The account behind a word in the demo's address; None for a word nobody plays."""
    if role == "patient":
        alice = (
            Patient.objects.filter(clinic__is_demo=True, name=ALICE.name)
            .select_related("user")
            .first()
        )
        return alice.user if alice else None
    part = ROLES.get(role)
    if part is None:
        return None
    staff = (
        Staff.objects.filter(clinic__is_demo=True, name=part.name).select_related("user").first()
    )
    return staff.user if staff else None
