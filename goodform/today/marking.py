"""The fields of the form on Today that marks an exercise done, before and after."""

from dataclasses import dataclass
from functools import cache
from typing import Protocol
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from goodform.programmes.queries import Standing
from goodform.programmes.schedule import sides_due
from goodform.today.day import Row, RowState
from goodform.today.how_much import this_side

NO_ID = UUID(int=0)


class Reachable(Protocol):
    """A clinic, or what a page says of one."""

    @property
    def phone(self) -> str:
        """The number to call."""


@dataclass(frozen=True)
class MarkForm:
    """One side of one exercise. The ids are made once a page, so that sending twice is once."""

    prescription: UUID
    programme: UUID
    programme_version: int
    side: str
    words: str
    session: UUID
    entry: UUID
    only_stop: bool = False

    @property
    def pain_question(self) -> SafeString:
        """The pain scale: the same in every form, so drawn once for each language."""
        return _pain_question(get_language() or "")


def forms_for(standing: Standing, row: Row, session: UUID) -> tuple[MarkForm, ...]:
    """A form for each side of a row that is still due; none for what is done, held or locked.

    `session` is one for the whole page: what is marked there was one sitting.
    """
    if row.state not in {RowState.NEXT, RowState.LATER}:
        return ()
    return tuple(_form(standing, row, side, session) for side in row.sides_left)


def stop_forms_for(standing: Standing, row: Row, session: UUID) -> tuple[MarkForm, ...]:
    """Where an exercise was done already, a way to say that it hurt after all."""
    if row.state is not RowState.DONE:
        return ()
    return tuple(
        _form(standing, row, side, session, only_stop=True) for side in sides_due(row.side)
    )


def _form(
    standing: Standing, row: Row, side: str, session: UUID, *, only_stop: bool = False
) -> MarkForm:
    programme = standing.programme
    if programme is None:
        raise ValueError("a row without a programme")
    return MarkForm(
        prescription=row.id,
        programme=programme.pk,
        programme_version=programme.version,
        side=side,
        words=this_side(side),
        session=session,
        entry=uuid4(),
        only_stop=only_stop,
    )


@cache
def _pain_question(language: str) -> SafeString:
    with override(language):
        return SafeString(render_to_string("today/pain_question.html"))


def words_for_the_device(clinic: Reachable) -> dict[str, str]:
    """The words the device says by itself, and the addresses it uses; `no_id` stands for an id."""
    return {
        "sending": _("Saving…"),
        "saved": _("Saved."),
        "refused": _("We could not keep this. Phone us."),
        "kept": _("Not sent yet. Your answer is on this phone. It goes when you are online."),
        "stop_kept": _(
            "Stop and leave this out. Your clinic does not know yet. Please phone %(phone)s."
        )
        % {"phone": clinic.phone},
        "no_id": str(NO_ID),
        "session": reverse("session_api", args=[NO_ID]),
        "told": reverse("told", args=[NO_ID]),
    }
