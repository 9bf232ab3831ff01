"""The ways somebody signs in: added, removed, made anew, reset. Each is recorded and told."""

from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodform.audit.actions import Actor, record
from goodform.people import recovery_codes
from goodform.people.access import Action, reader_of
from goodform.people.doors import require
from goodform.people.factor_models import LONGEST_NAME, Factor, FactorKind, RecoveryCode
from goodform.people.mailbox import person_of
from goodform.people.models import Patient, Staff, User
from goodform.people.passkeys import NewPasskey
from goodform.people.sealed_secret import sealed
from goodform.people.signing_out import end_sessions

MOST_FACTORS = 20


class LastFactor(ValueError):
    """Staff never come in by a password alone, so the last factor stays until there is another."""


class TooManyFactors(ValueError):
    """So many ways to sign in belong to nobody."""


def _written(user: User, action: str, *, by: Actor | None = None, **facts: object) -> None:
    person = person_of(user)
    record(
        by=by or person,
        clinic=person.clinic_id,
        action=action,
        subject="staff" if isinstance(person, Staff) else "patient",
        subject_id=person.pk,
        **facts,
    )


def _told(user: User, what: str) -> None:
    """Tell somebody by mail what has changed about how they sign in."""
    person: Staff | Patient = person_of(user)
    send_mail(
        subject=_("How you sign in at %(clinic)s") % {"clinic": person.clinic.name},
        message=render_to_string(
            "people/mail/factor.txt", {"person": person, "clinic": person.clinic, "what": what}
        ),
        from_email=None,
        recipient_list=[user.email],
    )


def _lock(user: User) -> User:
    """The user's row, for one change of factors at a time."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _refuse_too_many(user: User) -> None:
    if Factor.objects.filter(user=user).count() >= MOST_FACTORS:
        raise TooManyFactors(
            _("You have %(most)d ways to sign in already. Remove one you do not use.")
            % {"most": MOST_FACTORS}
        )


@transaction.atomic
def add_app(*, by: User, secret: str, step: int, name: str = "") -> Factor:
    """An app that makes codes, in place of the one there was. Its code of `step` is used."""
    _refuse_too_many(_lock(by))
    Factor.objects.filter(user=by, kind=FactorKind.APP).delete()
    factor = Factor.objects.create(
        user=by,
        kind=FactorKind.APP,
        name=(name or _("App on my phone"))[:LONGEST_NAME],
        secret=sealed(secret, what_for=f"app of {by.pk}"),
        last_step=step,
    )
    _written(by, "added a way to sign in", kind=factor.kind)
    _told(by, _("An app that makes codes was added."))
    return factor


@transaction.atomic
def add_passkey(*, by: User, new: NewPasskey, name: str = "") -> Factor:
    """A passkey that the person's browser has made."""
    _refuse_too_many(_lock(by))
    factor = Factor.objects.create(
        user=by,
        kind=FactorKind.PASSKEY,
        name=(name or _("Passkey"))[:LONGEST_NAME],
        credential_id=new.credential_id,
        credential=new.credential,
        host=new.host,
        counter=new.counter,
    )
    _written(by, "added a way to sign in", kind=factor.kind)
    _told(by, _("A passkey was added: “%(name)s”.") % {"name": factor.name})
    return factor


@transaction.atomic
def remove_factor(*, factor: UUID, by: User) -> None:
    """Take one of one's own ways to sign in away; raises `LastFactor`, or `Factor.DoesNotExist`."""
    mine = Factor.objects.filter(user=_lock(by))
    gone = mine.get(pk=factor)
    if reader_of(by).staff is not None and not mine.exclude(pk=factor).exists():
        raise LastFactor(_("This is your only one. Add another first, then remove this."))
    gone.delete()
    _written(by, "removed a way to sign in", kind=gone.kind)
    _told(by, _("This way to sign in was removed: “%(name)s”.") % {"name": gone.name})


@transaction.atomic
def make_recovery_codes(*, by: User) -> list[str]:
    """Ten new codes to keep on paper; the answer is the only time they are seen."""
    codes = recovery_codes.made_anew(_lock(by))
    _written(by, "made recovery codes")
    _told(by, _("New recovery codes were made. Earlier ones no longer work."))
    return codes


@transaction.atomic
def spend_recovery_code(*, by: User, typed: str) -> bool:
    """Whether this code lets them in, once; they are told how many are left."""
    if not recovery_codes.spend(_lock(by), typed):
        return False
    left = recovery_codes.left(by)
    _written(by, "used a recovery code", left=left)
    _told(by, _("A recovery code was used. You have %(left)d left.") % {"left": left})
    return True


def _reset(user: User, *, by: Actor) -> None:
    Factor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    end_sessions(user)
    _written(user, "reset the ways to sign in", by=by)
    _told(
        user,
        _("%(who)s has reset how you sign in. Sign in with your password, then set it up anew.")
        % {"who": by.audit_label},
    )


@transaction.atomic
def reset_factors(*, colleague: Staff, by: Staff) -> None:
    """Let a colleague who lost phone and codes set up a second factor anew. Never oneself."""
    require(by, Action.MANAGE_CLINIC, colleague.clinic_id)
    if colleague.pk == by.pk:
        raise LastFactor(_("Ask another owner to do this for you, or whoever runs this machine."))
    _reset(_lock(colleague.user), by=by)


@transaction.atomic
def let_in_anew(*, email: str, by: Actor) -> list[Staff]:
    """The same for everybody of staff with this address, by whoever runs the machine."""
    rows = Staff.objects.filter(user__email=email.strip().lower(), active=True)
    found = list(rows.select_related("user", "clinic"))
    for colleague in found:
        _reset(_lock(colleague.user), by=by)
    return found
