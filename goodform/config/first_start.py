"""The rest of `goodform setup`, by a process that reads the new settings, as who runs Goodform.

`python -m goodform.config.first_start house|link FILE`: the tables, the clinic and its owner, the
key of the backups, a first backup, a mail; or the owner's link. What is there already stays.
"""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")
django.setup()

from allauth.account.forms import default_token_generator  # noqa: E402  # after set-up, all of them
from allauth.account.utils import user_pk_to_url_str  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.core.mail import EmailMessage, get_connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from goodform.config import keeping_verbs, preparing  # noqa: E402
from goodform.config.for_us_alone import shut  # noqa: E402
from goodform.config.setup import NO_MAIL  # noqa: E402
from goodform.config.setup_files import house_in  # noqa: E402
from goodform.keeping import nightly  # noqa: E402
from goodform.keeping.models import Backup, BackupOutcome, Recipient  # noqa: E402
from goodform.keeping.refusals import KeyUnreadable, Refused  # noqa: E402
from goodform.outbox.channel import ChannelDown  # noqa: E402
from goodform.outbox.channels.email.transport import open_connection  # noqa: E402
from goodform.people.clinic_actions import open_clinic  # noqa: E402
from goodform.people.models import Clinic, Staff  # noqa: E402

TRIES = 3
"""How often the key is asked for before it is left for another day."""


def owner_of(house: Mapping[str, str]) -> Staff:
    """The owner, of a clinic that is opened where this database has none yet."""
    found = Staff.objects.filter(is_owner=True, active=True, user__email=house["email"])
    owner = found.select_related("user", "clinic").order_by("pk").first()
    if owner is not None:
        return owner
    there = Clinic.objects.order_by("pk").first()
    if there is not None:
        raise Refused(
            f"{there.name} is open here already, and {house['email']} does not own it. Its owner "
            "adds colleagues under Clinic; another clinic is opened by goodform new-clinic."
        )
    return open_clinic(
        name=house["clinic"],
        phone=house["phone"],
        owner=house["owner"],
        email=house["email"],
        password=secrets.token_urlsafe(24),
    )


def _key(house: Mapping[str, str]) -> None:
    """The key of the backups, and that somebody has it: once."""
    named = Recipient.objects.first()
    if named is not None and named.proven_at is not None:
        return
    if named is None:
        print("\nThe backups are encrypted for a key that only the owner has.")
        keeping_verbs.name_key(house.get("recipient", ""))
    if not sys.stdin.isatty():
        print("Then show that you have it: goodform backup-key --prove")
        return
    for _time in range(TRIES):
        try:
            if keeping_verbs.prove_key() == 0:
                return
        except KeyUnreadable as problem:
            print(problem)
    print("Not shown yet. Until then nobody can open the backups: goodform backup-key --prove")


def _first_backup() -> None:
    if not Backup.objects.filter(outcome=BackupOutcome.GOOD).exists():
        made = nightly.make(timezone.now())
        print(f"A first backup was made and opened: {made.file}")


def _mailed(owner: Staff) -> bool:
    """Whether a mail to the owner left; if not, why is said."""
    mail = EmailMessage(
        subject=f"Goodform sends mail for {owner.clinic.name}",
        body=f"This mail says that mail works. Sign in at {settings.ADDRESS}\n",
        to=[owner.user.email],
    )
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        open_connection(connection)
        mail.connection = connection
        mail.send()
    except (ChannelDown, OSError) as problem:
        why = problem.why if isinstance(problem, ChannelDown) else type(problem).__name__
        print(f"No mail left: {why} Mend it and run goodform setup again.", file=sys.stderr)
        return False
    finally:
        connection.close()
    print(f"A test mail is on its way to {owner.user.email}.")
    return True


def set_up(house: Mapping[str, str]) -> int:
    """The tables, the clinic, the key, a backup, a mail; `NO_MAIL` where that did not leave."""
    preparing.migrate()
    preparing.load_library()
    owner = owner_of(house)
    print(f"{owner.clinic.name} is open. {owner.name} owns it.")
    _key(house)
    _first_backup()
    return 0 if _mailed(owner) else NO_MAIL


def link(house: Mapping[str, str]) -> str:
    """Where the owner goes: to choose a password as long as none was chosen, then to sign in."""
    owner = owner_of(house)
    if owner.user.last_login is not None:
        return f"{owner.name} signs in at {settings.ADDRESS}{reverse('account_login')}"
    token = f"{user_pk_to_url_str(owner.user)}-{default_token_generator.make_token(owner.user)}"
    uid, _minus, key = token.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return (
        f"\n{owner.name} chooses a password here, within three days, and signs in:\n"
        f"{settings.ADDRESS}{path}"
    )


def main(what: str, file: Path) -> int:
    """One of the two; answers the exit status."""
    shut(settings.DATA)
    try:
        house = house_in(file)
        if what == "house":
            return set_up(house)
        print(link(house))
    except (Refused, preparing.DatabaseSilent) as problem:
        print(problem, file=sys.stderr)
        return 1
    except ValidationError as problem:
        print(" ".join(problem.messages), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
